// Passphrases that are refused without a dictionary.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MIN_PASSPHRASE_CHARACTERS, weaknessOf } from './passphrase.ts';

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
