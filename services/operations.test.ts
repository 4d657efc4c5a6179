// What an operator and a crowd see of one process: how it ends, how it keeps its memory, what slow and greedy callers
// get.
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { encodeBase64url } from '#bytes/base64url.ts';
import { u32Bytes } from '#bytes/bytes.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { PART_BYTES } from '#wire/sizes.ts';
import { announce, host, sealed } from './testing/blobs.ts';
import { eventually } from './testing/eventually.ts';
import { entropy, Party } from './testing/party.ts';
import { Bench, call } from './testing/services.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => {
  vi.useRealTimers();
  return bench.end();
});

const metric = async (origin: string, name: string) =>
  Number(
    (await (await fetchAgain(new URL('/metrics', origin))).text())
      .split('\n')
      .find((line) => line.startsWith(`nucleus_${name} `))
      ?.split(' ')[1],
  );
/** While timers stand still. */
const turns = async (until: () => boolean) => {
  while (!until()) await new Promise((resolve) => setImmediate(resolve));
};

function open(port: number, text: string | Uint8Array): { socket: Socket; heard: () => string; closed: () => boolean } {
  const socket = connect(port, '127.0.0.1');
  let heard = '';
  let closed = false;
  socket.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
  });
  socket.on('close', () => {
    closed = true;
  });
  socket.on('error', () => {});
  socket.write(text);
  bench.onEnd(() => void socket.destroy());
  return { socket, heard: () => heard, closed: () => closed };
}

const partHead = (id: Uint8Array, part: number) =>
  `PUT ${ENDPOINTS.putBlobPart.path.replace(':id', encodeBase64url(id)).replace(':part', encodeBase64url(u32Bytes(part)))} HTTP/1.1\r\nhost: x\r\ncontent-length: ${PART_BYTES}\r\n\r\n`;

describe('a service that is told to end', () => {
  it('says so for as long as a balancer needs, and serves on', async () => {
    const running = await bench.start({ drainSeconds: 300 });
    const blair = await Party.create(running.origin);
    // Ours, not the machine's: however slow it is, the balancer's time is not over before the calls are answered.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const ended = running.close();
    const health = await fetchAgain(new URL('/healthz', running.origin));
    expect([health.status, await health.text()]).toEqual([503, 'draining\n']);
    // Kept connections are not kept: the next call is led elsewhere.
    expect(health.headers.get('connection')).toBe('close');
    expect((await call(running.origin, 'deliver', blair.delivery())).status).toBe(202);
    vi.advanceTimersByTime(300_000);
    vi.useRealTimers();
    await ended;
    await expect(fetch(new URL('/healthz', running.origin))).rejects.toThrow();
    expect(bench.log.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
      'started',
      'draining',
      'stopped',
    ]);
  });

  it('ends at once where nobody balances', async () => {
    const running = await bench.start();
    await running.close();
    expect(bench.log.join()).not.toContain('draining');
  });
});

