// Sizes are told with two figures at most where they are small, in the unit that reads best, and a limit never as more.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteSize } from './size.ts';

/** In the words of this machine's language. */
const said = (value: number, unit: string): string =>
  new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'short' }).format(value);

test.each([
  [0, 0, 'byte'],
  [1, 1, 'byte'],
  [999, 999, 'byte'],
  [1000, 1, 'kilobyte'],
  [1849, 1.8, 'kilobyte'],
  [9949, 9.9, 'kilobyte'],
  [9950, 10, 'kilobyte'],
  [10_500, 11, 'kilobyte'],
  [999_499, 999, 'kilobyte'],
  [999_500, 1, 'megabyte'],
  [1_849_999, 1.8, 'megabyte'],
  [999_999_999, 1, 'gigabyte'],
  [2_000_000_000_000, 2000, 'gigabyte'],
])('%d bytes are %d %s', (byteCount, value, unit) => {
  expect(byteSize(byteCount)).toBe(said(value, unit));
});

test.each([
  [999, 999, 'byte'],
  [1999, 1.9, 'kilobyte'],
  [10_999, 10, 'kilobyte'],
  [999_999, 999, 'kilobyte'],
  [1_000_000, 1, 'megabyte'],
])('a limit of %d bytes is %d %s', (byteCount, value, unit) => {
  expect(byteSize(byteCount, true)).toBe(said(value, unit));
});

test('no unit is told by the thousand while there is a larger one', () => {
  const thousand = new Set(['byte', 'kilobyte', 'megabyte'].map((unit) => said(1000, unit)));
  const aboutAThousand = fc
    .constantFrom(1000, 10 ** 6, 10 ** 9)
    .chain((edge) => fc.integer({ min: Math.floor(edge * 0.999), max: edge }));
  fc.assert(
    fc.property(aboutAThousand, fc.boolean(), (byteCount, atMost) => {
      expect(thousand).not.toContain(byteSize(byteCount, atMost));
    }),
  );
});
