// A vault left alone for too long is locked by the first request that comes, whatever the person presses.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { PASSPHRASE, person, type TestDevice } from '#e2e/harness/devices.ts';
import { Bench } from '#services/testing/services.ts';
import { changeSettings } from '../services/settings.ts';
import { AutoLock, type UseMark } from './auto-lock.ts';

const MINUTE = 60_000;
const bench = new Bench();
let origin = '';
let alex: TestDevice;
let written: number[];
let mark: UseMark;
beforeAll(async () => {
  useProvider(await loadSodium());
  ({ origin } = await bench.start());
});
afterAll(() => bench.end());
beforeEach(async () => {
  alex = await person([origin]);
  await changeSettings((await alex.vault()).app, { autoLockMinutes: 5 });
  written = [];
  mark = { read: async () => written.at(-1) ?? null, write: async (usedAt) => void written.push(usedAt) };
});

test('a press after the time has passed locks, and prolongs nothing', async () => {
  const lock = new AutoLock(alex.device, mark);
  await lock.used(0);
  await lock.used(5 * MINUTE);
  expect(await alex.device.state()).toBe('open');
  await lock.used(10 * MINUTE + 1);
  expect(await alex.device.state()).toBe('locked');
  expect(written.at(-1)).toBe(5 * MINUTE);
  // Unlocking is a use.
  await lock.used(20 * MINUTE);
  await alex.device.unlock(PASSPHRASE);
  expect(await lock.judge(20 * MINUTE)).toBe(false);
});

test('what a page asks by itself prolongs nothing, and is judged', async () => {
  const lock = new AutoLock(alex.device, mark);
  await lock.used(0);
  expect(await lock.judge(4 * MINUTE)).toBe(false);
  expect(await lock.judge(5 * MINUTE + 1)).toBe(true);
  expect(await alex.device.state()).toBe('locked');
});

test('a worker that was restarted in between judges by what was written', async () => {
  await new AutoLock(alex.device, mark).used(0);
  await new AutoLock(alex.device, mark).used(6 * MINUTE);
  expect(await alex.device.state()).toBe('locked');
});

test('0 minutes is never; a clock that was put back, or no mark at all, is a beginning', async () => {
  const lock = new AutoLock(alex.device, mark);
  expect(await lock.judge(100 * MINUTE)).toBe(false);
  expect(await lock.judge(50 * MINUTE)).toBe(false);
  expect(await lock.judge(55 * MINUTE)).toBe(false);
  await changeSettings((await alex.vault()).app, { autoLockMinutes: 0 });
  expect(await lock.judge(10_000 * MINUTE)).toBe(false);
});

test('a stretch of typing writes the mark once in a while', async () => {
  const lock = new AutoLock(alex.device, mark);
  for (let now = 0; now < MINUTE; now += 100) await lock.used(now);
  expect(written).toEqual([0, 15_000, 30_000, 45_000]);
});
