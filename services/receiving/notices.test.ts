// How soon arrivals are told: by address and by root, over real sockets; whatever is not told lies in the mailbox, in
// its place.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { encodeBase64url } from '#bytes/base64url.ts';
import { LATENCY, type Latency } from '#wire/address.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { mailbox } from '#wire/transport.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';
import { Notices } from './notices.ts';

const BODY = new Uint8Array(1);
const idOf = (latency: Latency): Uint8Array => entropy(16).with(15, LATENCY[latency]);

describe('over a socket', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.end());

  async function world(pushEveryMinutes = 15) {
    const running = await bench.start({ roles: ['receiving'], limits: { pushEveryMinutes } }, { random: () => 0 });
    const { origin } = running;
    const blair = await Party.create(origin);
    const socket = new WebSocket(new URL(PUSH_PATH, origin.replace('http', 'ws')));
    const heard: number[] = [];
    /** Sequences of items that came along. */
    const brought: number[] = [];
    socket.on('message', (data, isBinary) => {
      const page = isBinary ? mailbox.decode(new Uint8Array(data as Buffer)) : null;
      brought.push(...(page?.items ?? []).map(({ sequence }) => sequence));
      heard.push(page === null ? (JSON.parse(String(data)) as { waiting: number }).waiting : page.items.length);
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    bench.onEnd(() => socket.terminate());
    socket.send(JSON.stringify({ session: encodeBase64url(await blair.session()) }));
    await eventually(() => heard.length === 1);
    let arrived = 0;
    const comes = async (latency: Latency) => {
      await call(origin, 'deliver', blair.delivery(blair.address(idOf(latency))));
      await eventually(() => running.metrics.value('openings_total', 'mailbox') === arrived + 1);
      arrived++;
    };
    const set = async (latency: Latency) =>
      (await call(origin, 'setLatency', { latency }, { session: await blair.session('manage') })).status;
    return { running, blair, heard, brought, comes, set };
  }

  it('tells at once what is wanted at once, and with it of all that came before', async () => {
    const { heard, comes, blair } = await world();
    await comes('on-request');
    await comes('batched');
    await comes('now');
    await eventually(() => heard.length === 2);
    expect(heard).toEqual([0, 3]);
    expect((await blair.mailbox(await blair.session())).items.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it('brings along only what is wanted at once, and that only if nothing else waits', async () => {
    const { heard, brought, comes, blair } = await world(0.001);
    const gone = async (...sequences: number[]) =>
      call(blair.origin, 'acknowledge', { sequences }, { session: await blair.session() });
    await comes('now');
    await eventually(() => heard.length === 2);
    expect(brought).toEqual([1]);
    await gone(1);
    // Told later, and then only counted.
    await comes('batched');
    await eventually(() => heard.length === 3);
    await gone(2);
    await comes('on-request');
    await comes('now');
    await eventually(() => heard.length === 4);
    expect([heard, brought]).toEqual([[0, 1, 1, 2], [1]]);
  });

  it('tells now and then of what is wanted so', async () => {
    const { heard, comes } = await world(0.001);
    await comes('batched');
    await eventually(() => heard.length === 2);
    expect(heard).toEqual([0, 1]);
  });

  it('takes the later of what the address and the root ask for', async () => {
    const { heard, comes, set } = await world();
    expect(await set('on-request')).toBe(204);
    await comes('now');
    await comes('batched');
    expect(await set('now')).toBe(204);
    await comes('now');
    await eventually(() => heard.length === 2);
    expect(heard).toEqual([0, 3]);
  });

  it('remembers over a restart, and lets only who may manage say it', async () => {
    const dataDir = bench.directory();
    const first = await bench.start({ roles: ['receiving'], dataDir });
    const blair = await Party.create(first.origin);
    const answer = await call(first.origin, 'setLatency', { latency: 'batched' }, { session: await blair.session() });
    expect(answer.code).toBe('unauthorised');
    const manage = await blair.session('manage');
    const bytes = new Uint8Array([0x30, 1, 3]);
    expect((await call(first.origin, 'setLatency', null, { session: manage, bytes })).code).toBe('malformed');
    expect((await call(first.origin, 'setLatency', { latency: 'batched' }, { session: manage })).status).toBe(204);
    expect((await call(first.origin, 'retireRoot', null, { session: manage })).status).toBe(204);
    expect((await call(first.origin, 'setLatency', { latency: 'now' }, { session: manage })).code).toBe('unauthorised');
  });
});

describe('batched', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const [one, other] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];

  it('is once in so many minutes at most, at a time that says nothing of when something came', () => {
    const told: number[] = [];
    let draw = 0;
    const random = () => [0.25, 0.75, 0][draw++ % 3] as number;
    const notices = new Notices({ everyMs: 900_000, tell: () => told.push(Date.now()), random });
    const begun = Date.now();
    for (let minute = 0; minute < 120; minute++) {
      notices.arrived(one, 'batched', BODY);
      vi.advanceTimersByTime(60_000);
    }
    const gaps = told.map((at, i) => at - (told[i - 1] ?? begun));
    expect(told.length).toBeGreaterThan(3);
    expect(gaps.every((gap) => gap >= 900_000)).toBe(true);
    expect(new Set(gaps).size).toBeGreaterThan(1);
    notices.stop();
  });

  it('is of each mailbox on its own, ends with a notice that is wanted now, and with the service', () => {
    const told: number[] = [];
    const notices = new Notices({ everyMs: 900_000, tell: (root) => told.push(root[0] as number), random: () => 0 });
    notices.arrived(one, 'batched', BODY);
    notices.arrived(other, 'batched', BODY);
    notices.arrived(one, 'now', BODY);
    expect(told).toEqual([1]);
    vi.advanceTimersByTime(900_000);
    expect(told).toEqual([1, 2]);
    notices.arrived(one, 'batched', BODY);
    notices.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});
