// Randomness from a script: block n is SHA-256(seed ‖ u32(n)), and a draw takes the next bytes of the blocks. For tests
// and golden vectors only. Each draw is remembered by its length, so that a function that draws more or less than it
// says is caught.
import { ascii, concat, u32Bytes } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { sha256 } from '#crypto/hash.ts';

export interface Scripted {
  readonly draw: Entropy;
  /** Lengths of the draws so far. */
  readonly lengths: number[];
}

/** @param seed ASCII; another seed is another script */
export function scripted(seed: string): Scripted {
  const start = ascii(seed);
  const lengths: number[] = [];
  let block = new Uint8Array(0);
  let counter = 0;
  const draw: Entropy = (byteCount) => {
    lengths.push(byteCount);
    while (block.length < byteCount) block = concat(block, sha256(concat(start, u32Bytes(counter++)))) as Uint8Array<ArrayBuffer>;
    const drawn = block.slice(0, byteCount);
    block = block.slice(byteCount);
    return drawn;
  };
  return { draw, lengths };
}
