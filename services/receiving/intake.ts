// What happens to a delivery after the answer "accepted": it is examined (examination.ts) and put into the mailbox of its root, or held back
// where too much comes (holding.ts). Deliveries wait in a durable queue until then, so a crash loses none. Nothing of what is found here
// reaches the one who delivered: not by the answer, and not by time, since the answer went out before.
// Batches grow by themselves: what is accepted while a few are under way goes with the next. What was accepted just now is still in
// memory and is not read back; beyond a bound it waits on disk only.
import { encodeHex } from '#bytes/base64url.ts';
import { sha256 } from '#crypto/hash.ts';
import { DAY_MS } from '#protocol/day.ts';
import type { Latency } from '#wire/address.ts';
import { type Delivery, delivery } from '#wire/transport.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Mailboxes, NewQueueItem, Queue, QueueItem, Storage } from '../storage/storage.ts';
import { type Dropped, type Examined, examine, type ForMailbox } from './examination.ts';
import type { Generations } from './generations.ts';
import { Holding } from './holding.ts';
import type { Opener } from './opening.ts';
import type { PaceLimit } from './pace.ts';
import type { Roots } from './roots.ts';

export interface IntakeParts {
  readonly storage: Storage;
  readonly generations: Generations;
  readonly roots: Roots;
  /** Who opens a batch, by how many deliveries wait in all. */
  readonly openerFor: (waiting: number) => Opener;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** Called when something new lies in a mailbox, with how soon its owner wants to know. */
  readonly arrived: (root: Uint8Array, latency: Latency) => void;
  readonly mailboxBytes: number;
  readonly addressPace: PaceLimit;
  readonly servicePace: PaceLimit;
}

export interface Deliverer {
  /** Network address. */
  readonly peer: string;
  /** Who is to be blamed, by digest and time of acceptance: looked into only where a delivery speaks against them. */
  blamed(id: Uint8Array, acceptedAt: number): Promise<string>;
}

export type Opening = Dropped | 'mailbox' | 'too-many' | 'full';

/** Outcomes for which the one who delivered may be at fault. */
const BLAMED: ReadonlySet<Opening> = new Set(['unopened', 'unknown-root', 'unsigned', 'expired', 'revoked']);

export const ITEM_DAYS = 30;
const GROUP = '';
const BATCH = 64;
/** Batches under way at once: while one is opened, another is written and a third gathers. */
const LANES = 3;
/** Accepted and kept in memory until opened, some 10 MB. */
const MAX_AT_HAND = 2000;
const MAX_PEERS = 10_000;
const FAILURE_MS = 1000;
/** Clocks jump: what is due is looked for at least so often. */
const LONGEST_WAIT_MS = 60_000;

export class Intake {
  readonly #parts: IntakeParts;
  readonly #queue: Queue;
  readonly #mailboxes: Mailboxes;
  /** Claimed as they were accepted, oldest first. */
  readonly #atHand: QueueItem[] = [];
  /** There may be more in the queue than what is at hand. */
  #onDisk = true;
  /** Are being appended without being kept at hand. */
  #appending = 0;
  /** Who brought what is waiting. In memory only: network addresses are not written anywhere. */
  readonly #deliverers = new Map<string, Deliverer>();
  readonly #unresolvable = new Map<string, number>();
  readonly #holding: Holding;
  /** When something that was put off is due, and what will look then. */
  #alarm: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;
  readonly #lanes = new Set<Promise<void>>();
  /** When the batch taken last is written: the next is written after it, so that a mailbox keeps the order in which it was served. */
  #lastWritten: Promise<unknown> = Promise.resolve();
  #stopped = false;
  #waiting = 0;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#queue = parts.storage.queue('intake');
    this.#mailboxes = parts.storage.mailboxes('mailboxes');
    this.#holding = new Holding(parts);
    parts.metrics.beforeReading(() => this.#measure());
  }

  /** Deliveries accepted and not yet opened. What is held back is not among them: whoever delivers could tell that addresses resolve. */
  get waiting(): number {
    return this.#waiting - this.#holding.size;
  }

