// Passphrases that are refused without a dictionary; and words by chance.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawWords, MIN_PASSPHRASE_CHARACTERS, weaknessOf } from './passphrase.ts';

describe('a passphrase', () => {
  test.each([
    ['', 'short'],
    ['eleven char', 'short'],
    ['   spaced    ', 'short'],
    ['👩‍🔬👩‍🔬', 'short'],
    ['aaaaaaaaaaaaaaaa', 'repeats'],
    ['AaAaAaAaAaAaAa', 'repeats'],
    ['abcabcabcabc', 'repeats'],
    ['lantern lantern lantern', 'repeats'],
    ['1212121212121212', 'repeats'],
    ['correct horse battery staple', 'known'],
    ['CorrectHorseBatteryStaple', 'known'],
    ['correct-horse-battery-staple-1', 'known'],
    ['ｃｏｒｒｅｃｔ horse battery staple', 'known'],
    ['correct horse battery', 'known'],
    ['passwordpassword', 'known'],
    ['password1234567890', 'known'],
    ['To be, or not to be: that is the question!', 'known'],
    ['The quick brown fox jumps over the lazy dog.', 'known'],
    ['Nucleus password', 'known'],
    ['qwertyuiopasdfghjkl', 'known'],
  ])('%j is refused: %s', (passphrase, why) => {
    expect(weaknessOf(passphrase)).toBe(why);
  });

  test.each([
    'gravel lantern oboe thursday',
    'refrigerator',
    'correct gravel horse lantern',
    'correct horse battery staple gravel lantern',
    'kdu83jdmx02l',
    'дорога берег лампа гром',
    '星空図書館灯台鉛筆金魚花火太鼓',
    'my password is gravel lantern',
  ])('%j is left to the dictionary', (passphrase) => {
    expect(weaknessOf(passphrase)).toBeNull();
  });

  test('is judged quickly, however long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 1024, size: 'max' }), (passphrase) => {
        const weak = weaknessOf(passphrase);
        if ([...passphrase.normalize('NFKC').trim()].length < MIN_PASSPHRASE_CHARACTERS) expect(weak).toBe('short');
      }),
    );
  });
});

describe('words by chance', () => {
  const words = Array.from({ length: 7776 }, (_, at) => `w${at}`);

  test('are those that the bytes say, and bytes that would favour some are drawn again', () => {
    const bytes = [0, 0, 0xff, 0xff, 0x1e, 0x5f, 0x1e, 0x60];
    const draw = (count: number) => Uint8Array.from(bytes.splice(0, count));
    // 65,535 is past the last whole round of 7,776 (62,208).
    expect(drawWords(draw, words, 3)).toEqual(['w0', 'w7775', 'w0']);
    expect(bytes).toEqual([]);
  });

  test('are as likely as any other', () => {
    const few = ['a', 'b', 'c'];
    const seen = new Map<string, number>();
    for (let number = 0; number < 65_535; number++) {
      const bytes = [[number >> 8, number & 255]];
      const [word] = drawWords(() => Uint8Array.from(bytes.pop() as number[]), few, 1);
      seen.set(word as string, (seen.get(word as string) ?? 0) + 1);
    }
    expect([...seen.values()]).toEqual([21_845, 21_845, 21_845]);
  });
});
