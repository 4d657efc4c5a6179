// Words by chance: each as likely as any other, with what a person wants between and on them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPassphrase, DEFAULT_PASSPHRASE_OPTIONS, drawWords } from './passphrase.ts';
import { scripted, seeded } from './scripted.testkit.ts';

const words = Array.from({ length: 7776 }, (_, at) => `w${at}`);
const LETTERS = [...'abcdefghijklmnop'];
const few = LETTERS.map((letter) => letter.repeat(4));

test('words are those that the bytes say, and bytes that would favour some are drawn again', () => {
  const { entropy, left } = scripted([0, 0], [0xff, 0xff], [0x1e, 0x5f], [0x1e, 0x60], [0, 1]);
  expect(drawWords(entropy, words, 3)).toEqual(['w0', 'w7775', 'w1']);
  expect(left()).toBe(0);
});

describe('a passphrase', () => {
  test('is its words, its separator, its capitals and one digit at one of the words', () => {
    // 10 × 3 places and digits are five bits; 31 is drawn again, 27 is a 7 at the third word.
    const { entropy, left } = scripted([0], [1], [15], [31], [27]);
    const options = { words: 3, separator: ' ', capitals: true, digit: true };
    expect(createPassphrase(entropy, few, options)).toEqual({ text: 'Aaaa Bbbb Pppp7', bits: 16 });
    expect(left()).toBe(0);
  });

  test('has 64 bits with five of 7,776 words', () => {
    expect(createPassphrase(seeded(1), words, DEFAULT_PASSPHRASE_OPTIONS).bits).toBe(64);
  });

  test('is as long as was wanted, within bounds', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: -3, max: 30 }), fc.constant(Number.NaN)),
        fc.string(),
        fc.boolean(),
        fc.boolean(),
        fc.integer(),
        (count, separator, capitals, digit, seed) => {
          const { text } = createPassphrase(seeded(seed), few, { words: count, separator: '', capitals, digit });
          expect(text.replace(/\d/, '')).toHaveLength(4 * (count >= 3 ? Math.min(count, 20) : 3));
          expect(/^\D*\d?\D*$/.test(text) && /\d/.test(text)).toBe(digit);
          expect(/[A-Z]/.test(text)).toBe(capitals);
          const spaced = createPassphrase(seeded(seed), few, { words: 4, separator, capitals, digit: false }).text;
          expect(spaced).toHaveLength(16 + 3 * Math.min(separator.length, 8));
        },
      ),
    );
  });
});
