// A whole worker in Node, on a real device and a real service: what the device tells reaches pages, notices and tabs,
// and a start that fails is reported once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nodeEntropy } from '#adapters/node/entropy.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { acquaint, PASSPHRASE, person, type TestDevice } from '#e2e/harness/devices.ts';
import { eventually } from '#services/testing/eventually.ts';
import { Bench } from '#services/testing/services.ts';
import { serve } from '../call/server.ts';
import { type LineEnds, startWorker, type WorkerPorts } from './worker.ts';

const bench = new Bench();
let origin = '';
beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
});
afterAll(() => bench.end());

/** A worker over a person's device, and what the browser was told. */
function start(one: TestDevice | Error) {
  const topics: string[] = [];
  const notices = new Map<string, string>();
  const reports: unknown[] = [];
  const seen = { badge: '', tabs: 0, lines: 0, alarms: [] as (number | null)[] };
  let ends: LineEnds | null = null;
  let watched = (_: boolean): void => {};
  const ports: WorkerPorts = {
    openDevice: async (told) => {
      if (one instanceof Error) throw one;
      one.told = told;
      return one.device;
    },
    openLines: (given) => {
      ends = given;
      return { hold: async () => void seen.lines++ };
    },
    openTopics: (given) => {
      watched = given;
      return { publish: (topic) => void topics.push(topic), watching: () => 0, isInFront: () => false };
    },
    createNotifier: () => ({
      show: async ({ id, message }) => void notices.set(id, message),
      clear: async (id) => void notices.delete(id),
    }),
    showBadge: async (text) => {
      seen.badge = text;
    },
    words: { text: (name) => `from ${name}`, mail: String, accepted: String, left: String, otherKey: String },
    title: 'Nucleus',
    volatile: { get: async () => null, set: async () => {}, remove: async () => {} },
    useMark: { read: async () => null, write: async () => {} },
    tabs: {
      find: async () => null,
      inFront: async () => null,
      open: async () => {},
      icon: async () => null,
      capture: async () => null,
      ask: async () => null,
      tellAll: async () => void seen.tabs++,
      inject: async () => false,
      injectParts: async () => {},
    },
    leakRange: { ask: async () => Promise.reject(new Error('nobody is asked')) },
    sitePages: { has: async () => null },
    commonWords: async () => '',
    clock: { now: () => 0, pause: async () => {} },
    takeBack: async () => null,
    hasSiteAccess: async () => true,
    openPopupFor: async () => {},
    openInvitation: async () => {},
    openNewEntry: async () => {},
    openThread: () => {},
    openServices: () => {},
    entropy: nodeEntropy,
    now: Date.now,
    after: () => () => {},
    setAlarm: async (_, at) => void seen.alarms.push(at),
    stayAwake: async () => {},
    report: (error) => void reports.push(error),
  };
  const worker = startWorker(ports);
  return { worker, topics, notices, reports, seen, ends: () => ends as unknown as LineEnds, watched: () => watched };
}

test('a message is fetched in a round, told to pages, counted and shown by its sender’s name', async () => {
  const [alex, blair] = [await person([origin]), await person([origin])];
  const [id, blairs] = await acquaint(alex, blair);
  await blair.say(blairs, 'a secret');
  await blair.settle();
  const { worker, topics, notices, seen, reports } = start(alex);
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
  const { worker, seen, ends } = start(alex);
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
  const page = await start(alex).worker.page;
  const caller = { page: 'sidepanel', windowId: null };
  const answered = await serve(page, { method: 'vault', request: null }, caller, () => {});
  expect(answered).toMatchObject({ ok: true, value: { state: 'open' } });
});

test('a start that fails is reported once, and no call waits for ever', async () => {
  const lost = new Error('no disk');
  const { worker, reports } = start(lost);
  await expect(worker.page).rejects.toBe(lost);
  await expect(worker.content).rejects.toBe(lost);
  await eventually(() => reports.length > 0);
  expect(reports).toEqual([lost]);
});
