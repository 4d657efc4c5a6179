// A receiving service was away for an hour, and forty sending services hold mail for it. How hard they fall upon it
// when it is back, over a scripted clock: real dispatchers on real queues, a scripted destination that counts the time
// of each attempt.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Fault } from '#bytes/fault.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { deliveries, deliveryAnswers } from '#wire/transport.ts';
import { Draw } from '#wire/vectors/samples.ts';
import { RETRY } from '../process/config.ts';
import { createLog } from '../runtime/log.ts';
import { Metrics } from '../runtime/metrics.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import { Dispatcher } from './dispatcher.ts';

const SENDERS = 40;
const MESSAGES = 60;
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const BACK = START + HOUR_MS;
const ANSWER_MS = 40;

let folder: string;
const opened: { storage: Storage; dispatcher: Dispatcher }[] = [];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: START });
  folder = mkdtempSync(join(tmpdir(), 'catching-up-'));
});
afterEach(async () => {
  const stopped = opened.map(({ dispatcher }) => dispatcher.stop());
  await vi.advanceTimersByTimeAsync(10_000);
  await Promise.all(stopped);
  for (const { storage } of opened.splice(0)) await storage.close();
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

it('forty services with sixty messages each come one by one over a quarter of an hour, and widen as it answers', async () => {
  let together = 0;
  const asked: { at: number; sender: number; count: number; together: number; ofSender: number }[] = [];
  const underWay = new Map<number, number>();
  const draw = new Draw(1);
  const random = () => draw.u32() / 2 ** 32;
  for (let sender = 0; sender < SENDERS; sender++) {
    const storage = openSqliteStorage(join(folder, String(sender)));
    const queue = storage.queue('sending');
    const ask = async (_: string, path: string, body: Uint8Array | null) => {
      const count =
        path === ENDPOINTS.deliver.path ? 1 : deliveries.decode(body ?? new Uint8Array(0)).deliveries.length;
      underWay.set(sender, (underWay.get(sender) ?? 0) + 1);
      asked.push({ at: Date.now(), sender, count, together: ++together, ofSender: underWay.get(sender) ?? 0 });
      await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
      together--;
      underWay.set(sender, (underWay.get(sender) ?? 1) - 1);
      if (Date.now() < BACK) throw new Fault('unavailable', 'peer-unreachable', 'away');
      const answers = new Array(count).fill({ answer: 'accepted', retryAfterSeconds: 0 });
      const several = { status: ENDPOINTS.deliverMany.status, body: deliveryAnswers.encode({ answers }) };
      return { status: 202, body: new Uint8Array(0), ...(count > 1 && several), retryAfterSeconds: null };
    };
    const parts = {
      queue,
      retry: RETRY,
      metrics: new Metrics(),
      now: Date.now,
      random,
      log: createLog(() => {}, Date.now),
    };
    const dispatcher = new Dispatcher({ ...parts, outgoing: { ask, close: () => {} } });
    opened.push({ storage, dispatcher });
    await Promise.all(
      Array.from({ length: MESSAGES }, (_, index) =>
        queue.append({
          id: Uint8Array.of(sender, index),
          group: 'https://receiving.example',
          body: new Uint8Array(8),
          acceptedAt: START,
          rememberUntil: null,
        }),
      ),
    );
    await dispatcher.start();
  }
  const left = async () => {
    let sum = 0;
    for (const { storage } of opened) sum += await storage.queue('sending').count();
    return sum;
  };
  while (Date.now() < BACK + HOUR_MS && (vi.getTimerCount() > 0 || (await left()) > 0)) {
    await vi.advanceTimersToNextTimerAsync();
    // Commits of the queues take real time, in which no timer is set.
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await left()).toBe(0);

  const away = asked.filter(({ at }) => at < BACK);
  // One attempt at a time and ever fewer: some sixteen in the hour, not one for each message.
  expect(away.length / SENDERS).toBeLessThan(20);
  expect(Math.max(...away.map(({ ofSender }) => ofSender))).toBe(1);
  expect(Math.max(...away.map(({ count }) => count))).toBe(1);

  const back = asked.filter(({ at }) => at >= BACK);
  const firstOf = (sender: number) => back.find((one) => one.sender === sender)?.at ?? 0;
  const firsts = Array.from({ length: SENDERS }, (_, sender) => firstOf(sender) - BACK).sort((a, b) => a - b);
  // They come over a quarter of an hour, not at once: no minute sees a fifth of them.
  for (let minute = 0; minute < 16; minute++) {
    const inMinute = firsts.filter((at) => at >= minute * 60_000 && at < (minute + 1) * 60_000).length;
    expect(inMinute).toBeLessThanOrEqual(SENDERS / 4);
  }
  expect(firsts.at(-1)).toBeLessThanOrEqual(RETRY.maxMs);
  // Each alone stays within its width, and all together far below what all could.
  expect(Math.max(...back.map(({ ofSender }) => ofSender))).toBeLessThanOrEqual(2);
  expect(Math.max(...back.map(({ together: all }) => all))).toBeLessThanOrEqual(40);
  // A first attempt is alone until it was answered.
  for (let sender = 0; sender < SENDERS; sender++) {
    const [first, second] = back.filter((one) => one.sender === sender);
    expect(first?.count).toBe(1);
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(ANSWER_MS);
  }
});
