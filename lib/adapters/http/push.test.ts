// The push line against a real WebSocket server on loopback, with the clock in the test's hands.
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket as Peer, WebSocketServer } from 'ws';
import { encodeBase64url } from '#bytes/base64url.ts';
import { DELIVERY_ADDRESS_BYTES } from '#wire/address.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { type Mailbox, mailbox } from '#wire/transport.ts';
import { FIRST_PAUSE_MS, KEEP_ALIVE_MS, LONGEST_PAUSE_MS, openPush, pauseMs } from './push.ts';

const session = new Uint8Array(40).fill(5);
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Values handed over one by one, in order, to waiting readers. */
function queue<T>() {
  const values: T[] = [];
  const waiting: ((value: T) => void)[] = [];
  return {
    put(value: T) {
      const next = waiting.shift();
      if (next) next(value);
      else values.push(value);
    },
    take: (): Promise<T> =>
      values.length > 0 ? Promise.resolve(values.shift() as T) : new Promise((resolve) => waiting.push(resolve)),
  };
}

async function start() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, path: PUSH_PATH });
  await new Promise((resolve) => server.on('listening', resolve));
  const peers = queue<{ peer: Peer; frames: ReturnType<typeof queue<string>>; closed: Promise<unknown> }>();
  server.on('connection', (peer) => {
    const frames = queue<string>();
    peer.on('message', (data) => frames.put(data.toString()));
    peers.put({ peer, frames, closed: new Promise((resolve) => peer.on('close', resolve)) });
  });
  const life = new AbortController();
  const timers = queue<{ delayMs: number; run(): void }>();
  const cancelled: number[] = [];
  const counts = queue<number>();
  const pages = queue<Mailbox>();
  const states = queue<boolean>();
  const ended = openPush(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, session, {
    WebSocket,
    onTold: ({ waiting, brought }) => (brought === null ? counts.put(waiting) : pages.put(brought)),
    onOpen: states.put,
    after(delayMs, run) {
      timers.put({ delayMs, run });
      return () => cancelled.push(delayMs);
    },
    entropy: (byteCount) => new Uint8Array(byteCount).fill(255),
    signal: life.signal,
  });
  closing.push(() => {
    life.abort();
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return { peers, timers, cancelled, counts, pages, states, life, ended };
}

describe('the push line', () => {
  it('says who it is, hears counts and nothing else, and is open only once it is answered', async () => {
    const { peers, counts, states } = await start();
    const { peer, frames } = await peers.take();
    expect(JSON.parse(await frames.take())).toEqual({ session: encodeBase64url(session) });
    for (const frame of [
      '{"waiting":-1}',
      '{"waiting":"3"}',
      '{"waiting":1.5}',
      'null',
      '7',
      '{',
      '{}',
      `{"waiting":4${' '.repeat(2000)}}`,
    ])
      peer.send(frame);
    peer.send(Buffer.from('{"waiting":9}'));
    peer.send('{"waiting":3}');
    expect(await counts.take()).toBe(3);
    expect(await states.take()).toBe(true);
    peer.send('{"waiting":0}');
    expect(await counts.take()).toBe(0);
  });

  it('takes what a frame brings for all that waits, if the frame is of the format and no longer than one small item', async () => {
    const { peers, pages, counts } = await start();
    const { peer } = await peers.take();
    const item = (byteCount: number) => ({
      sequence: 7,
      address: new Uint8Array(DELIVERY_ADDRESS_BYTES).fill(1),
      envelope: new Uint8Array(byteCount).fill(2),
    });
    const one = { items: [item(ENVELOPE_BYTES.small)], remaining: 0 };
    peer.send(mailbox.encode({ items: [item(ENVELOPE_BYTES.large)], remaining: 0 }));
    peer.send(mailbox.encode({ items: [item(ENVELOPE_BYTES.small), item(ENVELOPE_BYTES.small)], remaining: 0 }));
    peer.send(mailbox.encode(one).subarray(1));
    peer.send(new Uint8Array(0));
    peer.send(mailbox.encode(one));
    expect(await pages.take()).toEqual(one);
    peer.send('{"waiting":3}');
    expect(await counts.take()).toBe(3);
  });

  it('keeps the line alive with an empty frame', async () => {
    const { peers, timers } = await start();
    const { frames } = await peers.take();
    await frames.take();
    for (let i = 0; i < 3; i++) {
      const beat = await timers.take();
      expect(beat.delayMs).toBe(KEEP_ALIVE_MS);
      beat.run();
      expect(await frames.take()).toBe('{}');
    }
  });

  it('comes back after pauses that grow until it is answered again', async () => {
    const { peers, timers, counts, states, cancelled } = await start();
    const first = await peers.take();
    await timers.take();
    first.peer.send('{"waiting":1}');
    await counts.take();
    const pauses: number[] = [];
    const dropped = async (peer: Peer) => {
      peer.close(1001);
      const pause = await timers.take();
      pauses.push(pause.delayMs);
      pause.run();
      const next = await peers.take();
      await next.frames.take();
      await timers.take();
      return next;
    };
    const second = await dropped(first.peer);
    expect([await states.take(), await states.take()]).toEqual([true, false]);
    const third = await dropped(second.peer);
    third.peer.send('{"waiting":2}');
    expect(await counts.take()).toBe(2);
    await dropped(third.peer);
    expect(pauses).toEqual([FIRST_PAUSE_MS, 2 * FIRST_PAUSE_MS, FIRST_PAUSE_MS]);
    expect(cancelled).toContain(KEEP_ALIVE_MS);
  });

  it('comes back if no service listened', async () => {
    const { peers, timers } = await start();
    const { peer } = await peers.take();
    await timers.take();
    peer.terminate();
    expect((await timers.take()).delayMs).toBe(FIRST_PAUSE_MS);
  });

  it('ends when the session holds no more', async () => {
    const { peers, ended } = await start();
    (await peers.take()).peer.close(4401);
    await expect(ended).resolves.toBe('unauthorised');
  });

  it('ends with its signal: the socket closes and no timer is left', async () => {
    const { peers, life, ended, timers, cancelled, counts, states } = await start();
    const { peer, closed } = await peers.take();
    await timers.take();
    peer.send('{"waiting":1}');
    await counts.take();
    life.abort();
    await expect(ended).resolves.toBe('aborted');
    await closed;
    expect(cancelled).toContain(KEEP_ALIVE_MS);
    expect([await states.take(), await states.take()]).toEqual([true, false]);
  });

  it('ends during a pause as well, and does not begin when it is over already', async () => {
    const { peers, life, ended, timers, cancelled } = await start();
    (await peers.take()).peer.close(1011);
    let pause = await timers.take();
    if (pause.delayMs === KEEP_ALIVE_MS) pause = await timers.take();
    life.abort();
    await expect(ended).resolves.toBe('aborted');
    expect(cancelled).toContain(pause.delayMs);
    const never = {
      WebSocket: class {
        constructor() {
          throw new Error('dialled');
        }
      } as never,
      onTold() {},
      after: () => () => {},
      entropy: () => new Uint8Array(2),
      signal: life.signal,
    };
    await expect(openPush('http://127.0.0.1:9', session, never)).resolves.toBe('aborted');
  });

  it('pauses between half and all of a bound that doubles up to its limit', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.uint8Array({ minLength: 2, maxLength: 2 }), (failures, chance) => {
        const bound = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
        const pause = pauseMs(failures, () => chance);
        expect(pause).toBeGreaterThanOrEqual(bound / 2);
        expect(pause).toBeLessThanOrEqual(bound);
      }),
    );
  });
});
