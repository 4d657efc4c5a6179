// Push over real WebSockets: what a client hears, and when it is refused.
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { encodeBase64url } from '#bytes/base64url.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { mailbox } from '#wire/transport.ts';
import { HttpListener } from '../http/listener.ts';
import { Outgoing } from '../http/outgoing.ts';
import { Descriptors } from '../peers/descriptors.ts';
import { LIMITS } from '../process/config.ts';
import { createLog } from '../runtime/log.ts';
import { Metrics } from '../runtime/metrics.ts';
import { SecretsFile } from '../secrets/secrets.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';
import { Redemption } from '../tokens/redemption.ts';
import { Generations } from './generations.ts';
import { PUSH_LIMITS, Push, type PushLimits } from './push.ts';
import { Receiving } from './receiving.ts';
import { SESSION_LIFETIME_MS } from './sessions.ts';
import { Signers } from './signers.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

/** A push socket that keeps what it hears: counts, and pages that were sent along. */
async function listen(origin: string, first: string | Uint8Array) {
  const socket = new WebSocket(new URL(PUSH_PATH, origin.replace('http', 'ws')));
  const heard: unknown[] = [];
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (data, isBinary) =>
    heard.push(isBinary ? mailbox.decode(new Uint8Array(data as Buffer)) : JSON.parse(String(data))),
  );
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  bench.onEnd(() => socket.terminate());
  socket.send(first);
  return { socket, heard, closed };
}
const hello = (session: Uint8Array) => JSON.stringify({ session: encodeBase64url(session) });

it('says how much waits, at once and whenever mail arrives', async () => {
  const { origin } = await bench.start({ roles: ['receiving'] });
  const blair = await Party.create(origin);
  const robin = await Party.create(origin);
  await call(origin, 'deliver', blair.delivery());
  await blair.arrived(1);
  const { heard } = await listen(origin, hello(await blair.session()));
  const other = await listen(origin, hello(await robin.session()));
  await eventually(() => heard.length === 1 && other.heard.length === 1);
  await call(origin, 'deliver', blair.delivery());
  await eventually(() => heard.length === 2);
  expect(heard).toEqual([{ waiting: 1 }, { waiting: 2 }]);
  expect(other.heard).toEqual([{ waiting: 0 }]);
});

it('sends a small item along that comes into an empty mailbox, and leaves it there until it is acknowledged', async () => {
  const { origin } = await bench.start({ roles: ['receiving'] });
  const blair = await Party.create(origin);
  const session = await blair.session();
  const { heard } = await listen(origin, hello(session));
  await eventually(() => heard.length === 1);
  const delivery = blair.delivery();
  await call(origin, 'deliver', delivery);
  await eventually(() => heard.length === 2);
  const page = await blair.mailbox(session);
  expect(page.items.map(({ envelope }) => envelope)).toEqual([delivery.envelope]);
  expect(heard[1]).toEqual(page);
  // Something waits already: that is counted, and so is what is large.
  await call(origin, 'deliver', blair.delivery());
  await eventually(() => heard.length === 3);
  await call(origin, 'acknowledge', { sequences: [1, 2] }, { session });
  await call(origin, 'deliver', blair.delivery(undefined, entropy(ENVELOPE_BYTES.large)));
  await eventually(() => heard.length === 4);
  expect(heard.slice(2)).toEqual([{ waiting: 2 }, { waiting: 1 }]);
  // Who comes back is told how much waits, and is brought nothing again.
  const again = await listen(origin, hello(session));
  await eventually(() => again.heard.length === 1);
  expect(again.heard).toEqual([{ waiting: 1 }]);
});

it('brings nothing after its session has ended', async () => {
  let ahead = 0;
  const { origin } = await bench.start({ roles: ['receiving'] }, { now: () => Date.now() + ahead });
  const blair = await Party.create(origin);
  const { heard, closed } = await listen(origin, hello(await blair.session()));
  await eventually(() => heard.length === 1);
  ahead = SESSION_LIFETIME_MS.fetch;
  await call(origin, 'deliver', blair.delivery());
  expect(await closed).toBe(4401);
  expect(heard).toEqual([{ waiting: 0 }]);
});

it('tells the last of a burst, and no less than what waits', async () => {
  const { origin } = await bench.start({ roles: ['receiving'] });
  const blair = await Party.create(origin);
  const { heard } = await listen(origin, hello(await blair.session()));
  await Promise.all(Array.from({ length: 40 }, () => call(origin, 'deliver', blair.delivery())));
  await eventually(() => (heard.at(-1) as { waiting: number } | undefined)?.waiting === 40);
  expect(heard.length).toBeLessThanOrEqual(41);
});

it.each([
  ['no session', '{}'],
  ['no JSON', 'hello'],
  ['more than a session', '{"session":"AAAA","more":1}'],
  ['a session that is none of ours', '{"session":"AAAA"}'],
])('closes on %s', async (_, first) => {
  const { origin } = await bench.start({ roles: ['receiving'] });
  expect(await (await listen(origin, first)).closed).toBe(4401);
});

