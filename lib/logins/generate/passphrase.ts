// Passphrases: words by chance, for what a person types or says.
import type { Entropy } from '#bytes/entropy.ts';
import { bitsOf, drawBelow, drawOne, type Generated } from './draw.ts';

export interface PassphraseOptions {
  /** 3 to 20. */
  readonly words: number;
  /** Between the words; at most 8 characters. Without one the words can still be told apart. */
  readonly separator: string;
  /** Each word begins with a capital. */
  readonly capitals: boolean;
  /** A digit stands after one of the words, whichever. */
  readonly digit: boolean;
}

export const FEWEST_WORDS = 3;
export const MOST_WORDS = 20;
export const DEFAULT_PASSPHRASE_OPTIONS: PassphraseOptions = {
  ...{ words: 5, separator: '-', capitals: false, digit: false },
};
const LONGEST_SEPARATOR = 8;

/** Words by chance, each as likely as any other. @param words no two alike */
export const drawWords = (entropy: Entropy, words: readonly string[], count: number): string[] =>
  Array.from({ length: count }, () => drawOne(entropy, words));

/** A fresh passphrase. @param list of words in small letters, none of which begins with another */
export function createPassphrase(entropy: Entropy, list: readonly string[], options: PassphraseOptions): Generated {
  const count = Math.min(Math.max(Math.trunc(options.words) || FEWEST_WORDS, FEWEST_WORDS), MOST_WORDS);
  const drawn = drawWords(entropy, list, count);
  const words = options.capitals ? drawn.map((word) => word.charAt(0).toUpperCase() + word.slice(1)) : drawn;
  const digits = options.digit ? 10n * BigInt(count) : 1n;
  const digit = Number(drawBelow(entropy, digits));
  return {
    text: words
      .map((word, at) => (options.digit && at === Math.floor(digit / 10) ? `${word}${digit % 10}` : word))
      .join(options.separator.slice(0, LONGEST_SEPARATOR)),
    bits: bitsOf(BigInt(list.length) ** BigInt(count) * digits),
  };
}
