// Deliveries that were accepted and are not yet settled: all of them in the durable queue, and those of just now at
// hand too, so that they are not read back. Beyond a bound they wait on disk only, and later ones with them, so that
// the oldest are first.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { type Delivery, delivery } from '#wire/transport.ts';
import type { NewQueueItem, Queue } from '../storage/storage.ts';

export interface Deliverer {
  /** Network address. */
  readonly peer: string;
  /** Who is to be blamed, by time of acceptance: looked into only if a delivery speaks against them. */
  blamed(acceptedAt: number): Promise<string>;
}

/** A delivery, and the bytes that it came as. */
export interface Taken {
  readonly content: Delivery;
  readonly bytes: Uint8Array;
  /**
   * Their SHA-256. It covers the whole: a party that saw a sealed address must not be able to block it by delivering it
   * with other bytes.
   */
  readonly id: Uint8Array;
}

export interface Accepted {
  readonly id: Uint8Array;
  readonly acceptedAt: number;
  /** How often it was postponed. */
  readonly tries: number;
  /** Null if the disk gave back something else. */
  readonly content: Delivery | null;
  /** Undefined if that is no longer known: after a restart, or from a process that ended. */
  readonly deliverer: Deliverer | undefined;
}

const GROUP = '';
/** Some 10 MB. */
const MAX_AT_HAND = 2000;
/**
 * Deliverers of the items that wait on disk, some 20 MB with the signatures they showed: those beyond are not blamed.
 */
const MAX_DELIVERERS = 20_000;

export class Backlog {
  readonly #queue: Queue;
  readonly #now: () => number;
  readonly #atHand: Accepted[] = [];
  /** There may be more in the queue than in memory. */
  #onDisk = true;
  /** More came than is kept at hand: new ones go to disk only, until those there are worked off. */
  #overflows = false;
  /** Are being appended, to be kept at hand. */
  #arriving = 0;
  /** Who brought each item that waits on disk, by id. In memory only: network addresses are not written anywhere. */
  readonly #deliverers = new Map<string, Deliverer>();

  constructor(queue: Queue, now: () => number) {
    this.#queue = queue;
    this.#now = now;
  }

  /** Whether `take` may give something. */
  get holdsMore(): boolean {
    return this.#atHand.length > 0 || this.#onDisk;
  }

  /** Durable when it resolves. */
  async add({ content, bytes, id }: Taken, deliverer: Deliverer): Promise<'appended' | 'known'> {
    const acceptedAt = this.#now();
    const item = { id, group: GROUP, body: bytes, acceptedAt, rememberUntil: null };
    this.#overflows ||= this.#atHand.length + this.#arriving >= MAX_AT_HAND;
    if (this.#overflows) return this.#addToDisk(item, deliverer);
    this.#arriving++;
    try {
      const result = await this.#queue.append(item, 'claim');
      if (result === 'appended') this.#atHand.push({ id, acceptedAt, tries: 0, content, deliverer });
      return result;
    } finally {
      this.#arriving--;
    }
  }

  async #addToDisk(item: NewQueueItem, deliverer: Deliverer): Promise<'appended' | 'known'> {
    const result = await this.#queue.append(item);
    if (result === 'appended') this.#remember(item.id, deliverer);
    this.#onDisk = true;
    return result;
  }

  /** Something on disk may be due by now. */
  lookOnDisk(): void {
    this.#onDisk = true;
  }

  /** The oldest, claimed. Empty: nothing is due. */
  async take(limit: number): Promise<Accepted[]> {
    // Those on disk are older than those at hand, unless they had found no room there.
    if (!this.#onDisk || (this.#overflows && this.#atHand.length > 0)) return this.#atHand.splice(0, limit);
    this.#onDisk = false;
    const items = await this.#queue.claim(GROUP, limit, this.#now());
    if (items.length === limit) this.#onDisk = true;
    else this.#overflows &&= this.#onDisk;
    if (items.length === 0) return this.#atHand.splice(0, limit);
    return items.map(({ id, acceptedAt, tries, body }) => {
      return { id, acceptedAt, tries, content: contentOf(body), deliverer: this.#deliverers.get(encodeHex(id)) };
    });
  }

  nextDueAt(): Promise<number | null> {
    return this.#queue.nextDueAt(GROUP);
  }

  #remember(id: Uint8Array, deliverer: Deliverer): void {
    if (this.#deliverers.size < MAX_DELIVERERS) this.#deliverers.set(encodeHex(id), deliverer);
  }

  /** It waits on disk until then. */
  async postpone({ id, deliverer }: Accepted, dueAt: number): Promise<void> {
    if (deliverer !== undefined) this.#remember(id, deliverer);
    await this.#queue.postpone(id, dueAt);
  }

  /** For when the store takes no postponement either: it is due as before. */
  release({ id }: Accepted): void {
    this.#queue.release(id);
  }

  async settle({ id }: Accepted): Promise<void> {
    this.#deliverers.delete(encodeHex(id));
    await this.#queue.remove(id, 'done');
  }
}

function contentOf(body: Uint8Array): Delivery | null {
  try {
    return delivery.decode(body);
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
