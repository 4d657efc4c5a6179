// Deliveries that come too soon are held back, on disk and unseen by the deliverer, and arrive when they are due:
// nothing is lost, nothing comes twice.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '#protocol/base/day.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';
import { Holding } from './holding.ts';

let bench: Bench;
let now = 0;
beforeEach(() => {
  bench = new Bench();
  now = Date.UTC(2026, 5, 1);
});
afterEach(() => bench.end());

/** Two at once to one address and one an hour then; five at once from one service to one root, and two an hour then. */
const PACES = { addressPace: { burst: 2, perSecond: 1 / 3600 }, servicePace: { burst: 5, perSecond: 2 / 3600 } };
const HOUR_MS = 3_600_000;
const start = (dataDir = bench.directory(), limits: object = {}) =>
  bench.start({ roles: ['receiving'], dataDir, limits: { ...PACES, ...limits } }, { now: () => now });
type Running = Awaited<ReturnType<typeof start>>;

const count = (running: Running, outcome: string) => running.metrics.value('openings_total', outcome);
const OUTCOMES = ['mailbox', 'held', 'too-many', 'unknown-root', 'repeated'];
/** Delivers and waits until it was opened. @returns the answer */
async function bring(running: Running, delivery: Parameters<typeof call<'deliver'>>[2]) {
  const opened = () => OUTCOMES.reduce((sum, outcome) => sum + count(running, outcome), 0);
  const before = opened();
  const answer = await call(running.origin, 'deliver', delivery);
  await eventually(() => opened() > before);
  return answer;
}

