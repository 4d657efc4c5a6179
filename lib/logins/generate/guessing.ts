// How long a guess takes of one who has the sealed text before them and tries offline.

export type TimeToGuess = 'instant' | 'minutes' | 'hours' | 'days' | 'months' | 'years' | 'centuries';

/**
 * Powers of ten of tries in a second. `vault`: against Argon2id with 64 MiB, on many machines. `site`: against a leaked
 * table of a site that hashes fast (SHA-256), on one machine with a few graphics cards.
 */
export const GUESSES_PER_SECOND_LOG10 = { vault: 4, site: 10 } as const;

const YEAR_SECONDS = 31_556_952;
/** What a time is called that is shorter than these seconds. */
const CALLED: readonly (readonly [seconds: number, called: TimeToGuess])[] = [
  [60, 'instant'],
  [3600, 'minutes'],
  [86_400, 'hours'],
  [YEAR_SECONDS / 12, 'days'],
  [YEAR_SECONDS, 'months'],
  [100 * YEAR_SECONDS, 'years'],
];

/** Powers of ten of tries until a text of so many bits is found: half of all, on average. */
export const guessesLog10Of = (bits: number): number => Math.max(0, bits - 1) * Math.log10(2);

/** Total: guesses that are no number are found at once. */
export function timeToGuess(guessesLog10: number, perSecondLog10: number = GUESSES_PER_SECOND_LOG10.site): TimeToGuess {
  const secondsLog10 = guessesLog10 - perSecondLog10;
  if (Number.isNaN(secondsLog10)) return 'instant';
  return CALLED.find(([seconds]) => secondsLog10 < Math.log10(seconds))?.[1] ?? 'centuries';
}
