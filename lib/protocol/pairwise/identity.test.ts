// Contextual identities: bound keys, and numbers and pictures that are the same at both ends and different for
// everybody else.
import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { scripted } from '../vectors/scripted.ts';
import { createIdentity, isBound, pictureSeed, safetyNumber } from './identity.ts';

const someone = (seed: number) => createIdentity(scripted(`identity ${seed}`).draw).identity;

test('the agreement key is bound by the identity key, and by no other', () => {
  const [one, two] = [someone(1), someone(2)];
  expect(isBound(one)).toBe(true);
  expect(isBound({ ...one, agree: two.agree })).toBe(false);
  expect(isBound({ ...one, sign: two.sign })).toBe(false);
  expect(isBound({ ...one, binding: two.binding })).toBe(false);
  expect(isBound({ ...one, sign: new Uint8Array(32) })).toBe(false);
});

test('the safety number is 60 digits, the same from both sides, and moves with either key of either party', () => {
  assert(
    property(integer(), integer(), (first, second) => {
      const [a, b] = [someone(first), someone(second)];
      expect(safetyNumber(a, b)).toBe(safetyNumber(b, a));
      expect(safetyNumber(a, b)).toMatch(/^(\d{5} ){11}\d{5}$/);
    }),
    { numRuns: 10 },
  );
  const [a, b, other] = [someone(1), someone(2), someone(3)];
  const numbers = [
    [a, b],
    [a, other],
    [other, b],
    [{ ...a, agree: other.agree }, b],
    [{ ...a, sign: other.sign }, b],
  ] as const;
  expect(new Set(numbers.map(([one, two]) => safetyNumber(one, two))).size).toBe(5);
});

test('a picture is of one identity', () => {
  expect(pictureSeed(someone(1))).toEqual(pictureSeed(someone(1)));
  expect(pictureSeed(someone(1))).not.toEqual(pictureSeed(someone(2)));
  expect(pictureSeed(someone(1)).length).toBe(16);
});
