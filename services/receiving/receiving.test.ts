// The receiving service over real HTTP: access to mailboxes, and what becomes of deliveries, good and bad.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { createGeneration } from '#protocol/address/address.ts';
import { signSession } from '#protocol/service/session.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { delivery } from '#wire/transport.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import { eventually } from '../testing/eventually.ts';
import { descriptorOf, entropy, Party } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';

const DAY_MS = 86_400_000;
let bench: Bench;
let now: number;
beforeEach(() => {
  bench = new Bench();
  now = Date.now();
});
afterEach(() => bench.end());
const start = () => bench.start({ roles: ['receiving'] }, { now: () => now });

/** Delivers, and says what became of it after the answer. */
async function outcomeOf(running: Awaited<ReturnType<typeof start>>, body: Parameters<typeof call<'deliver'>>[2]) {
  const before = await openings(running);
  const answer = await call(running.origin, 'deliver', body);
  expect(answer).toEqual({ status: 202, value: null, code: null, retryAfterSeconds: null });
  return eventually(async () => {
    const after = await openings(running);
    return Object.keys(after).find((key) => after[key] !== before[key]);
  });
}

async function openings(running: { origin: string }): Promise<Record<string, string>> {
  const text = await (await fetchAgain(new URL('/metrics', running.origin))).text();
  const found = [...text.matchAll(/nucleus_openings_total\{outcome="([a-z-]+)"\} (\d+)/g)];
  return Object.fromEntries(found.map(([, outcome, count]) => [outcome, count]));
}

