// A choice is remembered for its tab and site, through a worker's death, until the tab closes or the vault is locked.
import { beforeEach, expect, test } from 'vitest';
import { ChosenTabs } from './chosen.ts';

const memory = new Map<string, Uint8Array>();
const volatile = {
  get: async (name: string) => memory.get(name) ?? null,
  set: async (name: string, value: Uint8Array) => void memory.set(name, value),
  remove: async (name: string) => void memory.delete(name),
};
beforeEach(() => memory.clear());

test('of one tab and one site, also for the next worker', async () => {
  await new ChosenTabs(volatile).note(7, 'shop.example', 'aa');
  const chosen = new ChosenTabs(volatile);
  expect(await chosen.knows(7, 'shop.example')).toBe(true);
  expect(await chosen.knows(8, 'shop.example')).toBe(false);
  expect(await chosen.knows(7, 'http://shop.example')).toBe(false);
});

test('with who was chosen last', async () => {
  const chosen = new ChosenTabs(volatile);
  await chosen.note(7, 'shop.example', 'aa');
  await chosen.note(7, 'shop.example', 'bb');
  expect(await chosen.lastIn(7, 'shop.example')).toBe('bb');
  expect(await chosen.lastIn(8, 'shop.example')).toBe(null);
});

test('choices at once are all kept, each once, and the oldest give way', async () => {
  const chosen = new ChosenTabs(volatile);
  await Promise.all([1, 2, 2, 3].map((tab) => chosen.note(tab, 'shop.example', 'aa')));
  expect(await chosen.tabsOf('shop.example')).toEqual([1, 2, 3]);
  await Promise.all(Array.from({ length: 62 }, (_, at) => chosen.note(100 + at, 'other.example', 'aa')));
  expect(await chosen.tabsOf('shop.example')).toEqual([2, 3]);
});

test('a closed tab is forgotten, and a lock leaves nothing in memory', async () => {
  const chosen = new ChosenTabs(volatile);
  await chosen.note(1, 'shop.example', 'aa');
  await chosen.note(2, 'shop.example', 'aa');
  await chosen.forget(1);
  expect(await chosen.tabsOf('shop.example')).toEqual([2]);
  await chosen.clear();
  expect([...memory.keys()]).toEqual([]);
});
