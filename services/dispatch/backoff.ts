// How long to wait before trying again: exponential with jitter, so that a destination that comes back is not met by
// everybody at once.

export interface Retry {
  readonly firstMs: number;
  readonly maxMs: number;
  /** After that many days an undelivered message is given up. */
  readonly horizonDays: number;
}

/**
 * Milliseconds to wait after the nth failure in a row (n from 1): half to all of min(max, first · 2ⁿ⁻¹). `random` is in
 * 0 … 1.
 */
export function retryPauseMs(retry: Retry, failures: number, random: number): number {
  const full = Math.min(retry.maxMs, retry.firstMs * 2 ** Math.min(failures - 1, 40));
  return Math.round(full * (0.5 + random / 2));
}
