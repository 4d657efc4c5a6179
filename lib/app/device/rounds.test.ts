// A worker's rounds on a real device: their order, that no service holds up the lines, and when the vault may be
// rewritten.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { person, type TestDevice } from '#e2e/harness/devices.ts';
import { Bench } from '#services/testing/services.ts';
import { Rounds } from './rounds.ts';

const bench = new Bench();
const DAY = 86_400_000;
let origin = '';
let alex: TestDevice;
let pages: number;
let creating: boolean;
/** What happened, in this order. */
let happened: string[];
let timers: { readonly delayMs: number; readonly run: () => void }[];
let alarms: (number | null)[];
let hold: () => Promise<void>;
let reports: unknown[];

beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([origin]);
  [pages, creating, happened, timers, alarms, reports] = [0, false, [], [], [], []];
  hold = async () => void happened.push('lines');
});

const rounds = (): Rounds =>
  new Rounds({
    device: Promise.resolve(alex.device),
    autoLock: Promise.resolve({
      judge: async () => {
        happened.push('judged');
        return false;
      },
    }),
    watching: () => pages,
    creation: Promise.resolve({
      get isRunning() {
        return creating;
      },
    }),
    lines: { hold: () => hold() },
    attention: { badge: async () => void happened.push('badge') },
    now: alex.now,
    after: (delayMs, run) => {
      const takeBack = () => void timers.splice(0, timers.length, ...timers.filter((other) => other !== set));
      const set = {
        delayMs,
        run: () => {
          takeBack();
          run();
        },
      };
      timers.push(set);
      return takeBack;
    },
    wakeToSend: async (at) => void alarms.push(at),
    report: (error) => void reports.push(error),
  });

test('a round judges the lock first, then fetches, holds the lines, and shows the number', async () => {
  alex.meddle = async (name, _, __, goOn) => {
    if (name === 'getMailbox') happened.push('fetched');
    return goOn();
  };
  await rounds().poll();
  expect(happened[0]).toBe('judged');
  expect(happened).toContain('lines');
  expect(happened.indexOf('badge')).toBeGreaterThan(happened.indexOf('fetched'));
  expect(happened).toContain('fetched');
});

test('lines are held while a service keeps the fetch waiting', async () => {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  alex.meddle = async (name, _, __, goOn) => {
    if (name !== 'getMailbox') return goOn();
    asked.resolve();
    await gate.promise;
    return goOn();
  };
  const round = rounds().poll();
  await Promise.race([asked.promise, round]);
  expect(happened).toEqual(['judged', 'lines']);
  gate.resolve();
  await round;
});

test.each([
  ['nothing is in the way', 0, false, true],
  ['a page is open', 1, false, false],
  ['an identity is being made', 0, true, false],
])('the vault is rewritten when it is due and %s: %#', async (_, open, busy, rewritten) => {
  const before = (await alex.device.keys())?.since;
  alex.aheadMs = 32 * DAY;
  [pages, creating] = [open, busy];
  await rounds().poll();
  expect((await alex.device.keys())?.since !== before).toBe(rewritten);
});

test('a time to send is a timer for this worker and an alarm for the next; another takes its place', async () => {
  const one = rounds();
  alex.stillAt = 1_000_000;
  one.sendAgainAt(1_000_900);
  expect(timers.map(({ delayMs }) => delayMs).toSorted()).toEqual([150, 900]);
  one.sendAgainAt(999_000);
  expect(timers.map(({ delayMs }) => delayMs).toSorted()).toEqual([0, 150]);
  // One alarm for all that was said within a moment, and none for the same again.
  const pass = () => timers.find(({ delayMs }) => delayMs === 150)?.run();
  expect(alarms).toEqual([]);
  pass();
  expect(alarms).toEqual([999_000]);
  one.sendAgainAt(999_000);
  pass();
  one.sendAgainAt(null);
  expect(timers.map(({ delayMs }) => delayMs)).toEqual([150]);
  pass();
  expect([timers, alarms]).toEqual([[], [999_000, null]]);
});

test('a service that is heard is known to be there, and what waits goes out', async () => {
  alex.health.clear();
  alex.sendAgainAt = 1;
  await rounds().heard(origin);
  expect(alex.health.get(origin)).toBe('connected');
  expect(alex.sendAgainAt).not.toBe(1);
});

test('a round that fails is reported and rejects nothing; a locked vault has nothing to send', async () => {
  const lost = new Error('lost');
  hold = async () => {
    throw lost;
  };
  await rounds().poll();
  expect(reports).toEqual([lost]);
  await alex.device.lock();
  await rounds().send();
  await rounds().keepUp();
  expect(reports).toEqual([lost]);
});
