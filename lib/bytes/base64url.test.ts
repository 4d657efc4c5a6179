// Base64url and hexadecimal: one text for one byte string, the same as Node's, and nothing else decodes.

import { assert, constantFrom, oneof, property, string, uint8Array } from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64url, decodeHex, encodeBase64url, encodeHex } from './base64url.ts';

const bytes = uint8Array({ maxLength: 200 });
/** Texts near base64url: its letters, the other alphabet's, padding, blanks, and letters beyond the first plane. */
const nearly = string({
  unit: oneof(constantFrom(...'ABgwQ019-_'), constantFrom(...'+/= \n', 'é', '😀')),
  maxLength: 12,
});

test('base64url is what Node writes, and reads back', () => {
  assert(
    property(bytes, (input) => {
      const text = encodeBase64url(input);
      expect(text).toBe(Buffer.from(input).toString('base64url'));
      expect(decodeBase64url(text)).toEqual(input);
    }),
  );
});

test('a text decodes only if encoding gives it back', () => {
  assert(
    property(nearly, (text) => {
      const canonical = Buffer.from(text, 'base64url').toString('base64url') === text;
      const decoded = decodeBase64url(text);
      expect(decoded !== null).toBe(canonical);
      if (decoded !== null) expect(encodeBase64url(decoded)).toBe(text);
    }),
    { numRuns: 2000 },
  );
});

test.each(['A', 'AAAAA', 'AB', 'AAB', 'AA==', 'AA\n', ' AA', '+/8', 'AÄ', 'A😀'])('%j is refused', (text) => {
  expect(decodeBase64url(text)).toBeNull();
});

test('hexadecimal is what Node writes, and reads back', () => {
  assert(
    property(bytes, (input) => {
      const text = encodeHex(input);
      expect(text).toBe(Buffer.from(input).toString('hex'));
      expect(decodeHex(text)).toEqual(input);
    }),
  );
});

test.each(['a', 'abc', 'AB', '0x', '0g', 'ab ', 'ab\n', '٠٠'])('%j is not hexadecimal', (text) => {
  expect(decodeHex(text)).toBeNull();
});

test('a megabyte of hexadecimal decodes', () => {
  expect(decodeHex('5a'.repeat(1 << 20))?.length).toBe(1 << 20);
});
