// The dispatcher over days of a scripted clock: how often a destination that is away is asked, that its wish to wait is
// kept to, when what waits is given up, and that what piled up does not fall upon it when it is back. Queue and storage
// are real; destination and clock are scripted, since no test can wait a week.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { type DeliveryAnswers, deliveries, deliveryAnswers } from '#wire/transport.ts';
import { createLog } from '../runtime/log.ts';
import { Metrics } from '../runtime/metrics.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import type { Queue, Storage } from '../storage/storage.ts';
import { Dispatcher } from './dispatcher.ts';

const DESTINATION = 'https://receiving.example';
const RETRY = { firstMs: 1000, maxMs: 15 * 60_000, horizonDays: 7 };
const HOUR_MS = 3_600_000;
const ANSWER_MS = 50;
const START = Date.UTC(2026, 0, 1);

/** A delivery that was brought. */
interface Asked {
  readonly at: number;
  readonly name: number;
  readonly request: number;
  /** Deliveries and requests under way, this one too. */
  readonly together: number;
  readonly requests: number;
}

let folder: string;
let storage: Storage;
let queue: Queue;
let dispatcher: Dispatcher;
let asked: Asked[];
let metrics: Metrics;
/** The destination's answer at a time; null: it does not answer. */
let answer: (at: number) => { status: number; retryAfterSeconds: number | null } | null;
/** Its answer to each of several. */
let each: (name: number) => DeliveryAnswers[number];
let made: number;
/** Requests are answered no sooner than it resolves. */
let held: Promise<void>;
let chance: number;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START });
  folder = mkdtempSync(join(tmpdir(), 'dispatcher-'));
  storage = openSqliteStorage(folder);
  queue = storage.queue('sending');
  asked = [];
  metrics = new Metrics();
  made = 0;
  held = Promise.resolve();
  each = () => ({ answer: 'accepted', retryAfterSeconds: 0 });
  chance = 0;
  answer = () => ({ status: 202, retryAfterSeconds: null });
  dispatcher = create();
});
afterEach(async () => {
  const stopped = dispatcher.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  await stopped;
  await storage.close();
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

function create(): Dispatcher {
  const underWay = { deliveries: 0, requests: 0 };
  const ask = async (_: string, path: string, body: Uint8Array | null) => {
    const bytes = body ?? new Uint8Array(0);
    const brought = path === ENDPOINTS.deliver.path ? [bytes] : deliveries.decode(bytes).deliveries;
    underWay.requests++;
    underWay.deliveries += brought.length;
    const request = made++;
    for (const [high = 0, low = 0] of brought) {
      const { deliveries: together, requests } = underWay;
      asked.push({ at: Date.now(), name: (high << 8) | low, request, together, requests });
    }
    await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    await held;
    underWay.requests--;
    underWay.deliveries -= brought.length;
    const said = answer(Date.now());
    if (said === null) throw new Fault('unavailable', 'peer-unreachable', 'away');
    if (said.status !== 202 || brought.length === 1) return { ...said, body: new Uint8Array(0) };
    const answers = brought.map(([high = 0, low = 0]) => each((high << 8) | low));
    return { ...said, status: ENDPOINTS.deliverMany.status, body: deliveryAnswers.encode({ answers }) };
  };
  return new Dispatcher({
    queue,
    outgoing: { ask, close: () => {} },
    retry: RETRY,
    log: createLog(() => {}, Date.now),
    metrics,
    now: Date.now,
    // The golden ratio spreads evenly, and alike in every run.
    random: () => (chance = (chance + 0.618_033_988_749_895) % 1),
  });
}

function append(name: number, dueAt = Date.now()): Promise<unknown> {
  const id = Uint8Array.of(name >> 8, name & 255);
  const of = { id, group: DESTINATION, body: id };
  return queue.append({ ...of, acceptedAt: Date.now(), dueAt, rememberUntil: START + 60 * DAY_MS });
}

async function enqueue(count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, name) => append(name)));
  dispatcher.wake(DESTINATION);
}

async function enqueueOne(name: number): Promise<void> {
  await append(name);
  dispatcher.wake(DESTINATION);
}

