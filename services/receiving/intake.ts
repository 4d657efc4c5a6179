// What happens to a delivery after the answer "accepted": it is examined (examination.ts) and put into the mailbox of
// its root, or held back if too many come (holding.ts). Deliveries wait in a durable queue until then, so a crash loses
// none. Nothing found here reaches the deliverer: not by the answer, and not by time, since the answer went out before.
// Batches grow by themselves: deliveries accepted while a few are under way go with the next.
import { DAY_MS } from '#protocol/base/day.ts';
import type { Latency } from '#wire/address.ts';
import { Background } from '../runtime/background.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Mailboxes, Queue, Storage } from '../storage/storage.ts';
import { type Accepted, Backlog, type Deliverer, type Taken } from './backlog.ts';
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
  readonly arrived: (root: Uint8Array, latency: Latency, body: Uint8Array) => void;
  readonly mailboxBytes: number;
  readonly addressPace: PaceLimit;
  readonly servicePace: PaceLimit;
}

export type IntakeOutcome = Dropped | 'mailbox' | 'too-many' | 'full';

/** Outcomes for which the one who delivered may be at fault. */
const BLAMED: ReadonlySet<IntakeOutcome> = new Set(['unopened', 'unknown-root', 'unsigned', 'expired', 'revoked']);

export const ITEM_DAYS = 30;
const BATCH = 64;
/** Batches under way at once: while one is opened, another is written and a third gathers. */
const LANES = 3;
/** Told and not yet on disk, at most. */
const MAX_UNSYNCED = BATCH * LANES;
const MAX_PEERS = 10_000;
const FAILURE_MS = 1000;
/** Clocks jump: due items are looked for at least so often. */
const LONGEST_WAIT_MS = 60_000;

export class Intake {
  readonly #parts: IntakeParts;
  readonly #queue: Queue;
  readonly #mailboxes: Mailboxes;
  readonly #backlog: Backlog;
  readonly #unresolvable = new Map<string, number>();
  readonly #holding: Holding;
  /** When something that was put off is due, and what will look then. */
  #alarm: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;
  readonly #lanes = new Set<Promise<void>>();
  readonly #background = new Background();
  /**
   * When the batch taken last is written: the next is written after it, so that a mailbox keeps the order in which it
   * was served.
   */
  #lastWritten: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /**
   * Whether a former process left something: what it told of an item, and had not yet on disk, may be lost with the
   * power; its number must not be another's.
   */
  #inherited = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    this.#queue = parts.storage.queue('intake');
    this.#backlog = new Backlog(this.#queue, parts.now);
    this.#mailboxes = parts.storage.mailboxes('mailboxes');
    this.#holding = new Holding(parts);
    parts.metrics.beforeReading(() => this.#measure());
  }

  /**
   * Deliveries accepted and not yet opened. Those held back do not count: a deliverer could tell that addresses
   * resolve.
   */
  get waiting(): number {
    return this.#waiting - this.#holding.size;
  }

