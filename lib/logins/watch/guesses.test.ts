// How hard a password is to guess, beside what people choose; and that the cheapest way is found, beside all of them.
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { commonWordsText } from '#e2e/words/common-words.ts';
import { type TimeToGuess, timeToGuess } from '../generate/guessing.ts';
import { readCommonWords } from './common-words.ts';
import { type CommonWords, guessesLog10, partCosts, togetherCost } from './guesses.ts';

let words: CommonWords;
let rests = 0;
beforeAll(async () => {
  words = await readCommonWords(await commonWordsText(), async () => void rests++);
});

test('the list is read in turns, and a word counts by its best place', () => {
  expect(rests).toBeGreaterThan(10);
  expect(words.ranks.get('password')).toBeCloseTo(Math.log10(2));
  expect(words.ranks.get('refrigerator')).toBeLessThan(5);
});

describe('against a leaked table of a site', () => {
  test.each<[string, TimeToGuess]>([
    ['', 'instant'],
    ['password', 'instant'],
    ['Password1', 'instant'],
    ['P@ssw0rd!', 'instant'],
    ['drowssap', 'instant'],
    ['refrigerator1', 'instant'],
    ['Sonnenblume', 'instant'],
    ['Sommer2024!', 'instant'],
    ['qwertyuiop', 'instant'],
    ['poiuytrewq', 'instant'],
    ['abcdefghij', 'instant'],
    ['98765432', 'instant'],
    ['aaaaaaaaaaaaaaaaaaaaaaaa', 'instant'],
    ['abcabcabcabcabcabc', 'instant'],
    ['monkeymonkeymonkey', 'instant'],
    ['19.07.1984', 'instant'],
    ['alex1984', 'instant'],
    ['yqjxzvwp', 'instant'],
    ['k7Gf2pQz', 'hours'],
    ['k7Gf2pQzX', 'days'],
    ['k7Gf2p!zH', 'years'],
    ['k7Gf2p!zHw', 'centuries'],
    ['correct horse battery staple', 'centuries'],
    ['hGz7-tQw9-xNb4-Vs2k', 'centuries'],
  ])('%j: %s', (password, expected) => {
    expect(timeToGuess(guessesLog10(password, words))).toBe(expected);
  });
});

const letters = fc.constantFrom(...'aabbcAB12$ ');
const some = fc.string({ unit: letters, maxLength: 8 });
const fewWords = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'abcs'), minLength: 3, maxLength: 6 }), {
  maxLength: 5,
});
const read = (list: readonly string[]): Promise<CommonWords> => readCommonWords(list.join('\n'), async () => {});

/** All ways to put a text together. */
function splits(length: number, from = 0): number[][] {
  if (from === length) return [[from]];
  return Array.from({ length: length - from }, (_, by) => splits(length, from + by + 1))
    .flat()
    .map((rest) => [from, ...rest]);
}

test('the cheapest of all ways to put a password together is found', async () => {
  await fc.assert(
    fc.asyncProperty(some, fewWords, async (text, list) => {
      const few = await read(list);
      const costs = partCosts(text, few);
      const ways = splits(text.length).map((ends) => {
        const parts = ends.slice(1).map((end, at) => costs[ends[at] as number]?.[end] as number);
        return togetherCost(
          parts.reduce((sum, one) => sum + one, 0),
          parts.length,
        );
      });
      expect(guessesLog10(text, few)).toBeCloseTo(text === '' ? 0 : Math.min(...ways), 9);
    }),
  );
});

test('a part that is a word, in whatever spelling, costs no more than its place and the spelling', async () => {
  await fc.assert(
    fc.asyncProperty(
      fewWords.filter((list) => list.length > 0),
      fc.nat(),
      fc.constantFrom(
        (word: string) => word,
        (word: string) => word.toUpperCase(),
        (word: string) => [...word].reverse().join(''),
        (word: string) => word.replaceAll('a', '@').replaceAll('s', '$'),
      ),
      async (list, at, spelled) => {
        const few = await read(list);
        const index = at % list.length;
        const cost = guessesLog10(spelled(list[index] as string), few);
        expect(cost).toBeLessThanOrEqual(Math.log10(index + 1) + Math.log10(4) + Math.log10(2) + 1e-9);
      },
    ),
  );
});

test('no more words make a password harder, and none is harder than its letters', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const none = { ranks: new Map(), starts: new Set<string>() };
      const with_ = guessesLog10(text, words);
      expect(with_).toBeLessThanOrEqual(guessesLog10(text, none) + 1e-9);
      expect(with_).toBeLessThanOrEqual(Math.min(48, text.length) * Math.log10(195 + 1) + 1e-9);
      expect(with_).toBeGreaterThanOrEqual(0);
    }),
  );
});
