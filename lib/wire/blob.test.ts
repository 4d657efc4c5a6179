// Size classes of blobs: few, growing, and never wasteful (Padmé, PURBs 2019: at most 12 %, and O(log log n) bits of
// the length leak).
import { assert, constantFrom, integer, oneof, property } from 'fast-check';
import { expect, test } from 'vitest';
import {
  blobClassBytes,
  hostedBytes,
  isHostedSize,
  LENGTH_BYTES,
  MAX_HOSTED_BYTES,
  MAX_PARTS,
  PART_OVERHEAD,
  partBytes,
  partCount,
} from './blob.ts';
import { MAX_BLOB_BYTES, PART_BYTES } from './sizes.ts';

const classes: number[] = [];
for (let size = 16384; size <= MAX_HOSTED_BYTES; size = blobClassBytes(size + 1)) classes.push(size);

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
  for (const size of classes) expect(isHostedSize(size)).toBe(true);
  // 16 to an octave up to 64 KiB, then 32; and the one above a gigabyte.
  expect(new Set(classes).size).toBe(2 * 16 + 14 * 32 + 2);
  for (const size of [0, 1, 16383, 16385, MAX_HOSTED_BYTES + 1, blobClassBytes(MAX_HOSTED_BYTES + 1), 0xffffffff])
    expect(isHostedSize(size)).toBe(false);
});

test('a content has one class, with a part for every byte of it and room for every seal', () => {
  const room = PART_BYTES - PART_OVERHEAD;
  const edges = oneof(
    integer({ min: 0, max: MAX_BLOB_BYTES }),
    constantFrom(0, 1, MAX_BLOB_BYTES),
    integer({ min: 1, max: 4000 }).chain((parts) => integer({ min: parts * room - 40, max: parts * room + 40 })),
  );
  assert(
    property(edges, (contentBytes) => {
      const size = hostedBytes(contentBytes);
      const parts = partCount(size);
      expect(isHostedSize(size)).toBe(true);
      expect(parts).toBeLessThanOrEqual(MAX_PARTS);
      let bytes = 0;
      for (let part = 0; part < parts; part++) bytes += partBytes(size, part);
      expect(bytes).toBe(size);
      expect(partBytes(size, parts - 1)).toBeGreaterThan(PART_OVERHEAD);
      const holds = (of: number) => of - PART_OVERHEAD * partCount(of) - LENGTH_BYTES;
      expect(holds(size)).toBeGreaterThanOrEqual(contentBytes);
      // The next smaller class would not do.
      const smaller = classes[classes.indexOf(size) - 1];
      if (smaller !== undefined) expect(holds(smaller)).toBeLessThan(contentBytes);
    }),
    { numRuns: 500 },
  );
});
