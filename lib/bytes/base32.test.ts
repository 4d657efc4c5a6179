// Base32 against the examples of RFC 4648, and there and back for any bytes.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { encodeUtf8 } from './utf8.ts';

describe('base32', () => {
  test.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('of %j is %j, as in section 10 of RFC 4648', (text, encoded) => {
    expect(encodeBase32(encodeUtf8(text))).toBe(encoded);
    expect(decodeBase32(encoded)).toEqual(encodeUtf8(text));
  });

  test('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        expect(decodeBase32(encodeBase32(bytes))).toEqual(bytes);
      }),
    );
  });

  test.each(['MZXW6===', 'mzxw6', 'MZXW0', 'MZXW1', 'MZ W6', 'MZXW６'])('refuses %j', (text) => {
    expect(decodeBase32(text)).toBeNull();
  });

  test('drops bits that fill no byte', () => {
    expect(decodeBase32('MZ')).toEqual(encodeUtf8('f'));
    expect(decodeBase32('MZXW6Y')).toEqual(encodeUtf8('foo'));
    expect(decodeBase32('M')).toEqual(new Uint8Array(0));
  });
});