describe('one address', () => {
  it('may be written to so often; what is more waits for its turn, and the answer is the same', async () => {
    const running = await start();
    const blair = await Party.create(running.origin, now);
    const address = blair.address();
    const answers = [];
    for (let i = 0; i < 4; i++) answers.push(await bring(running, blair.delivery(address)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect([count(running, 'mailbox'), count(running, 'held')]).toEqual([2, 2]);
    // Others are not held up by it.
    await bring(running, blair.delivery());
    expect(count(running, 'mailbox')).toBe(3);
    for (const hours of [1, 2]) {
      now += HOUR_MS;
      // Due items are looked for when something comes, and by a timer of the real clock.
      await call(running.origin, 'deliver', blair.delivery());
      await eventually(() => count(running, 'mailbox') === 3 + 2 * hours);
    }
    const { items } = await blair.mailbox(await blair.session());
    expect(items.length).toBe(7);
    expect(items.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('is held back over a restart, and comes once', async () => {
    const dataDir = bench.directory();
    const first = await start(dataDir);
    const blair = await Party.create(first.origin, now);
    const address = blair.address();
    const sent = [0, 1, 2, 3].map(() => blair.delivery(address));
    for (const delivery of sent) await bring(first, delivery);
    expect(count(first, 'held')).toBe(2);
    await first.close();
    now += 3 * HOUR_MS;
    const second = await bench.start(
      { roles: ['receiving'], dataDir, limits: PACES, port: first.port },
      { now: () => now },
    );
    await eventually(() => count(second, 'mailbox') === 2);
    const arrived = (await blair.mailbox(await blair.session())).items.map(({ envelope }) => String(envelope));
    expect(arrived.toSorted()).toEqual(sent.map(({ envelope }) => String(envelope)).toSorted());
  });

  it('is held back until it is due, and then comes by itself', async () => {
    // They come at one moment, however long that takes; then the clock goes.
    let stillAt: number | null = Date.now();
    const running = await bench.start(
      { roles: ['receiving'], limits: { ...PACES, addressPace: { burst: 1, perSecond: 10 } } },
      { now: () => stillAt ?? Date.now() },
    );
    const blair = await Party.create(running.origin);
    const address = blair.address();
    for (let i = 0; i < 3; i++) await bring(running, blair.delivery(address));
    expect([count(running, 'mailbox'), count(running, 'held')]).toEqual([1, 2]);
    stillAt = null;
    await eventually(() => count(running, 'mailbox') === 3);
  });

  it('is judged by when it was accepted, however long it was held back', async () => {
    const running = await start();
    const blair = await Party.create(running.origin, now);
    const address = blair.address(entropy(16).with(15, 0), blair.today);
    for (let i = 0; i < 3; i++) await bring(running, blair.delivery(address));
    expect(count(running, 'held')).toBe(1);
    now += DAY_MS;
    await call(running.origin, 'deliver', blair.delivery());
    await eventually(() => count(running, 'mailbox') === 4);
  });

  it('that is flooded beyond a day of its pace loses the rest', async () => {
    const running = await start(bench.directory(), { servicePace: { burst: 1000, perSecond: 1 } });
    const blair = await Party.create(running.origin, now);
    const address = blair.address();
    await Promise.all(Array.from({ length: 30 }, () => call(running.origin, 'deliver', blair.delivery(address))));
    await eventually(() => count(running, 'mailbox') + count(running, 'held') + count(running, 'too-many') === 30);
    expect([count(running, 'mailbox'), count(running, 'held'), count(running, 'too-many')]).toEqual([2, 24, 4]);
  });
});

it('one service may bring so much to one root, over whatever addresses, and as much to another root', async () => {
  const running = await start();
  const blair = await Party.create(running.origin, now);
  const robin = await Party.create(running.origin, now);
  for (let i = 0; i < 7; i++) await bring(running, blair.delivery());
  for (let i = 0; i < 5; i++) await bring(running, robin.delivery());
  expect([count(running, 'mailbox'), count(running, 'held')]).toEqual([10, 2]);
});

it('what is held back takes no room of what is accepted: an answer that says “full” would say that addresses resolve', async () => {
  const running = await start(bench.directory(), { intakeItems: 3 });
  const blair = await Party.create(running.origin, now);
  const address = blair.address();
  for (let i = 0; i < 8; i++) expect((await bring(running, blair.delivery(address))).status).toBe(202);
  expect(count(running, 'held')).toBe(6);
  expect((await bring(running, blair.delivery())).status).toBe(202);
});

it('what is revoked while it is held back gives its place free: else whoever writes to addresses of his own could take all there are', async () => {
  const running = await start();
  const blair = await Party.create(running.origin, now);
  const id = entropy(16).with(15, 0);
  const address = blair.address(id);
  for (let i = 0; i < 5; i++) await bring(running, blair.delivery(address));
  const held = async () => {
    await running.metrics.text();
    return running.metrics.value('queue_items', 'held');
  };
  expect(await held()).toBe(3);
  const session = await blair.session('manage');
  expect((await call(running.origin, 'revoke', { ids: [id] }, { session })).status).toBe(204);
  now += 4 * HOUR_MS;
  await call(running.origin, 'deliver', blair.delivery());
  await eventually(() => count(running, 'revoked') === 3);
  expect(await held()).toBe(0);
});

it('one root has its share of places and no more, and gets it back', () => {
  // A tenth of all places is one root's.
  const holding = new Holding({
    addressPace: { burst: 1, perSecond: 1 },
    servicePace: { burst: 1_000_000, perSecond: 1 },
  });
  const [greedy, modest] = [entropy(16), entropy(16)];
  const items = Array.from({ length: 6000 }, () => entropy(32));
  const admit = (item: Uint8Array, root: Uint8Array) =>
    holding.admit(item, { root, id: new Uint8Array(16), peer: undefined }, now);
  expect(items.filter((item) => admit(item, greedy) !== null).length).toBe(5001);
  admit(entropy(32), modest);
  expect(admit(entropy(32), modest)).toBeGreaterThan(0);
  expect(admit(entropy(32), greedy)).toBeNull();
  for (const item of items) holding.forget(item);
  expect(holding.size).toBe(1);
  expect(admit(entropy(32), greedy)).toBeGreaterThan(0);
});

it('what another process settled gives its place free when it is long due', () => {
  const pace = { burst: 1, perSecond: 1 / 3600 };
  const holding = new Holding({ addressPace: pace, servicePace: pace });
  const admit = (at: number) => {
    const about = { root: new Uint8Array(16), id: new Uint8Array(16), peer: undefined };
    return holding.admit(entropy(32), about, at);
  };
  admit(now);
  for (let i = 0; i < 3; i++) expect(admit(now)).toBeGreaterThan(0);
  admit(now + 2 * DAY_MS);
  expect(holding.size).toBe(3);
  admit(now + 2 * DAY_MS + 1);
  expect(holding.size).toBe(1);
});