  async start(): Promise<void> {
    this.#queue.onInherited(() => {
      if (!this.#background.hasStopped) this.#beside(this.#recount(), 'intake-failed');
    });
    await this.#recount();
  }

  /** Counts anew and goes on: after a start, and when another process left something. */
  async #recount(): Promise<void> {
    this.#waiting = await this.#queue.count();
    this.#inherited ||= this.#waiting > 0;
    this.#lookOnDisk();
    await this.#wakeForNext();
  }

  async stop(): Promise<void> {
    this.#background.stop();
    clearTimeout(this.#alarm?.timer);
    while (this.#lanes.size > 0) await Promise.all(this.#lanes);
    // Outcomes that are still being written.
    await this.#background.end();
  }

  #beside(work: Promise<unknown>, event: 'intake-failed' | 'blame-failed'): void {
    this.#background.run(work, (error) => this.#parts.log.fault(event, error));
  }

  /** Durable when it resolves; opened later. */
  async accept(taken: Taken, deliverer: Deliverer): Promise<'appended' | 'known'> {
    const result = await this.#backlog.add(taken, deliverer);
    if (result === 'known') return result;
    this.#waiting++;
    // A postponed item may be due before its timer says so, if clocks jump.
    if (this.#alarm !== null && this.#alarm.at <= this.#parts.now()) this.#backlog.lookOnDisk();
    this.#wake();
    return result;
  }

  #lookOnDisk(): void {
    this.#backlog.lookOnDisk();
    this.#wake();
  }

  #wake(): void {
    if (this.#background.hasStopped || this.#lanes.size >= LANES) return;
    const lane = this.#work()
      .catch((error: unknown) => {
        this.#parts.log.fault('intake-failed', error);
        this.#wakeAt(this.#parts.now() + FAILURE_MS);
      })
      .finally(() => {
        this.#lanes.delete(lane);
        if (this.#backlog.holdsMore) this.#wake();
      });
    this.#lanes.add(lane);
  }

  async #work(): Promise<void> {
    while (!this.#background.hasStopped) {
      const items = await this.#backlog.take(BATCH);
      if (items.length === 0) {
        if (this.#holding.size > 0) await this.#wakeForNext();
        return;
      }
      const before = this.#lastWritten;
      const written = this.#handle(items, before);
      this.#lastWritten = written;
      await written;
    }
  }

  async #wakeForNext(): Promise<void> {
    const at = await this.#backlog.nextDueAt();
    if (at !== null) this.#wakeAt(at);
  }

  /** One timer is enough for all that was put off: the first that is due wakes, and then the next is asked for. */
  #wakeAt(at: number): void {
    if (this.#background.hasStopped || (this.#alarm !== null && this.#alarm.at <= at)) return;
    clearTimeout(this.#alarm?.timer);
    const wait = Math.min(Math.max(0, at - this.#parts.now()), LONGEST_WAIT_MS);
    const timer = setTimeout(() => {
      this.#alarm = null;
      this.#lookOnDisk();
    }, wait);
    timer.unref();
    this.#alarm = { at, timer };
  }

  async #handle(items: readonly Accepted[], before: Promise<unknown>): Promise<void> {
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
  async #examine(items: readonly Accepted[]): Promise<{ item: Accepted; examined: Examined }[]> {
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
      // One of them may be at fault, and must not take the others with it.
      const alone = [];
      for (const item of items) alone.push(...(await this.#examine([item])));
      return alone;
    }
  }

  async #settle(item: Accepted, examined: Examined): Promise<void> {
    if (typeof examined === 'string') return this.#close(item, examined);
    const heldMs = this.#holding.admit(
      item.id,
      { root: examined.root, id: examined.id, peer: item.deliverer?.peer },
      this.#parts.now(),
    );
    if (heldMs === null) return this.#close(item, 'too-many');
    if (heldMs > 0) return this.#hold(item, heldMs);
    this.#close(item, await this.#append(examined));
  }

  /** Too soon: it is due later. */
  async #hold(item: Accepted, heldMs: number): Promise<void> {
    this.#parts.metrics.count('openings_total', 'held');
    const dueAt = this.#parts.now() + heldMs;
    await this.#backlog.postpone(item, dueAt);
    this.#wakeAt(dueAt);
  }

  #close(item: Accepted, outcome: IntakeOutcome): void {
    this.#parts.metrics.count('openings_total', outcome);
    this.#holding.forget(item.id);
    if (BLAMED.has(outcome)) this.#blame(item);
    // Not waited for: should it be lost, the item is examined again and dropped as a repeat.
    const settled = this.#backlog.settle(item).then(
      () => {
        this.#waiting--;
        if (this.#waiting === 0) this.#inherited = false;
      },
      (error: unknown) => this.#postpone(item, error),
    );
    this.#beside(settled, 'intake-failed');
  }

  async #append({ root, latency, seen, body, rememberUntil }: ForMailbox): Promise<IntakeOutcome> {
    const { now, arrived, mailboxBytes } = this.#parts;
    const expiresAt = now() + ITEM_DAYS * DAY_MS;
    const item = { id: seen, body, expiresAt, rememberUntil, leavesOut: this.#inherited ? MAX_UNSYNCED : 0 };
    // Told before that is on disk: until then it is in the queue, and put in again should the power fail.
    const told = () => arrived(root, latency, body);
    const result = await this.#mailboxes.append(root, item, mailboxBytes, told);
    return result === 'appended' ? 'mailbox' : result === 'known' ? 'repeated' : 'full';
  }

  /** The store did not take it, or we are at fault: it waits, so that one bad item cannot keep us busy. */
  async #postpone(item: Accepted, error: unknown): Promise<void> {
    this.#parts.log.fault('opening-failed', error);
    const dueAt = this.#parts.now() + FAILURE_MS * 2 ** Math.min(item.tries, 6);
    await this.#backlog.postpone(item, dueAt).catch(() => this.#backlog.release(item));
    this.#wakeAt(dueAt);
  }

  /** Unresolvable deliveries speak against a deliverer that brings many of them. */
  #blame({ acceptedAt, deliverer }: Accepted): void {
    const noted = deliverer?.blamed(acceptedAt).then((peer) => {
      const count = this.#unresolvable.get(peer) ?? 0;
      if (count > 0 || this.#unresolvable.size < MAX_PEERS) this.#unresolvable.set(peer, count + 1);
    });
    if (noted !== undefined) this.#beside(noted, 'blame-failed');
  }

  async #measure(): Promise<void> {
    const { metrics } = this.#parts;
    const counts = [...this.#unresolvable.values()];
    metrics.gauge('queue_items', 'intake', await this.#queue.count());
    metrics.gauge('queue_items', 'held', this.#holding.size);
    metrics.gauge('unresolvable_peers', counts.filter((count) => count > 100).length);
    metrics.gauge(
      'unresolvable_worst',
      counts.reduce((most, count) => Math.max(most, count), 0),
    );
  }
}
