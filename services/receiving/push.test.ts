// Push over real WebSockets: what a client is told, and what is refused to it.
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { encodeBase64url } from '#bytes/base64url.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { Party } from '../testing/party.ts';
import { Bench, call, eventually } from '../testing/services.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

/** A push socket that keeps what it hears. */
async function listen(origin: string, first: string | Uint8Array) {
  const socket = new WebSocket(new URL(PUSH_PATH, origin.replace('http', 'ws')));
  const heard: unknown[] = [];
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('message', (data) => heard.push(JSON.parse(String(data))));
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