  async start(): Promise<void> {
    this.#queue.onInherited(() => {
      this.#recount().catch((error: unknown) => this.#parts.log.fault('intake-failed', error));
    });
    await this.#recount();
  }

  /** Counts anew and goes on: after a start, and when another process left something. */
  async #recount(): Promise<void> {
    this.#waiting = await this.#queue.count();
    this.#lookOnDisk();
    await this.#wakeForNext();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#alarm?.timer);
    while (this.#lanes.size > 0) await Promise.all(this.#lanes);
  }

  /** Durable when it resolves; opened later. */
  async accept(taken: Delivery, deliverer: Deliverer): Promise<'appended' | 'known'> {
    const body = delivery.encode(taken);
    // The id is of the whole: whoever saw a sealed address must not be able to block it by delivering it with other bytes.
    const id = sha256(body);
    const acceptedAt = this.#parts.now();
    const item = { id, group: GROUP, body, acceptedAt, rememberUntil: null };
    // What waits on disk is older: it comes first.
    const kept = !this.#onDisk && this.#appending === 0 && this.#atHand.length < MAX_AT_HAND;
    const result = kept ? await this.#queue.append(item, 'claim') : await this.#appendOnly(item);
    if (result === 'known') return result;
    this.#waiting++;
    this.#deliverers.set(encodeHex(id), deliverer);
    if (kept) this.#atHand.push({ id, group: GROUP, body, acceptedAt, tries: 0 });
    // What was put off may be due before its timer says so, where clocks jump.
    if (this.#alarm !== null && this.#alarm.at <= acceptedAt) this.#onDisk = true;
    this.#wake();
    return result;
  }

  async #appendOnly(item: NewQueueItem): Promise<'appended' | 'known'> {
    this.#appending++;
    try {
      return await this.#queue.append(item);
    } finally {
      this.#appending--;
      this.#onDisk = true;
    }
  }

  #lookOnDisk(): void {
    this.#onDisk = true;
    this.#wake();
  }

  #wake(): void {
    if (this.#stopped || this.#lanes.size >= LANES) return;
    const lane = this.#work()
      .catch((error: unknown) => {
        this.#parts.log.fault('intake-failed', error);
        this.#wakeAt(this.#parts.now() + FAILURE_MS);
      })
      .finally(() => {
        this.#lanes.delete(lane);
        if (this.#atHand.length > 0 || this.#onDisk) this.#wake();
      });
    this.#lanes.add(lane);
  }

  async #work(): Promise<void> {
    while (!this.#stopped) {
      const items = await this.#take();
      if (items.length === 0) return;
      const before = this.#lastWritten;
      const written = this.#handle(items, before);
      this.#lastWritten = written;
      await written;
    }
  }

  async #take(): Promise<QueueItem[]> {
    if (this.#atHand.length > 0) return this.#atHand.splice(0, BATCH);
    if (!this.#onDisk) return [];
    this.#onDisk = false;
    const items = await this.#queue.claim(GROUP, BATCH, this.#parts.now());
    if (items.length > 0) this.#onDisk = true;
    else if (this.#holding.size > 0) await this.#wakeForNext();
    return items;
  }

  async #wakeForNext(): Promise<void> {
    const at = await this.#queue.nextDueAt(GROUP);
    if (at !== null) this.#wakeAt(at);
  }

  /** One timer is enough for all that was put off: the first that is due wakes, and then the next is asked for. */
  #wakeAt(at: number): void {
    if (this.#stopped || (this.#alarm !== null && this.#alarm.at <= at)) return;
    clearTimeout(this.#alarm?.timer);
    const wait = Math.min(Math.max(0, at - this.#parts.now()), LONGEST_WAIT_MS);
    const timer = setTimeout(() => {
      this.#alarm = null;
      this.#lookOnDisk();
    }, wait);
    timer.unref();
    this.#alarm = { at, timer };
  }

  async #handle(items: readonly QueueItem[], before: Promise<unknown>): Promise<void> {
    const results = await this.#examine(items);
    await before;
    // Asked for together, so that one commit serves them all.
    await Promise.all(
      results.map(({ item, examined }) =>
        this.#settle(item, examined).catch((error: unknown) => this.#postpone(item, error)),
      ),
    );
  }

  /** Those at which we failed are postponed, and not among the results. */
  async #examine(items: readonly QueueItem[]): Promise<{ item: QueueItem; examined: Examined }[]> {
    try {
      const opener = this.#parts.openerFor(this.#waiting);
      const examined = await examine(items, opener, { ...this.#parts, mailboxes: this.#mailboxes });
      return items.map((item, index) => ({ item, examined: examined[index] as Examined }));
    } catch (error) {
      const [only, ...others] = items;
      if (only !== undefined && others.length === 0) {
        await this.#postpone(only, error);
        return [];
      }
      // One of them may be at fault, and must take nobody else with it.
      const alone = [];
      for (const item of items) alone.push(...(await this.#examine([item])));
      return alone;
    }
  }

  async #settle(item: QueueItem, examined: Examined): Promise<void> {
    if (typeof examined === 'string') return this.#close(item, examined);
    const peer = this.#deliverers.get(encodeHex(item.id))?.peer;
    const heldMs = this.#holding.admit(item.id, { root: examined.root, id: examined.id, peer }, this.#parts.now());
    if (heldMs === null) return this.#close(item, 'too-many');
    if (heldMs > 0) return this.#hold(item, heldMs);
    this.#close(item, await this.#append(examined));
  }

  /** Too soon: it is due later. */
  async #hold(item: QueueItem, heldMs: number): Promise<void> {
    this.#parts.metrics.count('openings_total', 'held');
    const dueAt = this.#parts.now() + heldMs;
    await this.#queue.postpone(item.id, dueAt);
    this.#wakeAt(dueAt);
  }

  #close(item: QueueItem, outcome: Opening): void {
    this.#parts.metrics.count('openings_total', outcome);
    if (BLAMED.has(outcome)) this.#blame(item);
    this.#deliverers.delete(encodeHex(item.id));
    // Not waited for: should it be lost, the item is examined again and dropped as a repeat.
    this.#queue.remove(item.id, 'done').then(
      () => {
        this.#waiting--;
      },
      (error: unknown) => this.#postpone(item, error),
    );
  }

  async #append({ root, latency, seen, body, rememberUntil }: ForMailbox): Promise<Opening> {
    const { now, arrived, mailboxBytes } = this.#parts;
    const expiresAt = now() + ITEM_DAYS * DAY_MS;
    const result = await this.#mailboxes.append(root, { id: seen, body, expiresAt, rememberUntil }, mailboxBytes);
    if (result === 'appended') arrived(root, latency);
    return result === 'appended' ? 'mailbox' : result === 'known' ? 'repeated' : 'full';
  }

  /** The store did not take it, or we are at fault: it waits, so that one bad item cannot keep us busy. */
  async #postpone(item: QueueItem, error: unknown): Promise<void> {
    this.#parts.log.fault('opening-failed', error);
    const dueAt = this.#parts.now() + FAILURE_MS * 2 ** Math.min(item.tries, 6);
    await this.#queue.postpone(item.id, dueAt).catch(() => this.#queue.release(item.id));
    this.#wakeAt(dueAt);
  }

  /** Unresolvable deliveries speak against whoever brings many of them. */
  #blame({ id, acceptedAt }: QueueItem): void {
    const deliverer = this.#deliverers.get(encodeHex(id));
    if (deliverer === undefined) return;
    deliverer.blamed(id, acceptedAt).then(
      (peer) => {
        const count = this.#unresolvable.get(peer) ?? 0;
        if (count > 0 || this.#unresolvable.size < MAX_PEERS) this.#unresolvable.set(peer, count + 1);
      },
      (error: unknown) => this.#parts.log.fault('blame-failed', error),
    );
  }

  async #measure(): Promise<void> {
    const { metrics } = this.#parts;
    const counts = [...this.#unresolvable.values()];
    metrics.gauge('queue_items', 'intake', await this.#queue.count());
    metrics.gauge('unresolvable_peers', counts.filter((count) => count > 100).length);
    metrics.gauge(
      'unresolvable_worst',
      counts.reduce((most, count) => Math.max(most, count), 0),
    );
  }
}