describe('deliveries', () => {
  it('come to the mailbox of the root, oldest first, until acknowledged', async () => {
    const { origin } = await start();
    const blair = await Party.create(origin);
    const session = await blair.session();
    const sent = [blair.address(), blair.address(), blair.address()].map((address) => ({
      ...blair.delivery(address),
      delivery: address,
    }));
    for (const [index, { address, envelope }] of sent.entries()) {
      await call(origin, 'deliver', { address, envelope });
      await blair.arrived(index + 1);
    }
    const { items, remaining } = await blair.mailbox(session);
    expect(items.map((item) => item.address)).toEqual(sent.map((one) => one.delivery));
    expect(items.map((item) => item.envelope)).toEqual(sent.map((one) => one.envelope));
    expect(remaining).toBe(0);
    const sequences = items.slice(0, 2).map((item) => item.sequence);
    expect((await call(origin, 'acknowledge', { sequences: [...sequences, 4_000_000_000] }, { session })).status).toBe(
      204,
    );
    expect((await blair.mailbox(session)).items.map((item) => item.sequence)).toEqual([3]);
    await call(origin, 'deliver', blair.delivery());
    expect((await blair.arrived(2)).map((item) => item.sequence)).toEqual([3, 4]);
  });

  it('come in pages', async () => {
    const { origin } = await start();
    const blair = await Party.create(origin);
    await Promise.all(Array.from({ length: 70 }, () => call(origin, 'deliver', blair.delivery())));
    await blair.arrived(70);
    const session = await blair.session();
    const first = await blair.mailbox(session);
    expect([first.items.length, first.remaining]).toEqual([64, 6]);
    await call(origin, 'acknowledge', { sequences: first.items.map((item) => item.sequence) }, { session });
    const second = await blair.mailbox(session);
    expect([second.items.length, second.remaining]).toEqual([6, 0]);
  });

  it('are shown once when they come again: at once, after acknowledgement, and after a restart', async () => {
    const dataDir = bench.directory();
    const running = await bench.start({ roles: ['receiving'], dataDir });
    const blair = await Party.create(running.origin);
    const body = blair.delivery();
    await Promise.all([call(running.origin, 'deliver', body), call(running.origin, 'deliver', body)]);
    const [item] = await blair.arrived(1);
    expect(await outcomeOf(running, body)).toBe('repeated');
    const session = await blair.session();
    await call(running.origin, 'acknowledge', { sequences: [item?.sequence ?? 0] }, { session });
    expect(await outcomeOf(running, body)).toBe('repeated');
    await running.close();
    const storage = openSqliteStorage(dataDir);
    await storage.expire(Date.now() + 59 * DAY_MS);
    await storage.close();
    const again = await bench.start({ roles: ['receiving'], dataDir, port: running.port });
    expect(await outcomeOf(again, body)).toBe('repeated');
    expect((await blair.mailbox(session)).items).toEqual([]);
  });

  it('get other numbers than any that may have been told before the power failed', async () => {
    const dataDir = bench.directory();
    const running = await bench.start({ roles: ['receiving'], dataDir });
    const blair = await Party.create(running.origin);
    await call(running.origin, 'deliver', blair.delivery());
    const [first] = await blair.arrived(1);
    expect(first?.sequence).toBe(1);
    await running.close();
    // Accepted by a program that told of it, and ended before it was in the mailbox for good.
    const left = blair.delivery();
    const storage = openSqliteStorage(dataDir);
    const item = {
      id: entropy(32),
      group: '',
      body: delivery.encode(left),
      acceptedAt: Date.now(),
      rememberUntil: null,
    };
    await storage.queue('intake').append(item);
    await storage.close();
    const again = await bench.start({ roles: ['receiving'], dataDir, port: running.port });
    const [, second] = await blair.arrived(2);
    expect(second?.sequence).toBeGreaterThan(100);
    // Once nothing is left of it, numbers follow each other again.
    let count = 2;
    await eventually(async () => {
      await call(again.origin, 'deliver', blair.delivery());
      const [before = 0, last = 0] = (await blair.arrived(++count)).slice(-2).map(({ sequence }) => sequence);
      return last === before + 1;
    });
  });

  it('are answered alike and dropped: tampered, foreign, for a root unknown, unsigned, expired, revoked', async () => {
    const running = await start();
    const { origin } = running;
    const blair = await Party.create(origin);
    const good = blair.delivery();
    const changed = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes[at] as number) ^ 1);
    expect(await outcomeOf(running, { ...good, address: changed(good.address, 700) })).toBe('unopened');
    expect(await outcomeOf(running, { ...good, envelope: changed(good.envelope, 9) })).toBe('unopened');

    const { generation: strange } = createGeneration(
      blair.generation.generation,
      { fromDay: 0, untilDay: 99_999, opensUntilDay: 99_999 },
      entropy,
    );
    const foreign = Object.assign(Object.create(Party.prototype), blair) as Party;
    Object.defineProperty(foreign, 'generation', { value: strange });
    expect(await outcomeOf(running, foreign.delivery())).toBe('unopened');

    const nowhere = Object.assign(Object.create(Party.prototype), blair, { root: entropy(16) }) as Party;
    expect(await outcomeOf(running, nowhere.delivery())).toBe('unknown-root');
    const forger = Object.assign(Object.create(Party.prototype), blair, {
      addressKeys: createSignKeyPair(entropy),
    }) as Party;
    expect(await outcomeOf(running, forger.delivery())).toBe('unsigned');
    expect(await outcomeOf(running, blair.delivery(blair.address(entropy(16), blair.today - 1)))).toBe('expired');

    const id = entropy(16);
    const manage = await blair.session('manage');
    expect((await call(origin, 'revoke', { ids: [id] }, { session: manage })).status).toBe(204);
    expect((await call(origin, 'revoke', { ids: [id, entropy(16)] }, { session: manage })).status).toBe(204);
    expect(await outcomeOf(running, blair.delivery(blair.address(id)))).toBe('revoked');

    expect(await outcomeOf(running, good)).toBe('mailbox');
    expect(await blair.arrived(1)).toHaveLength(1);
    expect(running.metrics.value('openings_total', 'mailbox')).toBe(1);
  });

  it('cannot be blocked by somebody who saw the sealed address and delivers it first with another envelope', async () => {
    const running = await start();
    const blair = await Party.create(running.origin);
    const good = blair.delivery();
    expect(await outcomeOf(running, { address: good.address, envelope: entropy(ENVELOPE_BYTES.small) })).toBe(
      'unopened',
    );
    expect(await outcomeOf(running, good)).toBe('mailbox');
    const pairs = Array.from({ length: 30 }, () => blair.delivery());
    await Promise.all(
      pairs.flatMap((pair) => [
        call(running.origin, 'deliver', { address: pair.address, envelope: entropy(ENVELOPE_BYTES.small) }),
        call(running.origin, 'deliver', pair),
      ]),
    );
    expect(await blair.arrived(31)).toHaveLength(31);
  });

  it('are accepted on the last day of their address, and not after', async () => {
    const running = await start();
    const blair = await Party.create(running.origin);
    const address = blair.address(entropy(16), blair.today + 3);
    now += 3 * DAY_MS;
    expect(await outcomeOf(running, blair.delivery(address))).toBe('mailbox');
    now += DAY_MS;
    expect(await outcomeOf(running, blair.delivery(address))).toBe('expired');
  });

  it('expire after thirty days in the mailbox', async () => {
    const { origin } = await start();
    const blair = await Party.create(origin);
    await call(origin, 'deliver', blair.delivery());
    await blair.arrived(1);
    now += 30 * DAY_MS;
    expect((await blair.mailbox(await blair.session())).items).toEqual([]);
  });

  it('are dropped, and counted, when they would overfill a mailbox; an acknowledgement makes room', async () => {
    const running = await bench.start({ roles: ['receiving'], limits: { mailboxBytes: 5000 } });
    const blair = await Party.create(running.origin);
    expect(await outcomeOf(running, blair.delivery())).toBe('mailbox');
    expect(await outcomeOf(running, blair.delivery())).toBe('full');
    const session = await blair.session();
    await call(running.origin, 'acknowledge', { sequences: [1] }, { session });
    expect(await outcomeOf(running, blair.delivery())).toBe('mailbox');
  });

  it('are refused when malformed, too large, or too many wait', async () => {
    const { origin } = await bench.start({ roles: ['receiving'], limits: { intakeItems: 0 } });
    const blair = await Party.create(origin);
    expect(await call(origin, 'deliver', blair.delivery())).toMatchObject({
      status: 503,
      code: 'unavailable',
      retryAfterSeconds: 5,
    });
    const noClass = { ...blair.delivery(), envelope: entropy(ENVELOPE_BYTES.small + 1) };
    expect(await call(origin, 'deliver', noClass)).toMatchObject({ status: 400, code: 'malformed' });
    expect((await call(origin, 'deliver', null, { bytes: entropy(10) })).code).toBe('malformed');
    expect((await call(origin, 'deliver', null, { bytes: entropy(ENDPOINTS.deliver.request.maxBytes + 1) })).code).toBe(
      'too-large',
    );
  });

  it('speak against the peer that brings unresolvable ones', async () => {
    const running = await start();
    const blair = await Party.create(running.origin);
    const bad = () => ({ ...blair.delivery(), address: entropy(blair.delivery().address.length) });
    for (let i = 0; i < 3; i++) expect(await outcomeOf(running, bad())).toBe('unopened');
    expect(running.metrics.value('unresolvable_worst')).toBe(3);
  });
});

