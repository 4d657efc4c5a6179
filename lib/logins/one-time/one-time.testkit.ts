// Any one-time code that a file may bring, for property tests of readers and writers.
import fc from 'fast-check';
import { encodeBase32 } from '#bytes/base32.ts';
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
