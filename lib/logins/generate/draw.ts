// Uniform numbers by rejection, and what they are worth. As many bytes are drawn as the bound has, bits past it are cut
// off, and a number that is too great is drawn again; folding it back would favour the small ones.
import type { Entropy } from '#bytes/entropy.ts';

/** Something drawn by chance. */
export interface Generated {
  readonly text: string;
  /** log2 of how many texts could have been drawn, each as likely as any other; rounded down. */
  readonly bits: number;
}

/** A uniform number from 0 to below `bound`. Draws nothing if there is one outcome. Throws if there is none. */
export function drawBelow(entropy: Entropy, bound: bigint): bigint {
  if (bound < 1n) throw new RangeError('drawBelow wants an outcome');
  if (bound === 1n) return 0n;
  const bits = (bound - 1n).toString(2).length;
  for (;;) {
    let number = 0n;
    for (const byte of entropy(Math.ceil(bits / 8))) number = (number << 8n) | BigInt(byte);
    number = BigInt.asUintN(bits, number);
    if (number < bound) return number;
  }
}

/** One of several, each as likely as any other. */
export const drawOne = <T>(entropy: Entropy, several: ArrayLike<T>): T =>
  several[Number(drawBelow(entropy, BigInt(several.length)))] as T;

/** A text of characters of an alphabet. */
export const drawText = (entropy: Entropy, alphabet: string, length: number): string =>
  Array.from({ length }, () => drawOne(entropy, alphabet)).join('');

/** log2 of a number of outcomes, rounded down; 0 of none. */
export const bitsOf = (outcomes: bigint): number => (outcomes < 1n ? 0 : outcomes.toString(2).length - 1);
