// Who answers for the items of a queue on JetStream. Every process that appends has a record (an estate) that names its
// holder: itself, and when it is dead or gone, the first process that wrote itself in by compare and set. Items name
// the process that appended them and are never rewritten for this; the holder of an estate has all its items.
import { encodeUtf8 } from '#bytes/utf8.ts';
import { boolean, part, struct, text } from '#wire/format.ts';
import { Background } from '../../runtime/background.ts';
import type { Life } from './life.ts';
import type { Streams } from './streams.ts';

const estateRecord = part(
  'estate',
  128,
  struct({
    /** The process whose items these are, and the one that has them now. */
    owner: text(32),
    holder: text(32),
    /** The holder ended well: no heir need wait until it is taken for dead. */
    left: boolean,
  }),
);

/**
 * Items of an estate are looked for more than once: a node that came back shortly before may not show all of them yet,
 * and a look may be cut off.
 */
const LOOKS = 4;

/** What takes over the items. */
export interface Heir {
  /** Those of an owner that it does not have; called some times once the estate is this process's. */
  inherit(owner: string): Promise<void>;
  /** It has none of that owner that is still to be done. */
  isSettled(owner: string): boolean;
  failed(error: unknown): void;
}

interface Taking {
  looks: number;
  /** On the clock of this process. */
  nextAt: number;
}

/** Every so many beats the estates are looked through for those of the dead. */
const BEATS_BETWEEN_LOOKS = 2;

export class Owners {
  readonly #streams: Streams;
  readonly #queue: string;
  readonly #life: Life;
  readonly #heir: Heir;
  /** Estates held by this process, and the sequences of their records. */
  readonly #held = new Map<string, number>();
  /** Estates whose items are still looked for. */
  readonly #taking = new Map<string, Taking>();
  #registered: Promise<void> | null = null;
  #looking: Promise<void> | null = null;
  #beats = 0;
  readonly #background = new Background();

  constructor(streams: Streams, queue: string, life: Life, heir: Heir) {
    this.#streams = streams;
    this.#queue = queue;
    this.#life = life;
    this.#heir = heir;
    life.onBeat(() => {
      if (++this.#beats % BEATS_BETWEEN_LOOKS === 0) this.#background.run(this.look(), heir.failed);
    });
  }

  /** Before the first append: from then on another process inherits what this process leaves. */
  register(): Promise<void> {
    const me = this.#life.process;
    this.#registered ??= this.#write(me, me, 0).then(
      () => {},
      (error: unknown) => {
        this.#registered = null;
        throw error;
      },
    );
    return this.#registered;
  }

  /** Takes over the estates whose holders are dead or gone. */
  look(): Promise<void> {
    if (this.#background.hasStopped) return Promise.resolve();
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Gives away: estates that are settled vanish, the others are there to be taken. */
  async leave(): Promise<void> {
    this.#background.stop();
    await Promise.allSettled([this.#looking, this.#registered]);
    await this.#background.end();
    for (const [owner, record] of this.#held) {
      if (this.#isSettled(owner)) await this.#streams.remove('owners', record);
      else await this.#write(owner, this.#life.process, record, true);
    }
  }

  #isSettled(owner: string): boolean {
    return !this.#taking.has(owner) && this.#heir.isSettled(owner);
  }

  async #look(): Promise<void> {
    const me = this.#life.process;
    const wasRegistered = this.#held.has(me);
    let sawMe = false;
    for await (const { sequence, body } of this.#streams.each('owners', this.#queue)) {
      if (this.#background.hasStopped) return;
      const { owner, holder, left } = estateRecord.decode(body);
      if (owner === me) sawMe = true;
      // Taken for dead, this process takes its own back: what it appended since, its heir does not know of.
      const isTaken = holder !== me && owner === me;
      if (holder === me ? this.#held.has(owner) : !isTaken && !left && this.#life.isAlive(holder)) continue;
      if (await this.#write(owner, me, sequence)) this.#taking.set(owner, { looks: LOOKS, nextAt: 0 });
    }
    if (wasRegistered && !sawMe && !this.#background.hasStopped) await this.#write(me, me, 0);
    await this.#take();
    // Struck off: estates of others of which nothing is left.
    for (const [owner, record] of this.#held) {
      if (owner === me || !this.#isSettled(owner)) continue;
      this.#held.delete(owner);
      await this.#streams.remove('owners', record);
    }
  }

  async #take(): Promise<void> {
    for (const [owner, taking] of this.#taking) {
      if (this.#background.hasStopped) return;
      if (performance.now() < taking.nextAt) continue;
      await this.#heir.inherit(owner);
      taking.nextAt = performance.now() + this.#life.leaseMs / 2;
      if (--taking.looks === 0) this.#taking.delete(owner);
    }
  }

  /** False if another process was faster. */
  async #write(owner: string, holder: string, expect: number, left = false): Promise<boolean> {
    const subject = this.#streams.subject('owners', this.#queue, encodeUtf8(owner));
    const record = estateRecord.encode({ owner, holder, left });
    const written = await this.#streams.write('owners', subject, record, { expect });
    if (written !== null) this.#held.set(owner, written);
    return written !== null;
  }
}
