// The promises of the two word lists: 256 each, no word twice, none in both, short and in plain letters.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameFor, WORD_LISTS } from './names.ts';

test('each list has 256 different words and the lists share none', () => {
  const all = WORD_LISTS.flat();
  expect(WORD_LISTS.map((list) => list.length)).toEqual([256, 256]);
  expect(new Set(all).size).toBe(512);
  expect(all.filter((word) => !/^[a-z]{2,11}$/.test(word))).toEqual([]);
});

test('a name is readable, and its slug fits a mail address', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 2, maxLength: 32 }), (seed) => {
      const { text, slug } = nameFor(seed);
      expect(text).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
      expect(slug).toBe(text.toLowerCase().replace(' ', '-'));
      expect(nameFor(seed.slice(0, 2)).text).toBe(text);
    }),
  );
});

test('names are told apart by their first two bytes', () => {
  const names = new Set<string>();
  for (let a = 0; a < 256; a += 5) for (let b = 0; b < 256; b++) names.add(nameFor(new Uint8Array([a, b])).text);
  expect(names.size).toBe(52 * 256);
});

test('a seed that is too short is refused', () => {
  expect(() => nameFor(new Uint8Array(1))).toThrow(RangeError);
});
