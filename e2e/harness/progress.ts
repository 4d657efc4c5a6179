// Waits for long jobs, bounded by progress: a job may take as long as it takes, so long as something moves. A busy
// machine is slow, and a product that is stuck does not move; how late it is tells them apart only by chance.

import { HANGS_MS } from './browsers.ts';

const LOOK_EVERY_MS = 100;

/**
 * Resolves with the last look when that is enough.
 * @param look gives the values that move: counts, bytes, states. Compared as JSON
 * @throws when nothing has moved for `stillMs`, with the last look
 */
export async function progressUntil<T>(
  what: string,
  look: () => Promise<T>,
  isEnough: (seen: T) => boolean,
  stillMs = HANGS_MS,
): Promise<T> {
  let last = '';
  let movedAt = performance.now();
  for (;;) {
    const seen = await look();
    if (isEnough(seen)) return seen;
    const now = JSON.stringify(seen);
    if (now !== last) movedAt = performance.now();
    else if (performance.now() - movedAt > stillMs)
      throw new Error(`${what}: nothing has moved for ${stillMs / 1000} s; last seen: ${now}`);
    last = now;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
