// Which message keys of one receiving chain are kept (MKSKIPPED in the specification): a window of MAX_SKIP numbers
// ending below `until`, one bit each, at number modulo MAX_SKIP; empty: none. Exact, so a repetition is told from a
// late message without a look-up, and every key that leaves is named for deletion (it must not outlive its message).
// The keys themselves are the caller's records.

/** Numbers in the window, the newest one read included: a message may come 1,023 places behind it. */
export const MAX_SKIP = 1024;
/** Bytes of a window that is not empty. */
export const SKIPPED_BYTES = MAX_SKIP / 8;

export const NONE_SKIPPED = new Uint8Array(0);

/** Whether the key of `number` is kept. */
export function isSkipped(kept: Uint8Array, until: number, number: number): boolean {
  if (kept.length === 0 || number >= until || number < until - MAX_SKIP) return false;
  return ((kept[(number % MAX_SKIP) >> 3] as number) & (1 << (number & 7))) !== 0;
}

/** Every number kept, ascending. */
export function skippedNumbers(kept: Uint8Array, until: number): number[] {
  const numbers: number[] = [];
  if (kept.length === 0) return numbers;
  for (let number = Math.max(0, until - MAX_SKIP); number < until; number++) {
    if (isSkipped(kept, until, number)) numbers.push(number);
  }
  return numbers;
}

/** The window with exactly these numbers, each of which lies in it. */
export function skippedWindow(numbers: readonly number[]): Uint8Array {
  if (numbers.length === 0) return NONE_SKIPPED;
  const kept = new Uint8Array(SKIPPED_BYTES);
  for (const number of numbers) {
    const at = (number % MAX_SKIP) >> 3;
    kept[at] = (kept[at] as number) | (1 << (number & 7));
  }
  return kept;
}

/** The window without one number. */
export function withoutSkipped(kept: Uint8Array, number: number): Uint8Array {
  const left = kept.slice();
  const at = (number % MAX_SKIP) >> 3;
  left[at] = (left[at] as number) & ~(1 << (number & 7));
  return left.some((byte) => byte !== 0) ? left : NONE_SKIPPED;
}
