// The wrap under a PIN in volatile memory, and the count of its tries: a try is counted and written before it is made,
// so a worker killed in between has used it up. After the fifth wrong one the wrap is gone. The device asks one at a
// time; only `clear` may come in between, and then nothing is written after it.
import { PIN_TRIES } from '#logins/pin.ts';
import type { VaultKey } from '../store/sealing.ts';
import type { Volatile } from '../store/volatile.ts';
import { type PinWrap, pinWrap, unwrapByPin } from '../vault/pin-wrap.ts';

const NAME = 'pin-wrap';

export class PinKeeper {
  readonly #volatile: Volatile;
  #writing: Promise<void> | null = null;
  /** Counts how often it was taken away. */
  #gone = 0;

  constructor(volatile: Volatile) {
    this.#volatile = volatile;
  }

  /** Tries that are left; null: there is no PIN. */
  async triesLeft(): Promise<number | null> {
    const wrap = await this.#read();
    return wrap === null || wrap.tries >= PIN_TRIES ? null : PIN_TRIES - wrap.tries;
  }

  /** @returns whether it lies there: false if it was taken away meanwhile */
  async leave(wrap: PinWrap): Promise<boolean> {
    const gone = this.#gone;
    const writing = this.#volatile.set(NAME, pinWrap.encode(wrap));
    this.#writing = writing.catch(() => {});
    await writing;
    return this.#gone === gone;
  }

  /** `gone`: there is no PIN, or this was the last try. The caller calls `forgive`. */
  async open(pin: string): Promise<VaultKey | 'wrong' | 'gone'> {
    const gone = this.#gone;
    const wrap = await this.#read();
    if (wrap === null) return 'gone';
    if (wrap.tries >= PIN_TRIES) return this.#spent();
    const tries = wrap.tries + 1;
    if (this.#gone !== gone || !(await this.leave({ ...wrap, tries }))) return 'gone';
    const key = unwrapByPin(wrap, pin);
    if (key !== null) return key;
    return tries < PIN_TRIES ? 'wrong' : this.#spent();
  }

  /** The right PIN was typed: its tries begin anew. */
  async forgive(): Promise<void> {
    const gone = this.#gone;
    const wrap = await this.#read();
    if (wrap !== null && this.#gone === gone) await this.leave({ ...wrap, tries: 0 });
  }

  /** Of another generation it holds a key that opens nothing any more. */
  async keepFor(generation: number): Promise<void> {
    const wrap = await this.#read();
    if (wrap !== null && wrap.generation !== generation) await this.clear();
  }

  /** A write under way may land after the first removal. */
  async clear(): Promise<void> {
    this.#gone++;
    const writing = this.#writing;
    this.#writing = null;
    await this.#volatile.remove(NAME);
    if (writing === null) return;
    await writing;
    await this.#volatile.remove(NAME);
  }

  async #spent(): Promise<'gone'> {
    await this.clear();
    return 'gone';
  }

  async #read(): Promise<PinWrap | null> {
    const encoded = await this.#volatile.get(NAME);
    return encoded === null ? null : pinWrap.decode(encoded);
  }
}
