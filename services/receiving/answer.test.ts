// The answer to a delivery never tells whether an address resolves. By construction: until the answer nothing is
// awaited, and nothing asked of the store, but one append of so many bytes; and with every door of the opening shut for
// good, all answers come just the same. How long answers take is measured by `npm run bench:services -- --only
// answers`.
import { request } from 'node:http';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { type Delivery, delivery } from '#wire/transport.ts';
import { Outgoing } from '../http/outgoing.ts';
import { Descriptors } from '../peers/descriptors.ts';
import { LIMITS } from '../process/config.ts';
import { createLog } from '../runtime/log.ts';
import { Metrics } from '../runtime/metrics.ts';
import { SecretsFile } from '../secrets/secrets.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import type { Storage } from '../storage/storage.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';
import { Redemption } from '../tokens/redemption.ts';
import { Generations } from './generations.ts';
import { Receiving } from './receiving.ts';
import { Signers } from './signers.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

/** Deliveries of every kind, made for one service: of each kind what becomes of it is another thing. */
async function kinds(origin: string): Promise<Record<string, Delivery>> {
  const blair = await Party.create(origin);
  const gone = await Party.create(origin);
  const unresolved = gone.delivery();
  await call(origin, 'retireRoot', null, { session: await gone.session('manage') });
  const id = entropy(16).with(15, 0);
  await call(origin, 'revoke', { ids: [id] }, { session: await blair.session('manage') });
  const forger = Object.assign(Object.create(Party.prototype) as Party, blair, {
    addressKeys: (await Party.create(origin)).addressKeys,
  });
  const good = blair.delivery();
  return {
    good,
    muted: blair.delivery(blair.address(entropy(16).with(15, 2))),
    'of a root that is gone': unresolved,
    revoked: blair.delivery(blair.address(id)),
    expired: blair.delivery(blair.address(entropy(16).with(15, 0), blair.today - 1)),
    'signed by somebody else': forger.delivery(),
    'with another envelope': { ...blair.delivery(), envelope: entropy(ENVELOPE_BYTES.small) },
    'of a generation that is none': { ...good, address: good.address.with(6, 99) },
    noise: { address: entropy(good.address.length).fill(3, 0, 1).fill(1, 1, 3), envelope: good.envelope },
  };
}

/** The answer, to the byte, but for the time of day. */
function raw(origin: string, body: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const { method, path } = ENDPOINTS.deliver;
    const asked = request(new URL(path, origin), { method, headers: { 'content-type': 'application/octet-stream' } });
    asked.on('error', reject).on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        const at = answer.rawHeaders.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'date');
        const headers = answer.rawHeaders.toSpliced(at, 2).join('\n');
        resolve(`${answer.statusCode} ${answer.statusMessage}\n${headers}\n${Buffer.concat(chunks).toString('hex')}`);
      });
    });
    asked.end(body);
  });
}

it('is the same to the byte, whatever becomes of the delivery', async () => {
  const running = await bench.start({ roles: ['receiving'] });
  const all = await kinds(running.origin);
  const answers = new Set<string>();
  for (const one of Object.values(all)) answers.add(await raw(running.origin, delivery.encode(one)));
  expect([...answers]).toEqual([expect.stringMatching(/^202 /)]);
  // They were of every kind indeed.
  const { metrics } = running;
  const outcomes = ['mailbox', 'unknown-root', 'revoked', 'expired', 'unsigned', 'unopened'] as const;
  await eventually(() => outcomes.reduce((sum, outcome) => sum + metrics.value('openings_total', outcome), 0) === 9);
  expect(outcomes.map((outcome) => metrics.value('openings_total', outcome))).toEqual([2, 1, 1, 1, 1, 3]);
});

/** A store that takes deliveries, notes how long they are, and never answers anything else. */
function watched(storage: Storage, asked: number[]): Storage {
  const never = new Promise<never>(() => {});
  const watch = (name: string, part: object): never =>
    new Proxy(part, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          // Opening begins meanwhile, and none of its calls resolves: an answer that comes all the same did not wait
          // for it.
          if (name !== 'queue intake' || property !== 'append') return never;
          const [item] = given as [{ body: Uint8Array }];
          asked.push(item.body.length);
          return (value as (...args: unknown[]) => unknown).apply(target, given);
        };
      },
    }) as never;
  return new Proxy(storage, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        const part = (value as (...args: unknown[]) => unknown).apply(target, given);
        const isPart = ['queue', 'keyValue', 'mailboxes'].includes(String(property));
        return isPart ? watch(`${String(property)} ${String(given[0])}`, part as object) : part;
      };
    },
  });
}

it('waits for one append and for nothing else: it comes though no root can be looked up and nothing can be opened', async () => {
  const running = await bench.start({ roles: ['receiving'] });
  const all = await kinds(running.origin);
  const dataDir = bench.directory();
  const asked: number[] = [];
  const real = openSqliteStorage(dataDir);
  bench.onEnd(() => real.close());
  const storage = watched(real, asked);
  const file = SecretsFile.open(dataDir, entropy);
  const metrics = new Metrics();
  const service = { origin: 'http://localhost', key: entropy(32) };
  const parts = { storage, metrics, entropy, now: Date.now, log: createLog(() => {}, Date.now) };
  const own = { origin: service.origin, listener: () => service.origin };
  const descriptors = new Descriptors(new Outgoing({ development: true, own }), metrics, Date.now);
  const generations = new Generations(file, entropy);
  const receiving = new Receiving({
    ...parts,
    redemption: new Redemption(
      storage,
      { wants: () => false, knows: () => false, find: () => null },
      metrics,
      Date.now,
    ),
    service,
    generations: Object.assign(Object.create(generations), { secretsOf: () => undefined, retiresAt: () => 0 }),
    sessionKey: file.secrets.sessionKey,
    limits: LIMITS,
    random: () => 0,
    signers: new Signers({ ...parts, origin: service.origin, descriptors }),
    signedOnly: false,
    openingThreads: 0,
  });
  const before = new Map<string, number[]>();
  for (const [kind, body] of Object.entries(all)) {
    asked.length = 0;
    const answer = receiving.handlers.deliver({
      body,
      bytes: delivery.encode(body),
      takeOneMore: () => 0,
      parameters: {},
      session: null,
      peer: '127.0.0.1',
      header: () => undefined,
    });
    expect(await answer).toBeNull();
    before.set(kind, [...asked]);
  }
  const [first] = before.values();
  expect(first).toEqual([delivery.encode(all.good as Delivery).length]);
  for (const [kind, lengths] of before) expect([kind, lengths]).toEqual([kind, first]);
});
