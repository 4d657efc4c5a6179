// A whole worker in Node, on a real device and a real service: what the device tells reaches pages, notices and tabs,
// and a start that fails is reported once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, PASSPHRASE, person } from '#e2e/harness/devices.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import { serve } from '../call/server.ts';
import { REST_MS } from './give-way.ts';
import { startInNode } from './worker.testkit.ts';

const CODE = {
  ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
  ...{ alphabet: 'decimal', issuer: 'Shop', account: 'alex' },
};

const bench = new Bench();
let origin = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
});
afterAll(() => bench.end());

test('a message is fetched in a round, told to pages, counted and shown by its sender’s name', async () => {
  const [alex, blair] = [await person([origin]), await person([origin])];
  const [id, blairs] = await acquaint(alex, blair);
  await blair.say(blairs, 'a secret');
  await blair.settle();
  const { worker, topics, notices, seen, reports } = startInNode(alex);
  await eventually(async () => {
    await worker.alarms.poll.ring();
    return notices.size > 0 && seen.badge === '1';
  });
  expect([...notices]).toEqual([[id, `from ${(await alex.known(id)).name}`]]);
  expect(topics).toContain(`thread:${id}`);
  expect(reports).toEqual([]);
});

test('locking and unlocking are told to tabs, and lines go on with what is held', async () => {
  const alex = await person([origin]);
  const { worker, seen, ends } = startInNode(alex);
  await worker.page;
  await eventually(() => seen.lines > 0);
  const [held] = await ends().accesses();
  expect(held?.origin).toBe(origin);
  const [tabs, lines] = [seen.tabs, seen.lines];
  await alex.device.lock();
  expect([seen.tabs, seen.lines]).toEqual([tabs + 1, lines + 1]);
  expect(await ends().accesses()).toEqual([held]);
  if (held !== undefined) await ends().refused(held);
  expect(await ends().accesses()).toEqual([]);
  await alex.device.unlock(PASSPHRASE);
  expect(seen.tabs).toBe(tabs + 2);
});

test('a page is answered by the device that there is', async () => {
  const alex = await person([origin]);
  const page = await startInNode(alex).worker.page;
  const caller = { page: 'sidepanel', windowId: null };
  const answered = await serve(page, { method: 'vault', request: null }, caller, () => {});
  expect(answered).toMatchObject({ ok: true, value: { state: 'open' } });
});

test('an import stands back after a view began to open or a page asked, and not after its own calls', async () => {
  const { worker, clock, topics } = startInNode(await person([]));
  const page = await worker.page;
  const ask = async (method: string, request: unknown): Promise<unknown> => {
    const answer = await serve(page, { method, request }, { page: 'options', windowId: null }, () => {});
    expect(answer).toMatchObject({ ok: true });
    return answer;
  };
  let imports = 0;
  const pauses = async (before: () => unknown): Promise<number[]> => {
    const id = `${++imports}`.repeat(32);
    const entries = [{ ...EMPTY_ENTRY, title: `Shop ${imports}`, username: 'alex', oneTimes: [CODE] }];
    await ask('stageImport', { import: id, first: 0, entries });
    await ask('previewImport', { import: id });
    await before();
    clock.pauses = [];
    await ask('commitImport', { import: id, from: 'A manager', choices: [] });
    return clock.pauses;
  };
  expect(await pauses(() => {})).toEqual([]);
  expect(await pauses(() => worker.opening())).toEqual([REST_MS]);
  expect(await pauses(() => ask('vaultKey', null))).toEqual([REST_MS]);
  clock.now += REST_MS;
  expect(await pauses(() => ask('imports', null))).toEqual([]);
  // What has no conversation is told to no thread, whose notices would be looked through.
  expect(topics).toContain('entries');
  expect(topics.filter((topic) => topic.startsWith('thread'))).toEqual([]);
});

test('a start that fails is reported once, and no call waits for ever', async () => {
  const lost = new Error('no disk');
  const { worker, reports } = startInNode(lost);
  await expect(worker.page).rejects.toBe(lost);
  await expect(worker.content).rejects.toBe(lost);
  await eventually(() => reports.length > 0);
  expect(reports).toEqual([lost]);
});
