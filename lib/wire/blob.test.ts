// Size classes of blobs: few, growing, and never wasteful (Padmé, PURBs 2019: at most 12 %, and O(log log n) bits of the length leak).
import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { blobClassBytes } from './blob.ts';
import { MAX_BLOB_BYTES } from './sizes.ts';

test('a class holds its content, is its own class, and grows with the content', () => {
  assert(
    property(integer({ min: 0, max: 2 * MAX_BLOB_BYTES }), (byteCount) => {
      const size = blobClassBytes(byteCount);
      expect(size).toBeGreaterThanOrEqual(Math.max(byteCount, 16384));
      expect(blobClassBytes(size)).toBe(size);
      expect(blobClassBytes(byteCount + 1)).toBeGreaterThanOrEqual(size);
      if (byteCount >= 16384) expect(size / byteCount).toBeLessThan(1.12);
    }),
    { numRuns: 2000 },
  );
});

test('powers of two are classes, and there are few classes up to the largest blob', () => {
  for (let exponent = 14; exponent < 31; exponent++) expect(blobClassBytes(2 ** exponent)).toBe(2 ** exponent);
  const classes = new Set<number>();
  for (let size = 16384; size <= MAX_BLOB_BYTES; size = blobClassBytes(size + 1)) classes.add(size);
  // 16 to an octave up to 64 KiB, then 32.
  expect(classes.size).toBe(2 * 16 + 6 * 32 + 1);
});