describe('bodies under way', () => {
  it('of one peer are so many and no more; what is held is given back', async () => {
    const { origin, port } = await bench.start();
    const blob = sealed(origin, 1000);
    await announce(origin, blob);
    const { id } = blob.reference;
    const slow = Array.from({ length: 64 }, () => open(port, `${partHead(id, 0)}abc`));
    await eventually(async () => (await metric(origin, 'body_bytes')) === 64 * PART_BYTES);
    const refused = await call(origin, 'putBlobPart', new Uint8Array(PART_BYTES), {
      parameters: { id, part: u32Bytes(0) },
    });
    expect(refused).toMatchObject({ status: 503, code: 'unavailable', retryAfterSeconds: 1 });
    expect(await metric(origin, 'refused_total{reason="load"}')).toBe(1);
    // What weighs nothing goes on.
    expect((await call(origin, 'getStatus', null)).status).toBe(200);
    for (const { socket } of slow) socket.destroy();
    await eventually(async () => (await metric(origin, 'body_bytes')) === 0);
    expect(
      (await call(origin, 'putBlobPart', new Uint8Array(PART_BYTES), { parameters: { id, part: u32Bytes(0) } })).code,
    ).not.toBe('unavailable');
  });

  it('that come too slowly are not waited for', async () => {
    const { port, metrics } = await bench.start();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const slow = open(port, `${partHead(entropy(16), 0)}abc`);
    await turns(() => vi.getTimerCount() > 0);
    // 256 KiB at 8 KiB a second take 32 s, after 10 s of grace.
    vi.advanceTimersByTime(41_000);
    await turns(() => slow.socket.readyState === 'open');
    expect(slow.closed()).toBe(false);
    vi.advanceTimersByTime(2000);
    await turns(() => slow.closed());
    expect(metrics.value('refused_total', 'slow')).toBe(1);
  });

  it('that nobody takes are not kept', async () => {
    const { origin, port, metrics } = await bench.start();
    const blob = sealed(origin, 200_000);
    await host(origin, blob);
    const path = ENDPOINTS.getBlobPart.path
      .replace(':id', encodeBase64url(blob.reference.id))
      .replace(':part', encodeBase64url(u32Bytes(0)));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    // More than the kernel buffers between two ends.
    const greedy = open(port, `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`.repeat(100));
    greedy.socket.pause();
    await turns(() => vi.getTimerCount() > 0 && greedy.socket.bytesWritten > 0);
    for (let second = 0; second < 200 && metrics.value('refused_total', 'slow') === 0; second++) {
      vi.advanceTimersByTime(1000);
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    // Node begins with every request of a connection at once, so held answers fill the share of one peer, or all room.
    expect(metrics.value('refused_total', 'slow')).toBeGreaterThan(0);
    vi.useRealTimers();
    greedy.socket.destroy();
    await eventually(async () => (await metric(origin, 'body_bytes')) === 0);
  });
});

it('lets in so many connections of one peer', async () => {
  const strict = { development: false, origin: 'https://service.example', limits: { peerConnections: 3 } } as const;
  const { port, metrics } = await bench.start({ ...strict, roles: ['receiving'] });
  const few = Array.from({ length: 3 }, () => open(port, ''));
  await eventually(() => few.every(({ socket }) => socket.readyState === 'open'));
  const fourth = open(port, 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
  await eventually(() => fourth.closed());
  expect([fourth.heard(), metrics.value('refused_total', 'crowded')]).toEqual(['', 1]);
  few[0]?.socket.destroy();
  const again = await eventually(async () => {
    const next = open(port, 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
    await eventually(() => next.closed() || next.heard() !== '');
    return next.heard() !== '' && next;
  });
  expect(again.heard()).toContain('200 OK');
});

it('refuses what is new where the disk has no room left, and ends what is there', async () => {
  const running = await bench.start();
  const blair = await Party.create(running.origin);
  await call(running.origin, 'deliver', blair.delivery());
  await blair.arrived(1);
  await running.close();
  const dataDir = bench.directory();
  const full = await bench.start({
    dataDir,
    roles: ['sending', 'receiving', 'issuer'],
    issuer: { types: ['voprf'] },
    limits: { reserveBytes: Number.MAX_SAFE_INTEGER },
  });
  for (const [name, body] of [
    ['deliver', blair.delivery()],
    ['createRoot', { addressKey: entropy(32), accessKey: entropy(32), token: new Uint8Array(0) }],
    ['openAccount', { secret: entropy(32), invitation: '' }],
  ] as const)
    expect(await call(full.origin, name, body as never)).toMatchObject({ status: 503, retryAfterSeconds: 60 });
  expect((await call(full.origin, 'createChallenge', null)).status).toBe(201);
  expect((await fetchAgain(new URL('/healthz', full.origin))).status).toBe(200);
  expect(full.metrics.value('refused_total', 'disk')).toBe(3);
});
