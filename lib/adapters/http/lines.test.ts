// Push lines over real sockets: held once per service, with the credential of now, and not in circles when a service
// refuses.
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Brought, MailboxAccess } from '#app/ports/ports.ts';
import { encodeBase64url } from '#bytes/base64url.ts';
import { eventually } from '#services/testing/eventually.ts';
import { DELIVERY_ADDRESS_BYTES } from '#wire/address.ts';
import { PUSH_PATH } from '#wire/endpoints.ts';
import { mailbox } from '#wire/transport.ts';
import { nodeEntropy } from '../node/entropy.ts';
import { Lines } from './lines.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A service that takes the sessions named, and refuses all others. */
async function start(good: Set<string>) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, path: PUSH_PATH });
  await new Promise((resolve) => server.on('listening', resolve));
  const hellos: string[] = [];
  server.on('connection', (peer) =>
    peer.on('message', (data) => {
      const { session } = JSON.parse(data.toString()) as { session?: string };
      if (session === undefined) return;
      hellos.push(session);
      if (good.has(session)) peer.send('{"waiting": 1}');
      else peer.close(4401);
    }),
  );
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const world = {
    accesses: [] as MailboxAccess[],
    refused: 0,
    fetched: 0,
    brought: [] as Brought[],
    open: false,
    renew: () => {},
    asked: null as null | (() => Promise<MailboxAccess[]>),
  };
  const lines = new Lines({
    WebSocket,
    entropy: nodeEntropy,
    accesses: async () => world.asked?.() ?? world.accesses,
    refused: async () => {
      world.refused++;
      world.renew();
    },
    fetch: async (_, brought) => {
      world.fetched++;
      if (brought !== undefined) world.brought.push(brought);
    },
    changed: (_, open) => {
      world.open = open;
    },
    report: (error) => {
      throw error;
    },
  });
  closing.push(() => {
    lines.release();
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const access = (session: Uint8Array, root = 0): MailboxAccess => {
    return { origin, root: new Uint8Array(16).fill(root), session, untilAt: 9e12 };
  };
  const fall = () => {
    server.close();
    for (const client of server.clients) client.terminate();
  };
  const say = (frame: Uint8Array): void => server.clients.forEach((client) => void client.send(frame));
  return { world, lines, hellos, access, fall, say, clients: () => server.clients.size };
}
const session = (fill: number) => new Uint8Array(40).fill(fill);
const named = (fill: number) => encodeBase64url(session(fill));

test('no line is opened any more after a release while the credentials were asked for', async () => {
  const { world, lines, access, hellos, clients } = await start(new Set([named(1)]));
  let answer = (_: MailboxAccess[]) => {};
  world.asked = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const holding = lines.hold();
  lines.release();
  answer([access(session(1))]);
  await holding;
  // One that is held afterwards is the only one.
  world.asked = null;
  world.accesses = [access(session(1), 7)];
  await lines.hold();
  await eventually(() => world.fetched === 1);
  expect([hellos.length, clients()]).toEqual([1, 1]);
});

test('what a line brings is handed on with the credential of its mailbox', async () => {
  const { world, lines, access, say } = await start(new Set([named(1)]));
  world.accesses = [access(session(1), 7)];
  await lines.hold();
  await eventually(() => world.fetched === 1);
  const item = { sequence: 1, address: new Uint8Array(DELIVERY_ADDRESS_BYTES), envelope: new Uint8Array(4096) };
  say(mailbox.encode({ items: [item], remaining: 0 }));
  await eventually(() => world.fetched === 2);
  expect(world.brought).toEqual([{ access: access(session(1), 7), page: { items: [item], remaining: 0 } }]);
});

test('one line per service, however often it is asked for', async () => {
  const { world, lines, hellos, access, clients } = await start(new Set([named(1)]));
  world.accesses = [access(session(1))];
  for (let i = 0; i < 3; i++) await lines.hold();
  await eventually(() => world.fetched === 1);
  expect([hellos, clients(), world.open]).toEqual([[named(1)], 1, true]);
});

test('one line per root, and the service tells by itself as long as one is open', async () => {
  const { world, lines, hellos, access, clients } = await start(new Set([named(1), named(2)]));
  world.accesses = [access(session(1), 1), access(session(2), 2)];
  await lines.hold();
  await eventually(() => world.fetched === 2);
  expect([hellos.toSorted(), clients()]).toEqual([[named(1), named(2)], 2]);
  world.accesses = [access(session(2), 2)];
  await lines.hold();
  await eventually(() => clients() === 1);
  expect(world.open).toBe(true);
  lines.release();
  await eventually(() => clients() === 0 && !world.open);
});

test('a credential that is no longer ours is let go, and another takes its place', async () => {
  const { world, lines, hellos, access, clients } = await start(new Set([named(1), named(2)]));
  world.accesses = [access(session(1))];
  await lines.hold();
  await eventually(() => world.fetched === 1);
  world.accesses = [access(session(2))];
  await lines.hold();
  await eventually(() => hellos.length === 2 && clients() === 1);
  world.accesses = [];
  await lines.hold();
  await eventually(() => clients() === 0);
  expect(world.open).toBe(false);
});

test('one that ran out is renewed at once', async () => {
  const { world, lines, hellos, access } = await start(new Set([named(2)]));
  world.accesses = [access(session(1))];
  world.renew = () => {
    world.accesses = [access(session(2))];
  };
  await lines.hold();
  await eventually(() => world.fetched === 1);
  expect([hellos, world.refused]).toEqual([[named(1), named(2)], 1]);
});

test('a service that refuses every credential is not asked in circles', async () => {
  const { world, lines, hellos, access } = await start(new Set());
  let next = 1;
  world.accesses = [access(session(next))];
  world.renew = () => {
    world.accesses = [access(session(++next))];
  };
  await lines.hold();
  await eventually(() => world.refused === 2);
  // A request made at once would have come by the time that another line has come and gone.
  const other = await start(new Set([named(9)]));
  other.world.accesses = [other.access(session(9))];
  await other.lines.hold();
  await eventually(() => other.world.fetched === 1);
  expect([hellos.length, world.refused]).toEqual([2, 2]);
});

test('if a line breaks, the service is asked soon whether it is there; if it was let go, no service is asked', async () => {
  const [broken, left] = [await start(new Set([named(1)])), await start(new Set([named(1)]))];
  for (const { world, lines, access } of [broken, left]) {
    world.accesses = [access(session(1))];
    await lines.hold();
    await eventually(() => world.open && world.fetched === 1);
  }
  left.lines.release();
  await eventually(() => left.clients() === 0);
  broken.fall();
  await eventually(() => broken.world.fetched === 2);
  expect([broken.world.open, left.world.fetched]).toEqual([false, 1]);
});
