// Entropy that a test writes down: too many or too few bytes fail it.
import { expect } from 'vitest';
import type { Entropy } from '#bytes/entropy.ts';

/** Answers each draw with the next of these, which must have as many bytes as are asked for. */
export function scripted(...draws: readonly (readonly number[])[]): { entropy: Entropy; left: () => number } {
  const rest = [...draws];
  const entropy: Entropy = (count) => {
    const next = rest.shift();
    expect(next, `a draw of ${count} bytes was not written down`).toHaveLength(count);
    return Uint8Array.from(next ?? []);
  };
  return { entropy, left: () => rest.length };
}

/** Entropy that can be repeated (xorshift32). */
export function seeded(seed: number): Entropy {
  let state = seed | 1;
  return (count) =>
    Uint8Array.from({ length: count }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return (state >>> 11) & 0xff;
    });
}
