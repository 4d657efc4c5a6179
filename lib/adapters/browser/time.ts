// Waiting, in a worker that lives that long.

/** Runs in so many ms. @returns takes it back */
export function after(delayMs: number, run: () => void): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}

export const pausingClock = {
  now: () => performance.now(),
  pause: (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds)),
};
