// Answers that tell nothing by their time or size: a page shares its thread with our script, so it could see both. The
// work ends when it ends; the answer leaves at a multiple of one step since the question, in text of a multiple of one
// block.

/** Longer than the work takes (some 5 to 30 ms), shorter than a person notices. */
export const STEP_MS = 100;
/** Characters: some twenty identities. */
export const BLOCK = 4096;

export interface PausingClock {
  /** Milliseconds, never backwards. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
}

/** What `work` gives or throws, at a multiple of STEP_MS after the call. */
export async function evenly<T>(work: () => Promise<T>, { now, pause }: PausingClock): Promise<T> {
  const askedAt = now();
  try {
    return await work();
  } finally {
    const took = now() - askedAt;
    await pause(Math.max(1, Math.ceil(took / STEP_MS)) * STEP_MS - took);
  }
}

/** Blanks that bring the answer to a multiple of BLOCK characters of JSON. */
export function padded<T extends object>(answer: T): T & { padding: string } {
  const bare = JSON.stringify({ ...answer, padding: '' }).length;
  return { ...answer, padding: ' '.repeat(Math.ceil(bare / BLOCK) * BLOCK - bare) };
}
