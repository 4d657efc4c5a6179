// A full disk, if this machine lets us have one (root may mount; otherwise the test is skipped, and CI may mount). `npm
// run soak` fills one to the last byte too.
import { expect, it } from 'vitest';
import { canMount, fullDisk, RESERVE_BYTES } from './full-disk.ts';

it.skipIf(!canMount())('a disk within its reserve refuses what is new and ends what is there', async () => {
  const { acknowledged, freeBytes } = await fullDisk(RESERVE_BYTES);
  expect(acknowledged).toBeGreaterThan(10);
  expect(freeBytes).toBeGreaterThan(RESERVE_BYTES / 2);
});
