// Whether the disk has room for new work. Work that is here must be able to end: taking a message out of a queue and
// deleting what was acknowledged are writes too, and on a disk that is full to the last byte nothing ever gets better
// by itself. So new work is refused while there is still some room.
import { statfs } from 'node:fs/promises';
import type { EndpointName } from '#wire/endpoints.ts';

/** What makes more to be kept. All else makes less, or as much. */
export const KEEPING: ReadonlySet<EndpointName> = new Set([
  'submit',
  'deliver',
  'deliverMany',
  'createBlob',
  'putBlobPart',
  'fetchBlobPart',
  'createRoot',
  'createMask',
  'openAccount',
]);
const FRESH_MS = 250;
/** Of the reserve, never counted on: the store's log needs it even to delete. */
const KEPT_SHARE = 1 / 4;

export class DiskRoom {
  readonly #directory: string;
  readonly #reserveBytes: number;
  readonly #reusableBytes: () => number;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #has = true;
  #measuring: Promise<void> | null = null;

  /**
   * @param reusableBytes what the store holds of the disk and does not use: a database does not give back what was
   * deleted in it
   */
  constructor(directory: string, reserveBytes: number, reusableBytes: () => number) {
    this.#directory = directory;
    this.#reserveBytes = reserveBytes;
    this.#reusableBytes = reusableBytes;
  }

  /** As measured a moment ago, or, if the disk does not answer, last. */
  has(): boolean {
    if (performance.now() - this.#measuredAt > FRESH_MS) this.#measuring ??= this.measure();
    return this.#has;
  }

  async measure(): Promise<void> {
    try {
      const { bavail, bsize } = await statfs(this.#directory);
      const free = bavail * bsize;
      const reserve = this.#reserveBytes;
      this.#has = free >= reserve * KEPT_SHARE && free + this.#reusableBytes() >= reserve;
    } catch {
      // A disk that cannot be asked will say so by its writes.
    }
    this.#measuredAt = performance.now();
    this.#measuring = null;
  }
}
