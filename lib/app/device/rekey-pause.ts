// How long a re-keying that failed is left alone before it is begun again by itself: a full disk, or one row that does
// not open, must not have the vault closed and copied every half minute. Volatile memory, so that another worker knows
// it, and another browser run tries anew.
import { Fault } from '#bytes/fault.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { boolean, part, struct, timestamp, u8 } from '#wire/format.ts';
import type { Volatile } from '../store/volatile.ts';

const NAME = 'rekey-pause';
const FIRST_MS = 15 * 60_000;
const format = part('pause of re-keying', 16, struct({ tries: u8, notBeforeAt: timestamp, isFull: boolean }));

/** `storage`: there was no room, or the disk failed. */
export type RekeyFailure = 'storage' | 'other';

export class RekeyPause {
  readonly #volatile: Volatile;

  constructor(volatile: Volatile) {
    this.#volatile = volatile;
  }

  /** The reason for the last failure; null: the last one did not fail. */
  async failed(): Promise<RekeyFailure | null> {
    const known = await this.#known();
    return known === null ? null : known.isFull ? 'storage' : 'other';
  }

  /** A time further ahead than any pause was written under a clock that has been put back since. */
  async isOver(now: number): Promise<boolean> {
    const { notBeforeAt } = (await this.#known()) ?? { notBeforeAt: 0 };
    return notBeforeAt <= now || notBeforeAt - now > DAY_MS;
  }

  /** Twice as long each time, and a day at most. */
  async note(error: unknown, now: number): Promise<void> {
    const tries = Math.min(0xff, ((await this.#known())?.tries ?? 0) + 1);
    const notBeforeAt = now + Math.min(DAY_MS, FIRST_MS * 2 ** (tries - 1));
    const isFull = error instanceof Fault && error.code.startsWith('storage-');
    await this.#volatile.set(NAME, format.encode({ tries, notBeforeAt, isFull }));
  }

  clear(): Promise<void> {
    return this.#volatile.remove(NAME);
  }

  async #known() {
    const encoded = await this.#volatile.get(NAME);
    return encoded === null ? null : format.decode(encoded);
  }
}
