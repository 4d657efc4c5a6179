// The promises of each list of words.
import { describe, expect, test } from 'vitest';
import { createPassphrase, DEFAULT_PASSPHRASE_OPTIONS } from './passphrase.ts';
import { seeded } from './scripted.testkit.ts';
import { loadWordList, WORD_LANGUAGES, wordLanguageOf } from './word-lists.ts';

describe.each(WORD_LANGUAGES)('the list of %s', (language) => {
  test('has 1,296 words or more, in order, of 4 to 9 letters of every keyboard', async () => {
    const words = await loadWordList(language);
    expect(words.length).toBeGreaterThanOrEqual(1296);
    expect(words.filter((word) => !/^[a-z]{4,9}$/.test(word))).toEqual([]);
    expect(words.toSorted()).toEqual(words);
  });

  test('has no two words that begin with the same four letters', async () => {
    const beginnings = (await loadWordList(language)).map((word) => word.slice(0, 4));
    expect(beginnings.filter((beginning, at) => beginning === beginnings[at - 1])).toEqual([]);
  });

  test('gives five words of more than 50 bits, which are its own without a separator, too', async () => {
    const words = await loadWordList(language);
    const { text, bits } = createPassphrase(seeded(9), words, { ...DEFAULT_PASSPHRASE_OPTIONS, separator: '' });
    expect(bits).toBeGreaterThanOrEqual(51);
    let [rest, count] = [text, 0];
    for (; rest !== ''; count++) {
      const fitting = words.filter((word) => rest.startsWith(word));
      expect(fitting).toHaveLength(1);
      rest = rest.slice(fitting[0]?.length);
    }
    expect(count).toBe(5);
  });
});

test.each([
  [['fr-CH', 'de'], 'fr'],
  [['ja', 'DE_at', 'fr'], 'de'],
  [['ja'], 'en'],
  [[], 'en'],
])('a person who reads %j gets words of %s', (languages, language) => {
  expect(wordLanguageOf(languages)).toBe(language);
});
