// What happens to a delivery after the answer "accepted": it is opened twice, its signature, expiry and revocation are checked, and it is
// put into the mailbox of its root, or held back where too much comes. Deliveries wait in a durable queue until then, so a crash loses
// none. Nothing of what is found here reaches the one who delivered: not by the answer, and not by time, since the answer went out before.
import { encodeHex } from '#bytes/base64url.ts';
import { sha256 } from '#crypto/hash.ts';
import { latencyOf, openSealedAddress } from '#protocol/address.ts';
import { DAY_MS, dayOf } from '#protocol/day.ts';
import { type Latency, sealedAddress } from '#wire/address.ts';
import type { ServiceName } from '#wire/service.ts';
import { type Delivery, delivery } from '#wire/transport.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Mailboxes, Queue, QueueItem, Storage } from '../storage/storage.ts';
import type { Generations } from './generations.ts';
import { Holding } from './holding.ts';
import { encodeItem } from './mailbox-item.ts';
import type { PaceLimit } from './pace.ts';
import type { Roots } from './roots.ts';

export interface IntakeParts {
  readonly storage: Storage;
  readonly service: ServiceName;
  readonly generations: Generations;
  readonly roots: Roots;
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

export type Opening =
  | 'mailbox'
  | 'repeated'
  | 'unopened'
  | 'unknown-root'
  | 'unsigned'
  | 'expired'
  | 'revoked'
  | 'held'
  | 'too-many'
  | 'full';

/** What an item turned out to be: something for a mailbox, or nothing and why. */
type Opened =
  | Exclude<Opening, 'mailbox' | 'full' | 'held'>
  | { readonly heldMs: number }
  | {
      readonly root: Uint8Array;
      readonly latency: Latency;
      /** SHA-256 of the sealed address. */
      readonly seen: Uint8Array;
      readonly body: Uint8Array;
      readonly rememberUntil: number;
    };

type Deposit = Extract<Opened, { readonly body: Uint8Array }>;

/** Outcomes for which the one who delivered may be at fault. */
const BLAMED: ReadonlySet<Opening> = new Set(['unopened', 'unknown-root', 'unsigned', 'expired', 'revoked']);

export const ITEM_DAYS = 30;
const GROUP = '';
/** Opened before anything is written: more would make the first of them wait too long. */
const BATCH = 16;
const MAX_PEERS = 10_000;
/** Clocks jump: what is due is looked for at least so often. */
const LONGEST_WAIT_MS = 60_000;

export class Intake {
  readonly #parts: IntakeParts;
  readonly #queue: Queue;
  readonly #mailboxes: Mailboxes;
  /** Who brought what is waiting. In memory only: network addresses are not written anywhere. */
  readonly #deliverers = new Map<string, Deliverer>();
  readonly #unresolvable = new Map<string, number>();
  readonly #holding: Holding;
  /** When something that was put off is due, and what will look then. */
  #alarm: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;
  #working: Promise<void> | null = null;
  #again = false;
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
    this.#wake();
    await this.#wakeForNext();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#alarm?.timer);
    await this.#working;
  }

