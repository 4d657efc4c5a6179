// Whether the disk has room for new work. Work that is here must be able to end: taking a message out of a queue and deleting what was
// acknowledged are writes too, and on a disk that is full to the last byte nothing ever gets better by itself. So new work is refused while
// there is still some room.
import { statfs } from 'node:fs/promises';
import type { EndpointName } from '#wire/endpoints.ts';

/** What makes more to be kept. All else makes less, or as much. */
export const KEEPING: ReadonlySet<EndpointName> = new Set([
  'submit',
  'deliver',
  'createBlob',
  'putBlobPart',
  'fetchBlobPart',
  'createRoot',
  'createMask',
]);
const FRESH_MS = 1000;

export class DiskRoom {
  readonly #directory: string;
  readonly #reserveBytes: number;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #has = true;
  #measuring: Promise<void> | null = null;

  constructor(directory: string, reserveBytes: number) {
    this.#directory = directory;
    this.#reserveBytes = reserveBytes;
  }

  /** As measured a second ago at most, or where the disk does not answer, last. */
  has(): boolean {
    if (performance.now() - this.#measuredAt > FRESH_MS) this.#measuring ??= this.measure();
    return this.#has;
  }

  async measure(): Promise<void> {
    try {
      const { bavail, bsize } = await statfs(this.#directory);
      this.#has = bavail * bsize >= this.#reserveBytes;
    } catch {
      // A disk that cannot be asked will say so by its writes.
    }
    this.#measuredAt = performance.now();
    this.#measuring = null;
  }
}
