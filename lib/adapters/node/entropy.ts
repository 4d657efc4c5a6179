// Randomness of the operating system for the headless relationship manager.
import { randomFillSync } from 'node:crypto';
import type { Entropy } from '#bytes/entropy.ts';

/** A plain Uint8Array with a buffer of its own: a Buffer would share Node's pool. */
export const nodeEntropy: Entropy = (byteCount) => randomFillSync(new Uint8Array(byteCount));
