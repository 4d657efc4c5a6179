// Log-ins that wait: one a tab, for minutes, in memory that a lock wipes; and for any sequence of what a person and
// their pages do, at most one question at a time, about the pair that was typed last.
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import type { TypedLogin } from '#logins/typed.ts';
import { ANSWER_MS, GONE_PAGE_MS, QUESTION_MS, TypedLogins } from './typed-logins.ts';

const memory = new Map<string, Uint8Array>();
const volatile = {
  get: async (name: string) => memory.get(name)?.slice() ?? null,
  set: async (name: string, value: Uint8Array) => void memory.set(name, value.slice()),
  remove: async (name: string) => void memory.delete(name),
};
let now = 1_000_000;
const open = (): TypedLogins => new TypedLogins({ volatile, entropy: nodeEntropy, now: () => now });
const AT = { tabId: 1, frameId: 0, site: 'shop.example', url: 'https://shop.example/log-in' };
const login = (username: string, password: string): TypedLogin & { form: string; title: string } => ({
  ...{ username, password, email: '', former: '', purpose: 'login', form: 'f', title: '' },
});
const locked = async () => true;
const unlocked = async () => false;
const held = (): string => [...memory.values()].map((bytes) => Buffer.from(bytes).toString('latin1')).join();

beforeEach(() => {
  memory.clear();
  now = 1_000_000;
});

test('one waits in each tab, outlives its worker, and goes when it was answered, is old, or its tab is closed', async () => {
  const typed = open();
  await typed.note(AT, login('alex', 'first'), unlocked);
  const id = await typed.note(AT, login('alex', 'second'), unlocked);
  await typed.note({ ...AT, tabId: 2 }, login('blair', 'other'), unlocked);
  expect((await open().all()).map(({ password }) => password)).toEqual(['second', 'other']);
  await typed.drop(id);
  await typed.drop((await typed.in(2))?.id ?? '');
  expect(await open().all()).toEqual([]);
  expect(memory.size).toBe(0);
  await typed.accept(await typed.note(AT, login('alex', 'third'), unlocked));
  now += ANSWER_MS;
  expect(await typed.in(1)).toMatchObject({ password: 'third', isAccepted: true });
  now += QUESTION_MS - ANSWER_MS;
  expect(await typed.in(1)).toBe(null);
});

test('one whose tab is closed stands aside for half an hour, the latest of its site, unless its form had stood on', async () => {
  const typed = open();
  const first = await typed.note(AT, login('alex', 'first'), unlocked);
  await typed.closed(1);
  expect(await typed.in(1)).toBe(null);
  expect(await open().asideAt(AT.site)).toMatchObject({ id: first, isAccepted: true });
  await typed.doubt(await typed.note(AT, login('alex', 'wrong'), unlocked));
  await typed.closed(1);
  expect((await typed.all()).map(({ password }) => password)).toEqual(['first']);
  await typed.elsewhere(await typed.note(AT, login('blair', 'second'), unlocked));
  expect((await typed.all()).map(({ password }) => password)).toEqual(['second']);
  expect(await typed.asideCount()).toBe(1);
  now += GONE_PAGE_MS - 1;
  expect(await typed.asideCount()).toBe(1);
  await typed.accept(await typed.note(AT, login('blair', 'third'), unlocked));
  expect(await typed.asideCount()).toBe(0);
});

test('a lock wipes what was typed while the vault was open', async () => {
  const typed = open();
  await typed.note(AT, login('alex', 'a secret'), unlocked);
  await typed.noteName({ tabId: 3, site: AT.site }, 'blair', unlocked);
  expect(held()).toContain('a secret');
  await typed.clear();
  expect(memory.size).toBe(0);
  expect(await typed.all()).toEqual([]);
  expect(await typed.nameIn({ tabId: 3, site: AT.site })).toBe('');
});

test('a lock that comes while something is noted wipes it as well', async () => {
  const typed = open();
  let isLocked = false;
  const noted = [
    typed.note(AT, login('alex', 'a secret'), async () => isLocked),
    typed.noteName({ tabId: 3, site: AT.site }, 'blair', async () => isLocked),
  ];
  isLocked = true;
  await typed.clear();
  await Promise.all(noted);
  expect(held()).toBe('');
  // As any that is typed while it is locked.
  expect(await typed.in(1)).toMatchObject({ password: 'a secret' });
});

test('what is typed while it is locked lies in this worker alone until it is unlocked, and a lock wipes it from then on', async () => {
  const typed = open();
  await typed.note(AT, login('alex', 'a secret'), locked);
  await typed.clear();
  expect(memory.size).toBe(0);
  expect(await typed.in(1)).toMatchObject({ password: 'a secret' });
  expect(await open().in(1)).toBe(null);
  await typed.unlocked();
  expect(await open().in(1)).toMatchObject({ password: 'a secret' });
  await typed.clear();
  expect(await typed.in(1)).toBe(null);
});

test('a name of one page is that of the next, in its tab and at its site alone', async () => {
  const typed = open();
  await typed.noteName(AT, 'alex', unlocked);
  await typed.noteName(AT, 'blair', unlocked);
  expect(await typed.nameIn(AT)).toBe('blair');
  expect(await typed.nameIn({ ...AT, tabId: 2 })).toBe('');
  expect(await typed.nameIn({ ...AT, site: 'evil.example' })).toBe('');
});

test('any sequence of what is typed, taken, refused, declined and left, never holds two a tab or a pair that was not typed', async () => {
  const act = fc.record({
    does: fc.constantFrom('type', 'accept', 'drop', 'decline', 'forget', 'wait', 'lock', 'unlock', 'restart'),
    tab: fc.integer({ min: 1, max: 3 }),
    name: fc.constantFrom('alex', 'blair', ''),
    password: fc.constantFrom('one', 'two', 'three'),
    isLocked: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
      memory.clear();
      let typed = open();
      const last = new Map<number, string>();
      for (const { does, tab, name, password, isLocked } of acts) {
        const waiting = await typed.in(tab);
        if (does === 'type') {
          await typed.note({ ...AT, tabId: tab }, login(name, password), isLocked ? locked : unlocked);
          last.set(tab, `${name}:${password}`);
        } else if (does === 'restart') typed = open();
        else if (does === 'wait') now += 50_000;
        else if (does === 'lock') await typed.clear();
        else if (does === 'unlock') await typed.unlocked();
        else if (does === 'forget') await typed.closed(tab);
        else if (waiting !== null && does === 'decline') await typed.decline(waiting);
        else if (waiting !== null) await (does === 'accept' ? typed.accept(waiting.id) : typed.drop(waiting.id));
        const all = await typed.all();
        const [here, aside] = [all.filter((one) => !one.isAside), all.filter((one) => one.isAside)];
        expect(new Set(here.map(({ tabId }) => tabId)).size).toBe(here.length);
        expect(aside.length).toBeLessThan(2);
        for (const one of here) expect(`${one.username}:${one.password}`).toBe(last.get(one.tabId));
        if (does === 'decline' && waiting !== null) {
          expect(await typed.in(tab)).toBe(null);
          expect(await typed.isDeclined(waiting)).toBe(true);
        }
      }
    }),
    { numRuns: 150 },
  );
});
