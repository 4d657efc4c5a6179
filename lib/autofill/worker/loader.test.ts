// Parts of the script come once each, in order, and again only if they did not come.
import { expect, test } from 'vitest';
import { loader } from './loader.ts';

test('a part is asked for once, however many want it at a time', async () => {
  const asked: string[][] = [];
  const load = loader(async (parts) => void asked.push(parts));
  await Promise.all([load(['menu', 'words-de']), load(['menu', 'words-fr']), load(['menu'])]);
  await load(['words-de', 'words-fr']);
  expect(asked).toEqual([['menu', 'words-de'], ['words-fr']]);
});

test('no caller goes on before a part that another asked for has come', async () => {
  const come: (() => void)[] = [];
  const load = loader(() => new Promise<void>((done) => come.push(done)));
  const first = load(['menu']);
  let isThere = false;
  const second = load(['menu']).then(() => {
    isThere = true;
  });
  while (come.length === 0) await Promise.resolve();
  expect(isThere).toBe(false);
  for (const done of come) done();
  await Promise.all([first, second]);
  expect(isThere).toBe(true);
});

test('words wait for the menu before them, and do not come if it did not', async () => {
  const asked: string[][] = [];
  let works = false;
  const load = loader(async (parts) => {
    asked.push(parts);
    if (!works) throw new Error('worker gone');
  });
  const tries = [load(['menu']), load(['menu', 'words-de'])];
  for (const one of tries) await expect(one).rejects.toThrow('worker gone');
  expect(asked).toEqual([['menu']]);
  works = true;
  await load(['menu', 'words-de']);
  expect(asked).toEqual([['menu'], ['menu', 'words-de']]);
});

test('what did not come is asked for again', async () => {
  let works = false;
  const load = loader(async () => {
    if (!works) throw new Error('worker gone');
  });
  await expect(load(['menu'])).rejects.toThrow('worker gone');
  works = true;
  await load(['menu']);
});
