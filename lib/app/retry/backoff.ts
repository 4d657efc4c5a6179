// When to try again: exponential with full jitter, so that many clients of a service that comes back do not come at
// once.
import type { Entropy } from '#bytes/entropy.ts';

const FIRST_MS = 1_000;
const MAX_MS = 10 * 60_000;
/** What a service may ask us to wait at most. */
export const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * Milliseconds to wait after the given number of failed tries (from 1). A service's own wish (`retryAfterMs`) is a
 * lower bound.
 */
export function backoffMs(tries: number, entropy: Entropy, retryAfterMs = 0): number {
  const ceiling = Math.min(MAX_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20));
  const draw = entropy(2);
  const share = (((draw[0] ?? 0) << 8) | (draw[1] ?? 0)) / 0xffff;
  return Math.max(retryAfterMs, Math.round(ceiling * (0.25 + 0.75 * share)));
}

/**
 * Whether the wait is over. A time further ahead than any wait was written under a clock that has been put back since.
 */
export function isDue(notBeforeAt: number, now: number): boolean {
  return notBeforeAt <= now || notBeforeAt - now > Math.max(MAX_MS, MAX_RETRY_AFTER_MS);
}