it('closes on a frame that is too large or binary, and on a chatterer', async () => {
  const { origin } = await bench.start({ roles: ['receiving'] });
  const blair = await Party.create(origin);
  const session = await blair.session();
  expect(await (await listen(origin, 'x'.repeat(5000))).closed).toBe(1009);
  expect(await (await listen(origin, new TextEncoder().encode(hello(session)))).closed).toBe(4401);
  const chatterer = await listen(origin, hello(session));
  for (let i = 0; i < 25; i++) chatterer.socket.send('{}');
  expect(await chatterer.closed).toBe(4429);
});

it('lets the oldest socket of a root make way', async () => {
  const { origin } = await bench.start({ roles: ['receiving'] });
  const blair = await Party.create(origin);
  const session = await blair.session();
  const sockets: Awaited<ReturnType<typeof listen>>[] = [];
  for (let i = 0; i < 5; i++) {
    const socket = await listen(origin, hello(session));
    await eventually(() => socket.heard.length === 1);
    sockets.push(socket);
  }
  expect(await sockets[0]?.closed).toBe(4409);
  await call(origin, 'deliver', blair.delivery());
  await eventually(() => sockets.slice(1).every(({ heard }) => heard.length === 2));
});

it('tells clients when the server goes away, and does not wait for those that do not listen', async () => {
  const running = await bench.start({ roles: ['receiving'] });
  const blair = await Party.create(running.origin);
  const polite = await listen(running.origin, hello(await blair.session()));
  const deaf = connect(running.port, '127.0.0.1');
  deaf.write(
    `GET ${PUSH_PATH} HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
  );
  await new Promise((resolve) => deaf.once('data', resolve));
  deaf.on('error', () => {}).pause();
  await running.close();
  expect(await polite.closed).toBe(1001);
  deaf.destroy();
});

it('upgrades nothing else', async () => {
  const { origin } = await bench.start({ roles: ['receiving'] });
  const socket = new WebSocket(new URL('/v1/other', origin.replace('http', 'ws')));
  const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
  expect(error.message).toContain('404');
});

describe('a socket that says nothing', () => {
  /** A push server with little patience, over real parts. */
  async function impatient(limits: Partial<PushLimits>): Promise<{ port: number; metrics: Metrics }> {
    const dataDir = bench.directory();
    const storage = openSqliteStorage(dataDir);
    const file = SecretsFile.open(dataDir, entropy);
    const metrics = new Metrics();
    const parts = { storage, metrics, entropy, now: Date.now, log: createLog(() => {}, Date.now) };
    const service = { origin: 'http://localhost', key: entropy(32) };
    const { sessionKey } = file.secrets;
    const generations = new Generations(file, entropy);
    const own = { origin: service.origin, listener: () => service.origin };
    const descriptors = new Descriptors(new Outgoing({ development: true, own }), metrics, Date.now);
    const free = { wants: () => false, knows: () => false, find: () => null };
    const receiving = new Receiving({
      ...parts,
      redemption: new Redemption(storage, free, metrics, Date.now),
      service,
      generations,
      sessionKey,
      limits: { ...LIMITS, intakeItems: 1, mailboxBytes: 1 },
      random: () => 0,
      signers: new Signers({ ...parts, origin: service.origin, descriptors }),
      signedOnly: false,
      openingThreads: 0,
    });
    const push = new Push(receiving, { ...parts, origin: service.origin }, { ...PUSH_LIMITS, ...limits });
    const listener = new HttpListener();
    push.attach(listener.server);
    const port = await listener.listen(0, '127.0.0.1');
    bench.onEnd(async () => {
      await push.close();
      await listener.close();
      await storage.close();
    });
    return { port, metrics };
  }

  it('is closed when it does not say who it is', async () => {
    const { port } = await impatient({ helloMs: 10 });
    const socket = new WebSocket(`ws://127.0.0.1:${port}${PUSH_PATH}`);
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(4408);
  });

  it('is cut off when it does not answer pings', async () => {
    const { port, metrics } = await impatient({ pingMs: 20 });
    const socket = new WebSocket(`ws://127.0.0.1:${port}${PUSH_PATH}`, { autoPong: false });
    expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(1006);
    expect(metrics.value('pushes_total', 'silent')).toBe(1);
  });

  it('makes way for the next one where there are too many of its kind', async () => {
    const { port } = await impatient({ strangers: 2 });
    const opened: WebSocket[] = [];
    const closed: number[] = [];
    for (let at = 0; at < 4; at++) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${PUSH_PATH}`);
      socket.on('close', () => closed.push(at));
      await new Promise((resolve) => socket.once('open', resolve));
      opened.push(socket);
    }
    await eventually(() => closed.length === 2);
    expect(closed).toEqual([0, 1]);
    for (const socket of opened) socket.terminate();
  });

  it('is not let in where there are too many', async () => {
    const { port, metrics } = await impatient({ sockets: 1 });
    const url = `ws://127.0.0.1:${port}${PUSH_PATH}`;
    const first = new WebSocket(url);
    await new Promise((resolve) => first.once('open', resolve));
    const refused = await new Promise<Error>((resolve) => new WebSocket(url).once('error', resolve));
    expect(refused.message).toContain('503');
    expect(metrics.value('pushes_total', 'refused')).toBe(1);
    first.terminate();
  });
});
