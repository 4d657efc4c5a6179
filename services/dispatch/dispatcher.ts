// Empties a durable queue of deliveries, grouped by destination. Each destination has a lane of its own: a slow or dead
// one holds up no other, and takes one delivery at a time until it has answered well. Requests grow by themselves: what
// comes while a few are under way goes with the next. Waiting belongs to the lane, and is in memory only. At least
// once, never at most once: the receiving service drops repeats.

import { DAY_MS } from '#protocol/base/day.ts';
import { MAX_DELIVERIES } from '#wire/transport.ts';
import type { Outgoing } from '../http/outgoing.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Queue, QueueItem } from '../storage/storage.ts';
import { type Attempt, attempt } from './attempt.ts';
import { type Retry, retryPauseMs } from './backoff.ts';

export interface DispatcherParts {
  readonly queue: Queue;
  readonly outgoing: Pick<Outgoing, 'ask' | 'close'>;
  readonly retry: Retry;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** In 0 … 1, for jitter. */
  readonly random: () => number;
}

interface Lane {
  readonly destination: string;
  requests: number;
  /** Deliveries, in all of its requests. */
  inFlight: number;
  /** How many deliveries it may have at once: grows by one with each that is taken, back to one with a failure. */
  width: number;
  failures: number;
  /** Nothing is attempted before. */
  retryAt: number;
  /** Counts failures of the lane: requests that began before one say nothing new by failing too. */
  epoch: number;
  pumping: boolean;
  again: boolean;
  timer: NodeJS.Timeout | null;
}

type Settling = () => Promise<void>;

/** Requests at once, over all lanes: anybody may name destinations by the thousand, and each request is a socket. */
const AT_ONCE = 256;
/**
 * Of these to destinations that have not answered well yet: dead ones hold a request for 20 s, and must not hold all.
 */
const STRANGERS_AT_ONCE = 128;
const MAX_PROVEN = 10_000;
/** Deliveries at once, over all lanes, some 22 MB of small ones: beyond that requests hold one each. */
const DELIVERIES_AT_ONCE = 4096;

