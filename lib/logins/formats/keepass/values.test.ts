// Bytes and times as KeePass writes them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Of, binaryOf, bytesOfBase64, keepassTimeOf, uuidOf, wholeSecondsOf } from './values.ts';

/** Seconds since the year 1, as .NET counts them. */
function binary(at: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE((BigInt(at) - BigInt(Date.parse('0001-01-01T00:00:00Z'))) / 1000n);
  return bytes.toString('base64');
}

test.each([
  ['2024-02-02T03:04:05Z', Date.UTC(2024, 1, 2, 3, 4, 5)],
  // pykeepass and older programs leave the zone away and mean UTC.
  ['2024-02-02T03:04:05', Date.UTC(2024, 1, 2, 3, 4, 5)],
  ['2024-02-02T03:04:05+02:00', Date.UTC(2024, 1, 2, 1, 4, 5)],
  [binary(Date.UTC(2024, 1, 8, 5, 28, 22)), Date.UTC(2024, 1, 8, 5, 28, 22)],
  ['1969-12-31T23:59:59Z', null],
  ['AAAAAAAAAAA=', null],
  ['/////////38=', null],
  ['2024-13-01T00:00:00Z', null],
  ['soon', null],
  ['', null],
])('%j is %j', (text, at) => {
  expect(keepassTimeOf(text)).toBe(at);
});

test('a time comes back to the second, in both spellings', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
      expect(keepassTimeOf(binaryOf(seconds * 1000 + 999))).toBe(seconds * 1000);
      expect(keepassTimeOf(wholeSecondsOf(seconds * 1000 + 999))).toBe(seconds * 1000);
    }),
  );
});

test('bytes come back, whatever alphabet and padding others write', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
      const text = base64Of(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      for (const spelled of [text, text.replaceAll('=', ''), Buffer.from(bytes).toString('base64url'), ` ${text}\n`])
        expect(bytesOfBase64(spelled)).toEqual(bytes);
    }),
  );
  expect(bytesOfBase64('a b?')).toBeNull();
});

test('a uuid of zeros is none', () => {
  expect(uuidOf('AAECAwQFBgcICQoLDA0ODw==')).toBe('000102030405060708090a0b0c0d0e0f');
  expect(uuidOf('AAAAAAAAAAAAAAAAAAAAAA==')).toBe('');
  expect(uuidOf('AAEC')).toBe('');
});
