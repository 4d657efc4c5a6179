// Each password that meets the demands has one number, and no other password has any: compared with all that there are.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PasswordDemands, passwordSpace } from './space.ts';

const ALPHABET = 'abcd';

/** All texts of a length, by trying them. */
const texts = (alphabet: string, length: number): string[] =>
  length === 0 ? [''] : texts(alphabet, length - 1).flatMap((text) => [...alphabet].map((one) => text + one));

const meets = (text: string, { atLeast, maxConsecutive }: PasswordDemands): boolean =>
  atLeast.every(
    ({ characters, least }) => [...text].filter((character) => characters.includes(character)).length >= least,
  ) &&
  (maxConsecutive === 0 || (text.match(/(.)\1*/g) ?? []).every((run) => run.length <= maxConsecutive));

const demands: fc.Arbitrary<PasswordDemands> = fc.record({
  length: fc.integer({ min: 1, max: 5 }),
  alphabet: fc.subarray([...ALPHABET], { minLength: 1 }).map((characters) => characters.join('')),
  atLeast: fc.array(
    fc.record({
      characters: fc.subarray([...ALPHABET, 'x']).map((characters) => characters.join('')),
      least: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 3 },
  ),
  maxConsecutive: fc.integer({ min: 0, max: 6 }),
});

test('the numbers of a space are its passwords, each once', () => {
  fc.assert(
    fc.property(demands, (one) => {
      const space = passwordSpace(one);
      const wanted = texts(one.alphabet, one.length).filter((text) => meets(text, one));
      const got = Array.from({ length: Number(space.count) }, (_, number) => space.at(BigInt(number)));
      expect(got.toSorted()).toEqual(wanted.toSorted());
    }),
  );
});

test('a number that is none of its own is refused', () => {
  const space = passwordSpace({ length: 2, alphabet: 'ab', atLeast: [], maxConsecutive: 0 });
  expect(space.count).toBe(4n);
  expect(() => space.at(4n)).toThrow(RangeError);
  expect(() => space.at(-1n)).toThrow(RangeError);
});
