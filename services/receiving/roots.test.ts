// Root records of before roots had a latency are told by their length, and want to be told now.
import { afterEach, expect, it } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import { entropy } from '../testing/party.ts';
import { Bench } from '../testing/services.ts';
import { Roots } from './roots.ts';

const bench = new Bench();
afterEach(() => bench.end());

it('a root of an older service is found, and may be given a latency', async () => {
  const storage = openSqliteStorage(bench.directory());
  bench.onEnd(() => storage.close());
  const name = entropy(16);
  const old = new Uint8Array(68).fill(1, 0, 32).fill(2, 32, 64).fill(9, 67);
  await storage.keyValue('roots').create(encodeHex(name), old, 0, null);
  const roots = new Roots(storage, () => 1);
  const found = { addressKey: old.slice(0, 32), accessKey: old.slice(32, 64), createdDay: 9 };
  expect(await roots.find(name)).toEqual({ ...found, latency: 'now' });
  expect(await roots.setLatency(name, 'on-request')).toBe(true);
  expect(await new Roots(storage, () => 1).find(name)).toEqual({ ...found, latency: 'on-request' });
  expect(await roots.setLatency(entropy(16), 'now')).toBe(false);
});
