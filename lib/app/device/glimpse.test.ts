// The glimpse is gone before a lock, an erasure or another vault key counts, at whatever point of its writing, also
// if the worker is killed in between.
import { beforeAll, expect, test } from 'vitest';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { PASSPHRASE, TestDevice } from '#e2e/harness/devices.ts';
import { GLIMPSE } from './glimpse.ts';

const bytes = (value: number) => new Uint8Array(8).fill(value);

beforeAll(async () => {
  useProvider(await loadSodium());
});

async function opened(): Promise<TestDevice> {
  const one = new TestDevice([]);
  await one.device.setUp(PASSPHRASE);
  return one;
}

const leave = async (one: TestDevice, value: number): Promise<void> =>
  one.device.leaveGlimpse(await one.vault(), bytes(value));

test('lies there as it was last left, also for the next worker', async () => {
  const one = await opened();
  await leave(one, 1);
  await leave(one, 2);
  one.restart();
  expect(await one.device.state()).toBe('open');
  expect(one.memory.get(GLIMPSE)).toEqual(bytes(2));
});

test.each(['the first', 'another'])(
  'is gone once a lock is answered, at whatever point of writing %s',
  async (which) => {
    const one = await opened();
    for (let turns = 0; turns < 20; turns++) {
      if (which === 'another') await leave(one, 1);
      const leaving = leave(one, 2 + turns);
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      await one.device.lock();
      expect([turns, one.memory.has(GLIMPSE)]).toEqual([turns, false]);
      await leaving.catch(() => {});
      expect([turns, one.memory.has(GLIMPSE)]).toEqual([turns, false]);
      await one.device.unlock(PASSPHRASE);
    }
  },
);

test('is not left for a vault that is not the open one any more', async () => {
  const one = await opened();
  const before = await one.vault();
  await one.device.lock();
  await one.device.leaveGlimpse(before, bytes(1));
  expect(one.memory.has(GLIMPSE)).toBe(false);
  await one.device.unlock(PASSPHRASE);
  await one.device.leaveGlimpse(before, bytes(1));
  expect(one.memory.has(GLIMPSE)).toBe(false);
  await leave(one, 1);
  expect(one.memory.get(GLIMPSE)).toEqual(bytes(1));
});

test('of a worker that was killed while it locked is taken away by the next', async () => {
  const one = await opened();
  await leave(one, 1);
  one.memory.delete('vault-key');
  one.restart();
  expect(await one.device.state()).toBe('locked');
  expect(one.memory.has(GLIMPSE)).toBe(false);
});

test('is gone once the device is erased', async () => {
  const one = await opened();
  await leave(one, 1);
  await one.device.erase();
  expect([...one.memory.keys()]).toEqual([]);
});

test('is gone while the vault gets another key', async () => {
  const one = await opened();
  await leave(one, 1);
  const keys = one.memory.get('vault-key');
  // Volatile memory changes with the second key, which is held from before the header is switched on.
  const seen: boolean[] = [];
  const set = one.memory.set.bind(one.memory);
  one.memory.set = (name, value) => {
    if (name === 'vault-key') seen.push(one.memory.has(GLIMPSE));
    return set(name, value);
  };
  expect(await one.device.rekey()).toBe('done');
  expect(one.memory.get('vault-key')).not.toEqual(keys);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen).not.toContain(true);
  expect(one.memory.has(GLIMPSE)).toBe(false);
});
