// Randomness of the operating system, in the worker and in pages.
import type { Entropy } from '#bytes/entropy.ts';

/** The most that one call gives (Web Cryptography API, getRandomValues, step 2). */
const MOST_BYTES = 65_536;

export const browserEntropy: Entropy = (byteCount) => {
  const bytes = new Uint8Array(byteCount);
  for (let at = 0; at < byteCount; at += MOST_BYTES) crypto.getRandomValues(bytes.subarray(at, at + MOST_BYTES));
  return bytes;
};
