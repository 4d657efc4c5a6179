// When the worker leaves the glimpse: a second after a change, once for all of it, and only if it is another one.
import { beforeAll, expect, test } from 'vitest';
import { GLIMPSE } from '#app/device/glimpse.ts';
import { profile } from '#app/records/profile.ts';
import { transact } from '#app/store/transaction.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { PASSPHRASE, TestDevice } from '#e2e/harness/devices.ts';
import { decodeGlimpse } from '../page/glimpse.ts';
import { GlimpseWriter } from './leave-glimpse.ts';

const NOW = 1_700_000_000_000;

beforeAll(async () => {
  useProvider(await loadSodium());
});

/** Its pauses end when it is told so. */
async function written() {
  const one = new TestDevice([]);
  await one.device.setUp(PASSPHRASE);
  const pauses: (() => void)[] = [];
  const writes: Uint8Array[] = [];
  const set = one.memory.set.bind(one.memory);
  one.memory.set = (name, value) => {
    if (name === GLIMPSE) writes.push(value);
    return set(name, value);
  };
  const writer = new GlimpseWriter({
    device: Promise.resolve(one.device),
    after: (_, run) => {
      pauses.push(run);
      return () => {};
    },
    report: (error) => one.reports.push(error),
  });
  /** A second passes, and what then is done is done. */
  const second = async () => {
    for (const done of pauses.splice(0)) done();
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  };
  const confirm = async (recoveryConfirmed: boolean) => {
    const app = await one.app();
    await transact(app.store, [profile], (transaction) =>
      transaction.put(profile, { ...transaction.require(profile), recoveryConfirmed }),
    );
  };
  const shown = () => decodeGlimpse(one.memory.get(GLIMPSE) ?? null, NOW, NOW)?.recoveryConfirmed;
  return { one, writer, pauses, writes, second, confirm, shown };
}

test('leaves it a second after a change, once for all that came within it', async () => {
  const { writer, pauses, writes, second, shown } = await written();
  for (let changes = 0; changes < 50; changes++) writer.note();
  await new Promise(setImmediate);
  expect([pauses.length, writes.length]).toEqual([1, 0]);
  await second();
  expect([pauses.length, writes.length, shown()]).toEqual([0, 1, false]);
});

test('writes only what is another one, and keeps no pause without a change', async () => {
  const { writer, pauses, writes, second, confirm, shown } = await written();
  writer.note();
  await second();
  writer.note();
  await second();
  expect([pauses.length, writes.length]).toEqual([0, 1]);
  await confirm(true);
  writer.note();
  await second();
  expect([pauses.length, writes.length, shown()]).toEqual([0, 2, true]);
});

test('leaves it again after a lock, and nothing while locked', async () => {
  const { one, writer, writes, second } = await written();
  writer.note();
  await second();
  writer.note();
  await one.device.lock();
  await second();
  expect([writes.length, one.memory.has(GLIMPSE)]).toEqual([1, false]);
  await one.device.unlock(PASSPHRASE);
  writer.note();
  await second();
  expect([writes.length, one.memory.has(GLIMPSE)]).toEqual([2, true]);
  expect(one.reports).toEqual([]);
});
