// Byte strings are joined, compared and written as Node's Buffer does it.

import { array, assert, integer, property, string, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { ascii, compare, concat, equal, u32Bytes, wipe } from './bytes.ts';

const bytes = uint8Array({ maxLength: 40 });
/** Short and of few values, so that equal ones and prefixes turn up. */
const few = uint8Array({ maxLength: 3, max: 2 });

test('concat joins, into bytes of its own', () => {
  assert(
    property(array(bytes, { maxLength: 5 }), (parts) => {
      const joined = concat(...parts);
      expect(Buffer.compare(joined, Buffer.concat(parts))).toBe(0);
      expect(parts.some((part) => part.buffer === joined.buffer)).toBe(false);
    }),
  );
});

test('equal and compare agree with Buffer', () => {
  assert(
    property(few, few, (a, b) => {
      expect(equal(a, b)).toBe(Buffer.compare(a, b) === 0);
      expect(Math.sign(compare(a, b))).toBe(Buffer.compare(a, b));
    }),
    { numRuns: 1000 },
  );
});

test('equal sees a difference in any one bit', () => {
  assert(
    property(uint8Array({ minLength: 1, maxLength: 64 }), integer({ min: 0, max: 511 }), (a, at) => {
      const index = at % a.length;
      expect(equal(a, a.slice())).toBe(true);
      expect(equal(a, a.with(index, (a[index] as number) ^ (1 << (at & 7))))).toBe(false);
    }),
  );
});

test('wipe leaves zeros in every argument, in place', () => {
  const whole = new Uint8Array([1, 2, 3, 4]);
  const other = new Uint8Array([5]);
  wipe(whole.subarray(1, 3), other);
  expect([...whole, ...other]).toEqual([1, 0, 0, 4, 0]);
});

test('u32 is big-endian and refuses what does not fit', () => {
  assert(
    property(integer({ min: 0, max: 0xffffffff }), (value) => {
      expect(new DataView(u32Bytes(value).buffer).getUint32(0)).toBe(value);
    }),
  );
  for (const value of [-1, 2 ** 32, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => u32Bytes(value)).toThrow(RangeError);
});

test('ascii writes one byte a character and refuses the rest', () => {
  assert(
    property(string({ unit: 'binary-ascii', maxLength: 40 }), (text) => {
      expect(Buffer.compare(ascii(text), Buffer.from(text, 'latin1'))).toBe(0);
    }),
  );
  for (const text of ['\u0080', 'é', '😀', 'a\ud800']) expect(() => ascii(text)).toThrow(RangeError);
});