  /** Durable when it resolves; opened later. */
  async accept(taken: Delivery, deliverer: Deliverer): Promise<'appended' | 'known'> {
    const body = delivery.encode(taken);
    // The id is of the whole: whoever saw a sealed address must not be able to block it by delivering it with other bytes.
    const id = sha256(body);
    const result = await this.#queue.append({
      id,
      group: GROUP,
      body,
      acceptedAt: this.#parts.now(),
      rememberUntil: null,
    });
    if (result === 'known') return result;
    this.#waiting++;
    this.#deliverers.set(encodeHex(id), deliverer);
    this.#wake();
    return result;
  }

  #wake(): void {
    this.#again = true;
    this.#working ??= this.#work()
      .catch((error: unknown) => this.#parts.log.fault('intake-failed', error))
      .finally(() => {
        this.#working = null;
        if (this.#again && !this.#stopped) this.#wake();
      });
  }

  async #work(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const items = await this.#queue.claim(GROUP, BATCH, this.#parts.now());
      if (items.length > 0) this.#again = true;
      const ready: (() => Promise<void>)[] = [];
      for (const item of items) {
        ready.push(await this.#examine(item));
        // Opening takes milliseconds of this one thread: requests are answered in between.
        await new Promise((resolve) => setImmediate(resolve));
      }
      // Written together, so that one commit serves them all.
      await Promise.all(ready.map((write) => write()));
    }
    if (this.#holding.size > 0) await this.#wakeForNext();
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
      this.#wake();
    }, wait);
    timer.unref();
    this.#alarm = { at, timer };
  }

  /** Opens an item. @returns what is to be written, which fails for nobody else */
  async #examine(item: QueueItem): Promise<() => Promise<void>> {
    try {
      const opened = await this.#open(item);
      if (typeof opened === 'object' && 'heldMs' in opened) return () => this.#hold(item, opened.heldMs);
      return () => this.#keep(item, opened).catch((error: unknown) => this.#postpone(item, error));
    } catch (error) {
      return () => this.#postpone(item, error);
    }
  }

  async #open(item: QueueItem): Promise<Opened> {
    const { service, generations, roots } = this.#parts;
    const { address, envelope } = delivery.decode(item.body);
    const seen = sha256(address);
    if (await this.#mailboxes.knows(seen)) return 'repeated';
    const opened = openSealedAddress(address, envelope, service, (generation) => generations.secretsOf(generation));
    if (opened === null) return 'unopened';
    const root = await roots.find(opened.root);
    if (root === null) return 'unknown-root';
    if (!opened.isMadeBy(root.addressKey)) return 'unsigned';
    // Judged by when it was accepted: what a crash held up here was in time.
    if (opened.expiryDay < dayOf(item.acceptedAt)) return 'expired';
    if (await roots.isRevoked(opened.root, opened.id)) return 'revoked';
    const peer = this.#deliverers.get(encodeHex(item.id))?.peer;
    const heldMs = this.#holding.admit(item.id, { root: opened.root, id: opened.id, peer }, this.#parts.now());
    if (heldMs === null) return 'too-many';
    if (heldMs > 0) return { heldMs };
    const rememberUntil = generations.retiresAt(sealedAddress.decode(address).generation);
    const latency = latencyOf(opened.id, root.latency);
    return { root: opened.root, latency, seen, body: encodeItem(opened.address, envelope), rememberUntil };
  }

  /** Too soon: it is due later. */
  async #hold(item: QueueItem, heldMs: number): Promise<void> {
    this.#parts.metrics.count('openings_total', 'held');
    const dueAt = this.#parts.now() + heldMs;
    try {
      await this.#queue.postpone(item.id, dueAt);
      this.#wakeAt(dueAt);
    } catch (error) {
      await this.#postpone(item, error);
    }
  }

  async #keep(item: QueueItem, opened: Exclude<Opened, { readonly heldMs: number }>): Promise<void> {
    const outcome = typeof opened === 'string' ? opened : await this.#append(opened);
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

  async #append({ root, latency, seen, body, rememberUntil }: Deposit): Promise<Opening> {
    const { now, arrived, mailboxBytes } = this.#parts;
    const expiresAt = now() + ITEM_DAYS * DAY_MS;
    const result = await this.#mailboxes.append(root, { id: seen, body, expiresAt, rememberUntil }, mailboxBytes);
    if (result === 'appended') arrived(root, latency);
    return result === 'appended' ? 'mailbox' : result === 'known' ? 'repeated' : 'full';
  }

  /** The store did not take it, or we are at fault: it waits, so that one bad item cannot keep us busy. */
  async #postpone(item: QueueItem, error: unknown): Promise<void> {
    this.#parts.log.fault('opening-failed', error);
    const waitMs = 1000 * 2 ** Math.min(item.tries, 6);
    const dueAt = this.#parts.now() + waitMs;
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