/** While one is under way another is answered; with more they would be smaller. */
const REQUESTS_OF_ONE = 2;
const MAX_WIDTH = REQUESTS_OF_ONE * MAX_DELIVERIES;
const OVERDUE_AT_ONCE = 64;
/** Cutting a request off costs nothing: it is made again, and repeats are dropped over there. */
const STOP_MS = 1000;
/** setTimeout takes 31 bits; a lane that waits longer looks again after that. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export class Dispatcher {
  readonly #parts: DispatcherParts;
  readonly #lanes = new Map<string, Lane>();
  readonly #running = new Set<Promise<void>>();
  /** Destinations that took something since the start. */
  readonly #proven = new Set<string>();
  /** Lanes that found no room. */
  readonly #held = new Set<Lane>();
  #underWay = 0;
  #strangersUnderWay = 0;
  #deliveriesUnderWay = 0;
  #stopped = false;

  constructor(parts: DispatcherParts) {
    this.#parts = parts;
  }

  /** Takes up the items that a former process left, and those that others leave from now on. */
  async start(): Promise<void> {
    this.#parts.queue.onInherited((destination) => this.wake(destination));
    for (const destination of await this.#parts.queue.groups()) this.wake(destination);
  }

  /** Says that something was appended for a destination. */
  wake(destination: string): void {
    if (this.#stopped) return;
    const lane = this.#lanes.get(destination) ?? createLane(destination);
    this.#lanes.set(destination, lane);
    this.#track(this.#pump(lane));
  }

  /** Begins nothing more and gives the requests under way a moment; undelivered items stay in the queue. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const lane of this.#lanes.values()) if (lane.timer !== null) clearTimeout(lane.timer);
    const patience = setTimeout(() => this.#parts.outgoing.close(), STOP_MS);
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
    clearTimeout(patience);
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#parts.log.fault('dispatch-failed', error))
      .finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #pump(lane: Lane): Promise<void> {
    lane.again = true;
    if (lane.pumping) return;
    lane.pumping = true;
    try {
      while (lane.again && !this.#stopped) {
        lane.again = false;
        await this.#fill(lane);
      }
    } finally {
      lane.pumping = false;
    }
  }

  async #fill(lane: Lane): Promise<void> {
    const { queue, now } = this.#parts;
    if (lane.failures > 0) await this.#giveUpOverdue(lane);
    if (now() < lane.retryAt) return this.#sleep(lane, lane.retryAt);
    const wanted = Math.min(lane.width - lane.inFlight, MAX_DELIVERIES);
    if (wanted <= 0 || lane.requests >= REQUESTS_OF_ONE) return;
    const stranger = !this.#proven.has(lane.destination);
    if (this.#room(stranger) <= 0) return void this.#held.add(lane);
    this.#occupy(stranger, 1);
    const limit = this.#deliveriesUnderWay < DELIVERIES_AT_ONCE ? wanted : 1;
    const items = await queue.claim(lane.destination, limit, now()).catch((error: unknown) => {
      this.#leave(stranger);
      throw error;
    });
    if (items.length > 0) {
      lane.requests++;
      lane.inFlight += items.length;
      this.#deliveriesUnderWay += items.length;
      this.#track(this.#carry(lane, items, stranger));
    } else this.#leave(stranger);
    if (items.length === limit) return this.#fill(lane);
    const nextDueAt = await queue.nextDueAt(lane.destination);
    if (nextDueAt !== null) this.#sleep(lane, nextDueAt);
    else if (lane.inFlight === 0 && !lane.again) this.#lanes.delete(lane.destination);
  }

  /** A dead destination gets too few attempts to give up a long queue by them. */
  async #giveUpOverdue(lane: Lane): Promise<void> {
    const { queue, retry, metrics, log, now } = this.#parts;
    for (;;) {
      const items = await queue.claim(lane.destination, OVERDUE_AT_ONCE, now());
      const overdue = items.filter((item) => now() >= item.acceptedAt + retry.horizonDays * DAY_MS);
      for (const item of items) if (!overdue.includes(item)) queue.release(item.id);
      if (overdue.length === 0) return;
      await Promise.all(overdue.map((item) => queue.remove(item.id, 'given-up')));
      metrics.count('attempts_total', 'given-up', overdue.length);
      log.event('warning', 'given-up', { overdue: true, messages: overdue.length });
    }
  }

  #room(stranger: boolean): number {
    const all = AT_ONCE - this.#underWay;
    return stranger ? Math.min(all, STRANGERS_AT_ONCE - this.#strangersUnderWay) : all;
  }

  #occupy(stranger: boolean, count: number): void {
    this.#underWay += count;
    if (stranger) this.#strangersUnderWay += count;
  }

  /** Makes room for one, and gives it to the lane that waits for it: a proven one first, then what has failed least. */
  #leave(stranger: boolean): void {
    this.#occupy(stranger, -1);
    if (this.#stopped) return;
    let next: Lane | null = null;
    for (const lane of this.#held) {
      if (this.#room(!this.#proven.has(lane.destination)) <= 0) continue;
      if (next === null || this.#rank(lane) < this.#rank(next)) next = lane;
    }
    if (next === null) return;
    this.#held.delete(next);
    this.#track(this.#pump(next));
  }

  #rank({ destination, failures }: Lane): number {
    return this.#proven.has(destination) ? -1 : failures;
  }

  #sleep(lane: Lane, until: number): void {
    if (this.#stopped) return;
    if (lane.timer !== null) clearTimeout(lane.timer);
    const delayMs = Math.min(MAX_TIMER_MS, Math.max(1, until - this.#parts.now()));
    lane.timer = setTimeout(() => {
      lane.timer = null;
      this.#track(this.#pump(lane));
    }, delayMs);
  }

  async #carry(lane: Lane, items: readonly QueueItem[], stranger: boolean): Promise<void> {
    const { epoch } = lane;
    const bodies = items.map(({ body }) => body);
    let writes: Settling[];
    try {
      writes = this.#follow(lane, items, await attempt(this.#parts.outgoing, lane.destination, bodies), epoch);
    } catch (error) {
      writes = items.map(() => () => Promise.reject(error));
    }
    // Outcomes are written beside the next requests: an item stays claimed until it is.
    for (const [index, item] of items.entries())
      this.#track(this.#settled(lane, item, epoch, writes[index] as Settling));
    lane.requests--;
    lane.inFlight -= items.length;
    this.#deliveriesUnderWay -= items.length;
    this.#leave(stranger);
    if (!this.#stopped) this.#track(this.#pump(lane));
  }

  async #settled(lane: Lane, item: QueueItem, epoch: number, write: Settling): Promise<void> {
    try {
      await write();
    } catch (error) {
      // The store did not take the outcome, or we are at fault: the message is sent again later, and dropped over there
      // as a repeat.
      this.#parts.queue.release(item.id);
      this.#fail(lane, epoch, 0);
      if (!this.#stopped) this.#track(this.#pump(lane));
      throw error;
    }
  }

  /** What the lane learns by a request. @returns how the outcome of each item is to be written */
  #follow(lane: Lane, items: readonly QueueItem[], results: readonly Attempt[], epoch: number): Settling[] {
    const taken = results.filter(({ outcome }) => outcome === 'delivered').length;
    if (taken > 0) {
      lane.failures = 0;
      lane.width = Math.min(MAX_WIDTH, lane.width + taken);
      if (this.#proven.size < MAX_PROVEN) this.#proven.add(lane.destination);
    }
    // After that: it took some, and asks for time for the others.
    const waits = results.flatMap((one) => (one.outcome === 'unreachable' ? [one.retryAfterMs] : []));
    if (waits.length > 0) this.#fail(lane, epoch, Math.max(...waits));
    return items.map((item, index) => this.#writingOf(lane, item, results[index] as Attempt));
  }

  #writingOf(lane: Lane, item: QueueItem, { outcome }: Attempt): Settling {
    const { queue, retry, metrics, log, now, random } = this.#parts;
    const overdue = now() >= item.acceptedAt + retry.horizonDays * DAY_MS;
    if (outcome === 'delivered') {
      metrics.count('attempts_total', 'delivered');
      return () => queue.remove(item.id, 'done');
    }
    if (outcome === 'refused' || overdue) {
      metrics.count('attempts_total', 'given-up');
      log.event('warning', 'given-up', { overdue, tries: item.tries });
      return () => queue.remove(item.id, 'given-up');
    }
    metrics.count('attempts_total', outcome);
    if (outcome === 'failed') {
      const dueAt = now() + retryPauseMs(retry, item.tries + 1, random());
      return () => queue.postpone(item.id, dueAt).then(() => this.wake(lane.destination));
    }
    return async () => queue.release(item.id);
  }

  #fail(lane: Lane, epoch: number, atLeastMs: number): void {
    if (epoch !== lane.epoch) return;
    const { retry, now, random } = this.#parts;
    lane.epoch++;
    lane.failures++;
    lane.width = 1;
    lane.retryAt = now() + Math.max(retryPauseMs(retry, lane.failures, random()), Math.min(atLeastMs, retry.maxMs));
  }
}

function createLane(destination: string): Lane {
  return {
    destination,
    requests: 0,
    inFlight: 0,
    width: 1,
    failures: 0,
    retryAt: 0,
    epoch: 0,
    pumping: false,
    again: false,
    timer: null,
  };
}
