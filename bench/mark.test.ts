// The classifier that says whether two sites can be told apart.
import { expect, test } from 'vitest';
import { chance } from './mark.ts';

test('equal times tell nothing, apart ones everything, in either direction', () => {
  expect(
    chance([
      [1, 1, 2, 2],
      [1, 2, 1, 2],
    ]),
  ).toBe(0.5);
  expect(
    chance([
      [1, 2, 3],
      [4, 5],
    ]),
  ).toBeCloseTo(1);
  expect(
    chance([
      [4, 5],
      [1, 2, 3],
    ]),
  ).toBeCloseTo(1);
  expect(
    chance([
      [1, 2, 3, 9],
      [4, 5, 6, 7],
    ]),
  ).toBeCloseTo(0.875);
});
