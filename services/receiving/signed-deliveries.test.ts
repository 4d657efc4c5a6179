// Deliveries that services sign: what a service takes that takes signed ones only, whom a bad one speaks against, and
// what a stranger who saw a signature can do with it. An independent library signs for us and verifies what we sign.
import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { httpbis } from 'http-message-signatures';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { encodeBase64url } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { signDescriptor } from '#protocol/service/descriptor.ts';
import { ENDPOINTS, WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import { deliveries, delivery } from '#wire/transport.ts';
import { contentDigest } from '../http/message-signature.ts';
import { deliverySigner } from '../peers/delivery-signature.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';

let bench: Bench;
let now: number;
beforeEach(() => {
  bench = new Bench();
  now = Date.now();
});
afterEach(() => bench.end());
const receiver = (signedDeliveriesOnly: boolean) =>
  bench.start({ roles: ['receiving'], signedDeliveriesOnly }, { now: () => now });

/** A service that has a descriptor and nothing else; the requests to it are counted. */
async function sender(answers = true) {
  const keys = createSignKeyPair(entropy);
  const asked: string[] = [];
  const posted: { headers: IncomingMessage['headers']; body: Uint8Array }[] = [];
  let origin = '';
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === 'POST')
      posted.push({ headers: request.headers, body: new Uint8Array(Buffer.concat(chunks)) });
    else asked.push(request.url ?? '');
    if (request.method === 'POST') return response.writeHead(202).end();
    if (!answers || request.url !== WELL_KNOWN_PATH) return response.writeHead(503).end();
    const statement = {
      name: { origin, key: keys.publicKey },
      issuedAt: now,
      roles: ['sending' as const],
      protocolVersions: [1],
      generations: [],
      mailDomain: '',
      maxBlobBytes: 0,
      retryHorizonDays: 7,
      tokenIssuers: [],
    };
    response.end(
      JSON.stringify({ proton: 1, descriptor: encodeBase64url(signDescriptor(keys.seed, statement as never)) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const signer = (at = now) => {
    const signs = deliverySigner(keys.seed, { origin, key: keys.publicKey }, () => at, entropy);
    return (to: string, body: Uint8Array, path: string = ENDPOINTS.deliver.path) => signs(to, path, body);
  };
  return { origin, keys, asked, posted, sign: signer(), signAt: signer };
}

/** An open service answers everything alike; the verdict on the signature is in its counters. */
const verdicts = async (origin: string): Promise<Record<string, number>> => {
  const text = await (await fetchAgain(new URL('/metrics', origin))).text();
  return Object.fromEntries(
    [...text.matchAll(/nucleus_signatures_total\{outcome="([a-z-]+)"\} ([1-9]\d*)/g)].map(([, outcome, count]) => [
      outcome,
      Number(count),
    ]),
  );
};
const judged = async (origin: string) => Object.values(await verdicts(origin)).reduce((sum, count) => sum + count, 0);
const gauge = async (origin: string, name: string) =>
  Number(
    new RegExp(`^nucleus_${name} (\\d+)`, 'm').exec(await (await fetchAgain(new URL('/metrics', origin))).text())?.[1],
  );

describe('where only signed deliveries are taken', () => {
  it('a message of a service that signs arrives', async () => {
    const receiving = await bench.start({ roles: ['receiving'], signedDeliveriesOnly: true });
    const sending = await bench.start({ roles: ['sending'] });
    const blair = await Party.create(receiving.origin);
    const submission = {
      dedupe: entropy(16),
      destination: blair.origin,
      delay: 'none' as const,
      token: new Uint8Array(0),
    };
    expect((await call(sending.origin, 'submit', { ...submission, ...blair.delivery() })).status).toBe(202);
    expect(await blair.arrived(1)).toHaveLength(1);
    expect(await verdicts(receiving.origin)).toEqual({ held: 1 });
  });

  it('one that is unsigned, or signed for something else, is refused', async () => {
    const { origin } = await receiver(true);
    const blair = await Party.create(origin, now);
    const casey = await sender();
    const mallory = await sender();
    const body = blair.delivery();
    const bytes = delivery.encode(body);
    const good = casey.sign(origin, bytes);
    const refused: Record<string, string>[] = [
      {},
      { ...good, signature: '' },
      { ...good, 'content-digest': contentDigest(sha256(entropy(10))) },
      { ...good, 'proton-service': mallory.origin },
      mallory.signAt()(`http://localhost:1`, bytes),
      casey.sign(origin, delivery.encode(blair.delivery())),
      casey.sign(origin, bytes, ENDPOINTS.deliverMany.path),
      casey.signAt(now - 301_000)(origin, bytes),
      // Its nonce would be kept for ten minutes, and so would 65,000 others.
      deliverySigner(
        casey.keys.seed,
        { origin: casey.origin, key: casey.keys.publicKey },
        () => now,
        () => entropy(49),
      )(origin, ENDPOINTS.deliver.path, bytes),
      casey.signAt(now + 301_000)(origin, bytes),
      deliverySigner(
        mallory.keys.seed,
        { origin: casey.origin, key: mallory.keys.publicKey },
        () => now,
        entropy,
      )(origin, ENDPOINTS.deliver.path, bytes),
      deliverySigner(
        mallory.keys.seed,
        { origin: casey.origin, key: casey.keys.publicKey },
        () => now,
        entropy,
      )(origin, ENDPOINTS.deliver.path, bytes),
    ];
    for (const headers of refused)
      expect(await call(origin, 'deliver', body, { headers })).toMatchObject({ status: 403, code: 'untrusted' });
    expect((await call(origin, 'deliver', body, { headers: good })).status).toBe(202);
    expect(
      (await call(origin, 'deliver', blair.delivery(), { headers: casey.signAt(now - 299_000)(origin, bytes) })).status,
    ).toBe(403);
    expect(await blair.arrived(1)).toHaveLength(1);
  });

  it('one whose service cannot be asked is to come again', async () => {
    const { origin } = await receiver(true);
    const blair = await Party.create(origin, now);
    const silent = await sender(false);
    const body = blair.delivery();
    const headers = silent.sign(origin, delivery.encode(body));
    expect(await call(origin, 'deliver', body, { headers })).toMatchObject({ status: 503, retryAfterSeconds: 5 });
  });

  it('several come under one signature, and that of another path does not do', async () => {
    const { origin } = await receiver(true);
    const blair = await Party.create(origin, now);
    const casey = await sender();
    const body = { deliveries: [blair.delivery(), blair.delivery()].map((one) => delivery.encode(one)) };
    const bytes = deliveries.encode(body);
    const wrong = [{}, casey.sign(origin, bytes), casey.sign(origin, bytes.slice(1), ENDPOINTS.deliverMany.path)];
    for (const headers of wrong)
      expect(await call(origin, 'deliverMany', body, { headers })).toMatchObject({ status: 403, code: 'untrusted' });
    const headers = casey.sign(origin, bytes, ENDPOINTS.deliverMany.path);
    expect((await call(origin, 'deliverMany', body, { headers })).status).toBe(200);
    expect(await blair.arrived(2)).toHaveLength(2);
    expect(await verdicts(origin)).toMatchObject({ held: 1 });
  });

  it('a repeat whose answer was lost is taken again, and shown once', async () => {
    const { origin } = await receiver(true);
    const blair = await Party.create(origin, now);
    const body = blair.delivery();
    const headers = (await sender()).sign(origin, delivery.encode(body));
    for (let turn = 0; turn < 3; turn++) expect((await call(origin, 'deliver', body, { headers })).status).toBe(202);
    expect(await blair.arrived(1)).toHaveLength(1);
    expect(await verdicts(origin)).toEqual({ held: 1, repeated: 2 });
  });
});

describe('a delivery that does not resolve', () => {
  const junk = async (origin: string) => ({ ...(await Party.create(origin, now)).delivery(), envelope: entropy(4096) });

  it('speaks against its service also where only signed ones are taken, and each was judged when it came', async () => {
    const { origin } = await receiver(true);
    const [casey, robin] = [await sender(), await sender()];
    for (const who of [casey, robin, casey, robin, casey]) {
      const body = await junk(origin);
      const headers = who.sign(origin, delivery.encode(body));
      expect((await call(origin, 'deliver', body, { headers })).status).toBe(202);
    }
    const worst = await eventually(async () => {
      const opened = /openings_total\{outcome="unopened"\} 5/.test(
        await (await fetchAgain(new URL('/metrics', origin))).text(),
      );
      return opened && (await gauge(origin, 'unresolvable_worst'));
    });
    expect(worst).toBe(3);
    expect(await verdicts(origin)).toEqual({ held: 5 });
  });

  it('counts for itself among several of one request, whose signature is looked into once', async () => {
    const { origin } = await receiver(false);
    const casey = await sender();
    const good = (await Party.create(origin, now)).delivery();
    const body = {
      deliveries: [await junk(origin), good, await junk(origin), await junk(origin)].map(delivery.encode),
    };
    const headers = casey.sign(origin, deliveries.encode(body), ENDPOINTS.deliverMany.path);
    // The first may come before the service named is known.
    await call(origin, 'deliver', good, { headers: casey.sign(origin, delivery.encode(good)) });
    await eventually(() => casey.asked.length === 1);
    expect((await call(origin, 'deliverMany', body, { headers })).status).toBe(200);
    await eventually(async () => (await gauge(origin, 'unresolvable_worst')) === 3);
    expect(await verdicts(origin)).toEqual({ held: 1 });
  });

  it('speaks against the service that signed it, not against all behind its address', async () => {
    const { origin } = await receiver(false);
    const [casey, robin] = [await sender(), await sender()];
    const bring = async (who: Awaited<ReturnType<typeof sender>> | null) => {
      const body = await junk(origin);
      const headers = who === null ? {} : who.sign(origin, delivery.encode(body));
      expect((await call(origin, 'deliver', body, { headers })).status).toBe(202);
    };
    for (const who of [casey, casey, casey, robin, robin, null]) await bring(who);
    await eventually(async () => (await gauge(origin, 'unresolvable_worst')) === 3);
    expect(await verdicts(origin)).toEqual({ held: 5, unsigned: 1 });
    // Asked once, whatever it brings.
    expect(casey.asked).toEqual([WELL_KNOWN_PATH]);
  });

  it('unsigned, speaks against the network it came from: nobody has 10,000 names by an IPv6 network of his own', async () => {
    const { origin } = await bench.start({ roles: ['receiving'], behindProxy: true }, { now: () => now });
    for (const peer of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::2', '2001:db8:1:3::1'])
      await call(origin, 'deliver', await junk(origin), { headers: { 'x-forwarded-for': peer } });
    await eventually(async () => (await judged(origin)) === 3);
    expect(await gauge(origin, 'unresolvable_worst')).toBe(2);
  });

  it('brought again by whoever saw it, speaks against whoever brought it', async () => {
    const { origin } = await receiver(false);
    const casey = await sender();
    const body = await junk(origin);
    const headers = casey.sign(origin, delivery.encode(body));
    for (let turn = 1; turn <= 3; turn++) {
      await call(origin, 'deliver', body, { headers });
      // A delivery that still waits is known, and not opened again.
      await eventually(async () => (await judged(origin)) === turn);
    }
    expect(await verdicts(origin)).toEqual({ held: 1, repeated: 2 });
  });

  it('has us ask for few services nobody heard of', async () => {
    const { origin } = await receiver(false);
    const unheard = await Promise.all(Array.from({ length: 30 }, () => sender()));
    for (const one of unheard) {
      const body = await junk(origin);
      await call(origin, 'deliver', body, { headers: one.sign(origin, delivery.encode(body)) });
    }
    await eventually(async () => (await judged(origin)) === 30);
    expect(await verdicts(origin)).toEqual({ held: 20, unknown: 10 });
  });
});

it('asks who a service is of what resolves and of what does not alike: being asked tells nothing', async () => {
  const { origin } = await receiver(false);
  const blair = await Party.create(origin, now);
  const [good, junk] = [blair.delivery(), { ...blair.delivery(), envelope: entropy(4096) }];
  for (const body of [good, junk]) {
    // A new, unknown service for each: its owner may be the one that wants to know.
    const casey = await sender();
    await call(origin, 'deliver', body, { headers: casey.sign(origin, delivery.encode(body)) });
    await eventually(() => casey.asked.length > 0);
    // The verdict says that the answer was taken in: on the clock before it is put forward.
    if (body === junk) await eventually(async () => (await judged(origin)) === 1);
    else await blair.arrived(1);
    expect(casey.asked).toEqual([WELL_KNOWN_PATH]);
    // Answers are forgotten after a while, and asked again: of both.
    now += 11 * 60_000;
    const again = { ...body, envelope: entropy(4096) };
    const more = body === good ? blair.delivery() : again;
    await call(origin, 'deliver', more, { headers: casey.signAt(now)(origin, delivery.encode(more)) });
    await eventually(() => casey.asked.length === 2);
  }
  await blair.arrived(2);
});

it('does not ask late: what turns out bad when its service was forgotten speaks against whoever brought it', async () => {
  const limits = { addressPace: { burst: 1, perSecond: 1 / 3600 } };
  const running = await bench.start({ roles: ['receiving'], limits }, { now: () => now });
  const { origin, metrics } = running;
  const casey = await sender();
  const blair = await Party.create(origin, now);
  const id = entropy(16).with(15, 0);
  const bring = async () => {
    const body = blair.delivery(blair.address(id));
    await call(origin, 'deliver', body, { headers: casey.sign(origin, delivery.encode(body)) });
  };
  await bring();
  await bring();
  await eventually(() => metrics.value('openings_total', 'held') === 1);
  // Revoked while one is held back: it is found out an hour later.
  await call(origin, 'revoke', { ids: [id] }, { session: await blair.session('manage') });
  now += 2 * 3_600_000;
  await call(origin, 'deliver', blair.delivery());
  await eventually(() => metrics.value('openings_total', 'revoked') === 1);
  await eventually(async () => (await judged(origin)) === 1);
  expect(await verdicts(origin)).toEqual({ unknown: 1 });
  expect(casey.asked).toEqual([WELL_KNOWN_PATH]);
});

describe('another implementation', () => {
  const FIELDS = ['@method', '@authority', '@path', 'content-digest', 'proton-service'];
  /** PKCS#8 and SPKI of 32 bytes (RFC 8410). */
  const privateKey = (seed: Uint8Array) =>
    createPrivateKey({
      key: Buffer.from(concat(Buffer.from('302e020100300506032b657004220420', 'hex'), seed)),
      format: 'der',
      type: 'pkcs8',
    });
  const publicKey = (key: Uint8Array) =>
    createPublicKey({
      key: Buffer.from(concat(Buffer.from('302a300506032b6570032100', 'hex'), key)),
      format: 'der',
      type: 'spki',
    });

  it('verifies what our sending service signs', async () => {
    const casey = await sender();
    const sending = await bench.start({ roles: ['sending'] });
    const blair = await Party.create((await receiver(false)).origin, now);
    const submission = {
      dedupe: entropy(16),
      destination: casey.origin,
      delay: 'none' as const,
      token: new Uint8Array(0),
      ...blair.delivery(),
    };
    await call(sending.origin, 'submit', submission);
    const { headers, body } = await eventually(() => casey.posted[0]);
    expect(headers['content-digest']).toBe(contentDigest(sha256(body)));
    expect(headers['proton-service']).toBe(sending.origin);
    const verified = await httpbis.verifyMessage(
      {
        requiredFields: FIELDS,
        requiredParams: ['created', 'nonce', 'keyid', 'alg', 'tag'],
        keyLookup: async ({ keyid }) => ({
          verify: async (data: Buffer, signature: Buffer) =>
            verify(null, data, publicKey(new Uint8Array(Buffer.from(String(keyid), 'base64url'))), signature),
        }),
      },
      {
        method: 'POST',
        url: new URL(ENDPOINTS.deliver.path, casey.origin),
        headers: headers as Record<string, string>,
      },
    );
    expect(verified).toBe(true);
  });

  it('signs what our receiving service takes', async () => {
    const { origin } = await receiver(true);
    const casey = await sender();
    const blair = await Party.create(origin, now);
    const body = blair.delivery();
    const url = new URL(ENDPOINTS.deliver.path, origin);
    const plain = { 'content-digest': contentDigest(sha256(delivery.encode(body))), 'proton-service': casey.origin };
    const { headers } = await httpbis.signMessage(
      {
        name: 'proton',
        fields: FIELDS,
        params: ['created', 'keyid', 'nonce', 'tag'],
        paramValues: {
          created: new Date(now),
          nonce: 'abcdefghijklmnopqrst',
          tag: 'proton-delivery',
          keyid: encodeBase64url(casey.keys.publicKey),
        },
        key: { sign: async (data: Buffer) => sign(null, data, privateKey(casey.keys.seed)) },
      },
      { method: 'POST', url, headers: plain },
    );
    expect((await call(origin, 'deliver', body, { headers: headers as Record<string, string> })).status).toBe(202);
    expect(await blair.arrived(1)).toHaveLength(1);
  });
});
