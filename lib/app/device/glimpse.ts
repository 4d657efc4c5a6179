// The glimpse: what the side panel shows before the worker answers, left in volatile memory while the vault is open
// (its format: lib/rpc/page/glimpse.ts). It holds names and last words, so it is gone before a lock is answered,
// also one that was being written in that moment.
import { equal } from '#bytes/bytes.ts';
import type { Volatile } from '../store/volatile.ts';

/** Pages read it under this name. */
export const GLIMPSE = 'glimpse';

export class GlimpseKeeper {
  readonly #volatile: Volatile;
  /** As it lies there; null: not known. */
  #left: Uint8Array | null = null;
  #writing: Promise<void> | null = null;
  /** Counts how often it was taken away. */
  #gone = 0;

  constructor(volatile: Volatile) {
    this.#volatile = volatile;
  }

  /** Writes it down if it is another one. One at a time: the caller waits for the end. */
  async leave(glimpse: Uint8Array): Promise<void> {
    const gone = this.#gone;
    this.#left ??= await this.#volatile.get(GLIMPSE);
    if (this.#gone !== gone || (this.#left !== null && equal(this.#left, glimpse))) return;
    const writing = this.#volatile.set(GLIMPSE, glimpse);
    this.#writing = writing.catch(() => {});
    await writing;
    this.#left = this.#gone === gone ? glimpse : null;
  }

  /** A write under way may land after the first removal. */
  async clear(): Promise<void> {
    this.#gone++;
    this.#left = null;
    const writing = this.#writing;
    this.#writing = null;
    await this.#volatile.remove(GLIMPSE);
    if (writing === null) return;
    await writing;
    await this.#volatile.remove(GLIMPSE);
  }
}