/** Goes on, also in real time, in which the disk takes what became of an item. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) {
    await vi.advanceTimersByTimeAsync(10);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const away = (from: number, to: number) => (at: number) =>
  at >= from && at < to ? null : { status: 202, retryAfterSeconds: null };

it('asks a destination that is away less and less, and meets it gently when it is back after an hour', async () => {
  answer = away(START, START + HOUR_MS);
  await enqueue(400);
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  // 1 s, 2 s, 4 s … 15 min, each shortened by chance: for all 400 together.
  expect(asked.length).toBeGreaterThan(9);
  expect(asked.length).toBeLessThan(20);
  expect(Math.max(...asked.map(({ together }) => together))).toBe(1);
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(HOUR_MS / 2);
  expect(metrics.value('attempts_total', 'delivered')).toBe(400);
  const after = asked.slice(before).filter(({ at }) => at >= START + HOUR_MS);
  // One at first; with each that is taken one more, up to two requests full.
  const round = (n: number) => after.filter(({ at }) => Math.floor((at - (after[0] as Asked).at) / ANSWER_MS) === n);
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((n) => round(n).length)).toEqual([1, 2, 4, 8, 16, 32, 64, 128]);
  expect(new Set(round(7).map(({ request }) => request)).size).toBe(2);
  expect(Math.max(...after.map(({ together }) => together))).toBe(128);
  expect(new Set(after.map(({ name }) => name)).size).toBe(400);
  expect(after.length).toBe(400);
});

it('narrows again at once when it goes away in the middle', async () => {
  answer = away(START + 1000, START + 61_000);
  await enqueue(8000);
  await vi.advanceTimersByTimeAsync(60_000);
  // The requests under way when it went, and single deliveries from then on.
  expect(asked.filter(({ at }) => at >= START + 1100).length).toBeLessThan(10);
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(metrics.value('attempts_total', 'delivered')).toBe(8000);
});

it('keeps to Retry-After, also where it is longer than its own wait', async () => {
  answer = (at) =>
    at < START + 500 ? { status: 429, retryAfterSeconds: 600 } : { status: 202, retryAfterSeconds: null };
  await enqueue(5);
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  expect(metrics.value('attempts_total', 'delivered')).toBe(5);
  expect((asked[1] as Asked).at - (asked[0] as Asked).at).toBeGreaterThanOrEqual(600_000);
});

it('brings what comes while two requests are under way with the next, which is told of each apart', async () => {
  // While something is to be delivered later, it stays known how much the destination takes at once.
  await append(2000, START + HOUR_MS);
  await enqueue(200);
  await until(() => metrics.value('attempts_total', 'delivered') === 200);
  const from = made;
  const asking = asked.length;
  each = (name) => ({ answer: name === 1007 ? 'malformed' : 'accepted', retryAfterSeconds: 0 });
  let letGo = () => {};
  held = new Promise((resolve) => (letGo = resolve));
  for (let name = 1000; name < 1010; name++) {
    await enqueueOne(name);
    await until(() => made === Math.min(name - 999, 2) + from);
  }
  letGo();
  await until(() => metrics.value('attempts_total', 'delivered') === 209);
  const requests = Map.groupBy(asked.slice(asking), ({ request }) => request);
  // The first found nobody under way, and so did the second; the others waited for one of the two.
  expect([...requests.values()].map((one) => one.length)).toEqual([1, 1, 8]);
  expect(Math.max(...asked.slice(asking).map((one) => one.requests))).toBe(2);
  expect(metrics.value('attempts_total', 'given-up')).toBe(1);
  await until(async () => (await queue.count()) === 1);
  expect(await queue.outcome(Uint8Array.of(1007 >> 8, 1007 & 255))).toBe('given-up');
  expect(await queue.outcome(Uint8Array.of(1008 >> 8, 1008 & 255))).toBe('done');
});

it('waits for as long as the most patient of several asks, and keeps what was taken', async () => {
  let refusedOnce = 0;
  await enqueue(20);
  each = (name) => {
    if (name < 10 || refusedOnce >= 4) return { answer: 'accepted', retryAfterSeconds: 0 };
    refusedOnce++;
    return name % 2 === 0
      ? { answer: 'rate-limited', retryAfterSeconds: 300 }
      : { answer: 'unavailable', retryAfterSeconds: 5 };
  };
  await vi.advanceTimersByTimeAsync(HOUR_MS / 2);
  expect(metrics.value('attempts_total', 'delivered')).toBe(20);
  // Each of the four was asked for once more, no sooner than the one that asked for the longest time wished.
  const times = [...Map.groupBy(asked, ({ name }) => name).values()].map((of) => of.map(({ at }) => at));
  const again = times.filter(({ length }) => length > 1) as [number, number][];
  expect(again.length).toBe(4);
  for (const [first, second] of again) expect(second - first).toBeGreaterThanOrEqual(300_000);
});

it('tries for a week, a few times an hour, then gives all of it up and remembers that it did', async () => {
  answer = () => null;
  await enqueue(100);
  await vi.advanceTimersByTimeAsync(7 * DAY_MS - 1000);
  expect(metrics.value('attempts_total', 'given-up')).toBe(0);
  expect(await queue.outcome(Uint8Array.of(0, 7))).toBe('waiting');
  const gaps = asked.slice(20).map(({ at }, i) => at - (asked[i + 19] as Asked).at);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(RETRY.maxMs / 2);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(RETRY.maxMs + 2 * ANSWER_MS);
  await vi.advanceTimersByTimeAsync(RETRY.maxMs + 1000);
  await until(() => metrics.value('attempts_total', 'given-up') >= 100);
  expect(metrics.value('attempts_total', 'given-up')).toBe(100);
  expect(await queue.outcome(Uint8Array.of(0, 7))).toBe('given-up');
});

it('that is stopped while it looks what is next does not lie down to wait for it', async () => {
  answer = () => null;
  const looked = vi.spyOn(queue, 'nextDueAt');
  let letGo = (_: number) => {};
  looked.mockImplementation(() => new Promise((resolve) => (letGo = resolve)));
  await enqueue(0);
  await until(() => looked.mock.calls.length > 0);
  const stopped = dispatcher.stop();
  letGo(START + DAY_MS);
  await stopped;
  expect(vi.getTimerCount()).toBe(0);
});

it('that is started again takes up what waits, delays included', async () => {
  answer = away(START, START + HOUR_MS);
  const id = Uint8Array.of(9, 9);
  await queue.append({
    id,
    group: DESTINATION,
    body: id,
    acceptedAt: START,
    dueAt: START + 2 * HOUR_MS,
    rememberUntil: null,
  });
  await enqueue(3);
  await vi.advanceTimersByTimeAsync(10_000);
  const stopped = dispatcher.stop();
  await vi.advanceTimersByTimeAsync(2000);
  await stopped;
  dispatcher = create();
  await dispatcher.start();
  await vi.advanceTimersByTimeAsync(HOUR_MS + HOUR_MS / 2);
  expect(metrics.value('attempts_total', 'delivered')).toBe(3);
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  expect(metrics.value('attempts_total', 'delivered')).toBe(4);
  expect(asked.filter(({ name }) => name === 0x0909).map(({ at }) => at >= START + 2 * HOUR_MS)).toEqual([true]);
});
