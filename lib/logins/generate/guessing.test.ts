// Guesses as time, in words that do not depend on a tenth of a bit.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GUESSES_PER_SECOND_LOG10, guessesLog10Of, type TimeToGuess, timeToGuess } from './guessing.ts';

const ORDER: TimeToGuess[] = ['instant', 'minutes', 'hours', 'days', 'months', 'years', 'centuries'];

test.each<[number, number, TimeToGuess]>([
  [0, 10, 'instant'],
  [11, 10, 'instant'],
  [12, 10, 'minutes'],
  [14, 10, 'hours'],
  [15.5, 10, 'days'],
  [17, 10, 'months'],
  [18, 10, 'years'],
  [20, 10, 'centuries'],
  // The beginnings of two scores of a vault's passphrase (components/unlock/strength.ts).
  [10, 4, 'days'],
  [14, 4, 'centuries'],
  [Number.NaN, 10, 'instant'],
  [Number.POSITIVE_INFINITY, 10, 'centuries'],
  [Number.NEGATIVE_INFINITY, 10, 'instant'],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 'instant'],
])('10^%d guesses at 10^%d a second: %s', (guesses, speed, time) => {
  expect(timeToGuess(guesses, speed)).toBe(time);
});

test('more guesses never take less, and a faster thief never longer', () => {
  const place = (guesses: number, speed: number) => ORDER.indexOf(timeToGuess(guesses, speed));
  const number = fc.double({ min: 0, max: 100, noNaN: true });
  fc.assert(
    fc.property(number, number, number, (guesses, more, speed) => {
      expect(place(guesses + more, speed)).toBeGreaterThanOrEqual(place(guesses, speed));
      expect(place(guesses, speed + more)).toBeLessThanOrEqual(place(guesses, speed));
    }),
  );
});

test('bits are guesses: half of all texts', () => {
  expect(guessesLog10Of(0)).toBe(0);
  expect(guessesLog10Of(1)).toBe(0);
  expect(10 ** guessesLog10Of(11)).toBeCloseTo(1024);
  // A generated password, and eight small letters.
  expect(timeToGuess(guessesLog10Of(117))).toBe('centuries');
  expect(timeToGuess(guessesLog10Of(37), GUESSES_PER_SECOND_LOG10.site)).toBe('instant');
});
