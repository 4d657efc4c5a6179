// Every number is as likely as any other, and no byte more is drawn than the bound needs.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitsOf, drawBelow, drawOne, drawText } from './draw.ts';
import { scripted, seeded } from './scripted.testkit.ts';

test('every number below a bound comes from as many draws as any other, and all others are drawn again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 256 }), (bound) => {
      const times = new Map<bigint, number>();
      for (let byte = 0; byte < 256; byte++) {
        let draws = 0;
        const number = drawBelow(() => {
          draws += 1;
          return Uint8Array.of(draws === 1 ? byte : 0);
        }, BigInt(bound));
        if (draws === 1) times.set(number, (times.get(number) ?? 0) + 1);
      }
      expect(times.size).toBe(bound);
      expect(new Set(times.values()).size).toBe(1);
    }),
  );
});

test.each([
  [1n, []],
  [2n, [1]],
  [256n, [1]],
  [257n, [2]],
  [7776n, [2]],
  [65_536n, [2]],
  [1n << 128n, [16]],
  [(1n << 128n) + 1n, [17]],
])('below %s draws no byte too many', (bound, sizes) => {
  const { entropy, left } = scripted(...sizes.map((size) => new Array<number>(size).fill(0)));
  expect(drawBelow(entropy, bound)).toBe(0n);
  expect(left()).toBe(0);
});

test('a number that is too great is drawn again, and bits past the bound are cut off', () => {
  // 7,775 is 0x1e5f, in 13 bits.
  const { entropy, left } = scripted([0xff, 0xff], [0x1e, 0x60], [0xfe, 0x5f]);
  expect(drawBelow(entropy, 7776n)).toBe(7775n);
  expect(left()).toBe(0);
});

test('numbers of any size lie below their bound', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 1n << 300n }), fc.integer(), (bound, seed) => {
      const number = drawBelow(seeded(seed), bound);
      expect(number >= 0n && number < bound).toBe(true);
      expect(1n << BigInt(bitsOf(bound))).toBeLessThanOrEqual(bound);
      expect(1n << BigInt(bitsOf(bound) + 1)).toBeGreaterThan(bound);
    }),
  );
});

test('nothing to draw from is a mistake of the caller', () => {
  expect(() => drawBelow(seeded(1), 0n)).toThrow(RangeError);
  expect(() => drawOne(seeded(1), [])).toThrow(RangeError);
  expect(bitsOf(0n)).toBe(0);
});

test('a text has the characters that the bytes say', () => {
  const { entropy, left } = scripted([1], [3], [2], [0]);
  // Three letters are two bits: 3 is drawn again.
  expect(drawText(entropy, 'abc', 3)).toBe('bca');
  expect(left()).toBe(0);
});
