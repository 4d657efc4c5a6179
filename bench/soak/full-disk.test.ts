// A full disk, where this machine lets us have one (root may mount; who may not sees it skipped, and CI may). `npm run soak` fills one to the last byte too.
import { expect, it } from 'vitest';
import { canMount, fullDisk } from './full-disk.ts';

it.skipIf(!canMount())('a disk within its reserve refuses what is new and ends what is there', async () => {
  const reserve = 2 * 1024 ** 2;
  const { acknowledged, freeBytes } = await fullDisk(reserve);
  expect(acknowledged).toBeGreaterThan(10);
  expect(freeBytes).toBeGreaterThan(reserve / 4);
});
