// One-time codes that files bring: any, for property tests of readers and writers, and one of a transfer in pictures.
import fc from 'fast-check';
import { encodeBase32 } from '#bytes/base32.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import type { OneTime } from '../formats/entry.ts';

/** A name that a link gives back: readers take blanks off its ends. */
const anyName = (): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.constantFrom('', 'Shop', 'alex@shop.example', 'alex+news@shop.example', 'a:b', 'a/b?c&d=e#f', '100%', '%41'),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    )
    .map((name) => name.trim());

/** Of Steam there is one algorithm, one length and one period. */
export const anyOneTime = (): fc.Arbitrary<OneTime> =>
  fc
    .record({
      secret: fc.uint8Array({ minLength: 1, maxLength: 70 }).map(encodeBase32),
      algorithm: fc.constantFrom('SHA-1', 'SHA-256', 'SHA-512'),
      digits: fc.integer({ min: 5, max: 10 }),
      periodSeconds: fc.oneof(fc.constantFrom(30, 60), fc.integer({ min: 1, max: 86_400 })),
      alphabet: fc.constantFrom('decimal', 'decimal', 'decimal', 'steam'),
      issuer: anyName(),
      account: anyName(),
    })
    .map((oneTime) =>
      oneTime.alphabet === 'steam' ? { ...oneTime, algorithm: 'SHA-1', digits: 5, periodSeconds: 30 } : oneTime,
    );

/** The code with one account in it that Google Authenticator shows as this of so many. @param index from 0 */
export function transferCode(account: string, index: number, size: number): string {
  const name = encodeUtf8(account);
  const secret = encodeUtf8('Hello, you');
  const one = [0x0a, secret.length, ...secret, 0x12, name.length, ...name, 0x30, 2];
  const message = new Uint8Array([0x0a, one.length, ...one, 0x10, 2, 0x18, size, 0x20, index, 0x28, 7]);
  return `otpauth-migration://offline?data=${encodeURIComponent(Buffer.from(message).toString('base64'))}`;
}