describe('roots and sessions', () => {
  it('give access to one mailbox only', async () => {
    const { origin } = await start();
    const [blair, robin] = [await Party.create(origin), await Party.create(origin)];
    await call(origin, 'deliver', blair.delivery());
    await blair.arrived(1);
    const session = await robin.session();
    expect((await robin.mailbox(session)).items).toEqual([]);
    await call(origin, 'acknowledge', { sequences: [1] }, { session });
    expect(await blair.arrived(1)).toHaveLength(1);
  });

  it('are refused without, with a strange, an altered, an expired or a lesser session', async () => {
    const { origin } = await start();
    const blair = await Party.create(origin);
    const fetching = await blair.session('fetch');
    const managing = await blair.session('manage');
    const get = async (session?: Uint8Array) =>
      (await call(origin, 'getMailbox', null, session === undefined ? {} : { session })).code;
    expect(await get()).toBe('unauthorised');
    expect(await get(entropy(55))).toBe('unauthorised');
    expect(await get(fetching.with(3, (fetching[3] as number) ^ 1))).toBe('unauthorised');
    expect(await get(fetching.with(16, 1))).toBe('unauthorised');
    expect(await get(await blair.challenge())).toBe('unauthorised');
    expect(await get(fetching)).toBeNull();
    expect(await get(managing)).toBeNull();
    expect((await call(origin, 'revoke', { ids: [] }, { session: fetching })).code).toBe('unauthorised');
    expect((await call(origin, 'retireRoot', null, { session: fetching })).code).toBe('unauthorised');
    now += 60 * 60_000;
    expect(await get(managing)).toBe('unauthorised');
    expect(await get(fetching)).toBeNull();
    now += 7 * DAY_MS;
    expect(await get(fetching)).toBe('unauthorised');
  });

  it('want a signature of the access key over a fresh challenge of this service, used once', async () => {
    const { origin } = await start();
    const blair = await Party.create(origin);
    const robin = await Party.create(origin);
    const ask = async (over: {
      root?: Uint8Array;
      scope?: 'fetch' | 'manage';
      challenge?: Uint8Array;
      signedOrigin?: string;
      seed?: typeof blair.accessKeys.seed;
    }) => {
      const root = over.root ?? blair.root;
      const challenge = over.challenge ?? (await blair.challenge());
      const statement = { origin: over.signedOrigin ?? origin, root, scope: 'fetch' as const, challenge };
      const signature = signSession(over.seed ?? blair.accessKeys.seed, statement);
      const answer = await call(origin, 'createSession', { root, scope: over.scope ?? 'fetch', challenge, signature });
      return answer.code ?? answer.value?.lifetimeSeconds;
    };
    const challenge = await blair.challenge();
    expect(await ask({ challenge })).toBe(7 * 24 * 60 * 60);
    expect(await ask({ challenge })).toBe('untrusted');
    expect(await ask({ challenge: entropy(64) })).toBe('untrusted');
    expect(await ask({ scope: 'manage' })).toBe('untrusted');
    expect(await ask({ signedOrigin: 'https://elsewhere.example' })).toBe('untrusted');
    expect(await ask({ seed: robin.accessKeys.seed })).toBe('untrusted');
    expect(await ask({ seed: blair.addressKeys.seed })).toBe('untrusted');
    expect(await ask({ root: entropy(16) })).toBe('untrusted');
    const stale = await blair.challenge();
    now += 5 * 60_000;
    expect(await ask({ challenge: stale })).toBe('untrusted');
    expect((await call(origin, 'createSession', null, { bytes: entropy(20) })).code).toBe('malformed');
  });

  it('lets exactly one of two askers with the same challenge in', async () => {
    const { origin } = await start();
    const blair = await Party.create(origin);
    const challenge = await blair.challenge();
    const { root } = blair;
    const signature = signSession(blair.accessKeys.seed, { origin, root, scope: 'fetch', challenge });
    const request = { root, scope: 'fetch', challenge, signature } as const;
    const answers = await Promise.all([call(origin, 'createSession', request), call(origin, 'createSession', request)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 403]);
  });

  it('end with the root: sessions, mailbox and deliveries', async () => {
    const running = await start();
    const { origin } = running;
    const blair = await Party.create(origin);
    await call(origin, 'deliver', blair.delivery());
    await blair.arrived(1);
    const session = await blair.session('manage');
    expect((await call(origin, 'retireRoot', null, { session })).status).toBe(204);
    expect((await call(origin, 'getMailbox', null, { session })).code).toBe('unauthorised');
    expect(await outcomeOf(running, blair.delivery())).toBe('unknown-root');
    await expect(blair.session()).rejects.toThrow('no session');
  });

  it('are limited in number a peer, and refuse strange bytes', async () => {
    const rates = { createRoot: { burst: 1, perSecond: 1 } };
    const { origin } = await bench.start({ roles: ['receiving'], rates }, { now: () => now });
    expect((await call(origin, 'createRoot', null, { bytes: entropy(10) })).code).toBe('malformed');
    expect(await call(origin, 'createRoot', null, { bytes: entropy(10) })).toMatchObject({
      code: 'rate-limited',
      retryAfterSeconds: 1,
    });
  });
});

describe('generations', () => {
  it('follow each other across restarts, and addresses of an old one work until they expire', async () => {
    const dataDir = bench.directory();
    const config = { roles: ['receiving'] as const, dataDir };
    const first = await bench.start(config, { now: () => now });
    const blair = await Party.create(first.origin);
    const address = blair.address(entropy(16), blair.today + 60);
    const old = blair.delivery(address);
    await first.close();
    now += 45 * DAY_MS;
    const second = await bench.start({ ...config, port: first.port }, { now: () => now });
    const descriptor = await descriptorOf(second.origin);
    expect(descriptor.name.key).toEqual(blair.descriptor.name.key);
    expect(descriptor.generations.map((generation) => generation.generation)).toEqual([2]);
    expect(await outcomeOf(second, blair.delivery(address))).toBe('mailbox');
    await second.close();
    now += 90 * DAY_MS;
    const third = await bench.start({ ...config, port: first.port }, { now: () => now });
    expect(await outcomeOf(third, old)).toBe('unopened');
  });
});
