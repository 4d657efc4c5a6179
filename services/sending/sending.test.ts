// The sending service over real HTTP: what it accepts, refuses, delivers and hosts.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { equal } from '#bytes/bytes.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { verifyDescriptor } from '#protocol/service/descriptor.ts';
import { SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import { MAX_HOSTED_BYTES } from '#wire/blob.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { descriptor } from '#wire/service.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { delivery, OUTCOMES, type Outcome, outcome, type Submission } from '#wire/transport.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

const submissionTo = (destination: string, over: Partial<Submission> = {}): Submission => ({
  dedupe: entropy(16),
  destination,
  delay: 'none',
  token: new Uint8Array(0),
  address: entropy(SEALED_ADDRESS_BYTES),
  envelope: entropy(ENVELOPE_BYTES.small),
  ...over,
});

/** A receiving service whose answers the test decides. */
async function destination(
  answer: (
    body: Uint8Array,
  ) => Promise<number | { status: number; retryAfter: string }> | number | { status: number; retryAfter: string },
) {
  const bodies: Uint8Array[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = new Uint8Array(Buffer.concat(chunks));
    bodies.push(body);
    const result = await answer(body);
    if (typeof result === 'number') response.writeHead(result).end();
    else response.writeHead(result.status, { 'retry-after': result.retryAfter }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

describe('submitting', () => {
  it('carries a message from a sending to a receiving service of another process, whole', async () => {
    const receiving = await bench.start({ roles: ['receiving'] });
    const sending = await bench.start({ roles: ['sending'] });
    const blair = await Party.create(receiving.origin);
    const address = blair.address();
    const { address: sealed, envelope } = blair.delivery(address, entropy(ENVELOPE_BYTES.large));
    const answer = await call(sending.origin, 'submit', submissionTo(receiving.origin, { address: sealed, envelope }));
    expect(answer).toMatchObject({ status: 202, code: null });
    const items = await blair.arrived(1);
    expect(items).toEqual([{ sequence: 1, address, envelope }]);
  });

  it('delivers to its own receiving service', async () => {
    const services = await bench.start();
    const blair = await Party.create(services.origin);
    await call(services.origin, 'submit', submissionTo(services.origin, blair.delivery()));
    expect(await blair.arrived(1)).toHaveLength(1);
  });

  it('accepts one dedupe id once, at the same time and later', async () => {
    const there = await destination(() => 202);
    const { origin, metrics } = await bench.start({ roles: ['sending'] });
    const submission = submissionTo(there.origin);
    const answers = await Promise.all([1, 2, 3].map(() => call(origin, 'submit', submission)));
    await eventually(() => metrics.value('attempts_total', 'delivered') === 1);
    answers.push(await call(origin, 'submit', submission));
    expect(answers.map((answer) => answer.status)).toEqual([202, 202, 202, 202]);
    expect(there.bodies).toEqual([delivery.encode({ address: submission.address, envelope: submission.envelope })]);
    expect(metrics.value('submissions_total', 'repeated')).toBe(3);
  });

  it('knows a message by its dedupe id alone', async () => {
    const there = await destination(() => 202);
    const { origin, metrics } = await bench.start({ roles: ['sending'] });
    const first = submissionTo(there.origin);
    await call(origin, 'submit', first);
    await call(origin, 'submit', { ...submissionTo(there.origin), dedupe: first.dedupe });
    await call(origin, 'submit', { ...first, dedupe: entropy(16) });
    await eventually(() => metrics.value('attempts_total', 'delivered') === 2);
    expect(there.bodies[1]).toEqual(there.bodies[0]);
    expect(metrics.value('submissions_total', 'repeated')).toBe(1);
  });

  it('of one automatic message of two devices takes the first', async () => {
    // Both derive the id from what they share; addresses are sealed by each for itself, so the bytes differ.
    const receiving = await bench.start({ roles: ['receiving'] });
    const { origin, metrics } = await bench.start({ roles: ['sending'] });
    const blair = await Party.create(receiving.origin);
    const address = blair.address();
    const [first, second] = [1, 2].map(() => blair.delivery(address, entropy(ENVELOPE_BYTES.small)));
    const dedupe = entropy(16);
    await call(origin, 'submit', submissionTo(receiving.origin, { ...first, dedupe }));
    await call(origin, 'submit', submissionTo(receiving.origin, { ...second, dedupe }));
    await eventually(() => metrics.value('attempts_total', 'delivered') === 1);
    expect((await blair.arrived(1)).map(({ envelope }) => envelope)).toEqual([first?.envelope]);
    expect(metrics.value('submissions_total', 'repeated')).toBe(1);
  });

  it('through two services, as who lost an answer does, brings one copy', async () => {
    const receiving = await bench.start({ roles: ['receiving'] });
    const services = await Promise.all([1, 2].map(() => bench.start({ roles: ['sending'] })));
    const blair = await Party.create(receiving.origin);
    const submission = submissionTo(receiving.origin, blair.delivery());
    for (const { origin } of services) expect((await call(origin, 'submit', submission)).status).toBe(202);
    for (const { metrics } of services) await eventually(() => metrics.value('attempts_total', 'delivered') === 1);
    expect(await blair.arrived(1)).toHaveLength(1);
    const taken = () =>
      receiving.metrics.value('deliveries_total', 'repeated') + receiving.metrics.value('openings_total', 'repeated');
    await eventually(() => taken() === 1);
    expect(receiving.metrics.value('openings_total', 'mailbox')).toBe(1);
  });

  it('refuses a destination that is not among its routes', async () => {
    const there = await destination(() => 202);
    const limits = { routes: [there.origin] };
    const { origin } = await bench.start({ roles: ['sending'], limits });
    expect((await call(origin, 'submit', submissionTo(there.origin))).status).toBe(202);
    expect(await call(origin, 'submit', submissionTo('http://localhost:1'))).toMatchObject({ code: 'malformed' });
    expect((await call(origin, 'getStatus', null)).value?.routes).toEqual(limits.routes);
  });

  it.each([
    ['an envelope of no class', { envelope: entropy(5000) }],
    ['a destination with a path', { destination: 'http://127.0.0.1:1/x' }],
    ['a destination with capitals', { destination: 'http://LOCALHOST' }],
    ['a destination of another scheme', { destination: 'ftp://localhost' }],
    ['a destination that is no URL', { destination: 'blair' }],
  ])('refuses %s as malformed', async (_, over) => {
    const { origin } = await bench.start({ roles: ['sending'] });
    expect(await call(origin, 'submit', submissionTo('http://localhost:1', over))).toMatchObject({
      status: 400,
      code: 'malformed',
    });
  });

  it('refuses plain http outside development', async () => {
    const { origin } = await bench.start({ roles: ['sending'], development: false });
    expect(await call(origin, 'submit', submissionTo('http://example.org'))).toMatchObject({ code: 'malformed' });
  });

  it('refuses bytes of another format as malformed and too many of them as too large, declared or not', async () => {
    const { origin } = await bench.start({ roles: ['sending'] });
    expect(await call(origin, 'submit', null, { bytes: entropy(100) })).toMatchObject({
      status: 400,
      code: 'malformed',
    });
    const tooMany = entropy(ENDPOINTS.submit.request.maxBytes + 1);
    expect(await call(origin, 'submit', null, { bytes: tooMany })).toMatchObject({ status: 413, code: 'too-large' });
    const streamed = await fetch(new URL(ENDPOINTS.submit.path, origin), {
      method: 'POST',
      body: new Blob([tooMany as Uint8Array<ArrayBuffer>]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect([streamed.status, await streamed.json()]).toEqual([413, { code: 'too-large' }]);
  });

  it('says that it is full, and when to come again', async () => {
    const there = await destination(() => 503);
    const { origin } = await bench.start({ roles: ['sending'], limits: { queueItems: 1 } });
    expect((await call(origin, 'submit', submissionTo(there.origin))).status).toBe(202);
    expect(await call(origin, 'submit', submissionTo(there.origin))).toEqual({
      status: 503,
      value: null,
      code: 'unavailable',
      retryAfterSeconds: 60,
    });
  });

  it('takes no more than it has room for, however many come at once', async () => {
    const there = await destination(() => 503);
    const { origin, metrics } = await bench.start({ roles: ['sending'], limits: { queueItems: 3 } });
    const asked = Array.from({ length: 12 }, () => call(origin, 'submit', submissionTo(there.origin)));
    const taken = (await Promise.all(asked)).filter(({ status }) => status === 202);
    expect(taken).toHaveLength(3);
    expect(metrics.value('submissions_total', 'accepted')).toBe(3);
  });

  it('limits how often one peer asks', async () => {
    const there = await destination(() => 202);
    const rates = { submit: { burst: 1, perSecond: 0.1 } };
    const { origin } = await bench.start({ roles: ['sending'], rates }, { now: () => 1_700_000_000_000 });
    expect((await call(origin, 'submit', submissionTo(there.origin))).status).toBe(202);
    const refused = await call(origin, 'submit', submissionTo(there.origin));
    expect(refused).toEqual({ status: 429, value: null, code: 'rate-limited', retryAfterSeconds: 10 });
  });
});

describe('a random delay', () => {
  // The draw is 0.5: half of the class.
  it.each([
    ['minute', 30_000],
    ['ten-minutes', 300_000],
    ['hour', 1_800_000],
  ] as const)('of at most a %s holds a message back for as long as was drawn', async (delay, drawnMs) => {
    let now = 1_700_000_000_000;
    const there = await destination(() => 202);
    const { origin, metrics } = await bench.start({ roles: ['sending'] }, { now: () => now, random: () => 0.5 });
    const submission = submissionTo(there.origin, { delay });
    await call(origin, 'submit', submission);
    const held = delivery.encode({ address: submission.address, envelope: submission.envelope });
    now += drawnMs - 1;
    await call(origin, 'submit', submissionTo(there.origin));
    await eventually(() => metrics.value('attempts_total', 'delivered') === 1);
    expect(there.bodies).toHaveLength(1);
    expect(there.bodies).not.toContainEqual(held);
    now += 1;
    // Whatever makes the lane look again; by itself it does when the time is up.
    await call(origin, 'submit', submissionTo(there.origin));
    await eventually(() => metrics.value('attempts_total', 'delivered') === 3);
    expect(there.bodies.some((body) => equal(body, held))).toBe(true);
  });

  it('is drawn once: a service that is started again still waits for the same moment', async () => {
    let now = 1_700_000_000_000;
    const dataDir = bench.directory();
    const there = await destination(() => 202);
    const at = { now: () => now, random: () => 0.5 };
    const first = await bench.start({ roles: ['sending'], dataDir }, at);
    await call(first.origin, 'submit', submissionTo(there.origin, { delay: 'hour' }));
    await first.close();
    now += 1_700_000;
    const second = await bench.start({ roles: ['sending'], dataDir, port: first.port }, { ...at, random: () => 1 });
    await call(second.origin, 'submit', submissionTo(there.origin));
    await eventually(() => second.metrics.value('attempts_total', 'delivered') === 1);
    await second.close();
    now += 100_000;
    const third = await bench.start({ roles: ['sending'], dataDir, port: first.port }, at);
    await eventually(() => third.metrics.value('attempts_total', 'delivered') === 1);
    expect(there.bodies).toHaveLength(2);
  });

  it('ends by itself', async () => {
    const there = await destination(() => 202);
    const { origin } = await bench.start({ roles: ['sending'] }, { random: () => 1 / 600 });
    const since = performance.now();
    await call(origin, 'submit', submissionTo(there.origin, { delay: 'minute' }));
    await eventually(() => there.bodies.length === 1);
    expect(performance.now() - since).toBeGreaterThanOrEqual(99);
  });
});

describe('what became of a submission', () => {
  it('is told by its id alone: waiting, delivered, given up, unknown, all in as many bytes', async () => {
    const [away, takes, refuses] = await Promise.all([503, 202, 400].map((status) => destination(() => status)));
    const { origin } = await bench.start({ roles: ['sending'] });
    const submissions = [away, takes, refuses].map((there) => submissionTo(there?.origin ?? ''));
    for (const submission of submissions) await call(origin, 'submit', submission);
    const told = async () => {
      const asked = [...submissions, submissionTo('')];
      return Promise.all(
        asked.map(async ({ dedupe }) => (await call(origin, 'getOutcome', { dedupe })).value?.outcome),
      );
    };
    await eventually(async () => !(await told()).slice(1).includes('waiting'));
    expect(await told()).toEqual(['waiting', 'delivered', 'given-up', 'unknown']);
    const sizes = (Object.keys(OUTCOMES) as Outcome[]).map((one) => outcome.encode({ outcome: one }).length);
    expect(new Set(sizes)).toEqual(new Set([3]));
  });

  it('is remembered for days beyond the horizon', async () => {
    let now = Date.now();
    const there = await destination(() => 202);
    const { origin } = await bench.start({ roles: ['sending'] }, { now: () => now });
    const submission = submissionTo(there.origin);
    await call(origin, 'submit', submission);
    const told = async () => (await call(origin, 'getOutcome', { dedupe: submission.dedupe })).value?.outcome;
    await eventually(async () => (await told()) === 'delivered');
    now += 20 * 86_400_000;
    expect(await told()).toBe('delivered');
  });
});

describe('the status', () => {
  it('says what is taken and how much room there is, in quarters, and moves for no single message', async () => {
    let now = Date.now();
    const there = await destination(() => 503);
    const { origin } = await bench.start({ roles: ['sending'], limits: { queueItems: 8 } }, { now: () => now });
    const status = async () => (await call(origin, 'getStatus', null)).value;
    expect(await status()).toEqual({
      availability: 'open',
      freeQuarters: 4,
      envelopeBytes: [ENVELOPE_BYTES.small, ENVELOPE_BYTES.large],
      maxBlobBytes: MAX_HOSTED_BYTES,
      routes: [],
    });
    const seen: unknown[] = [];
    for (let i = 0; i < 8; i++) {
      await call(origin, 'submit', submissionTo(there.origin));
      now += 11_000;
      const { availability, freeQuarters } = (await status()) as { availability: string; freeQuarters: number };
      seen.push(`${availability} ${freeQuarters}`);
    }
    expect(seen).toEqual(['open 4', 'open 3', 'open 3', 'open 2', 'open 2', 'open 1', 'open 1', 'full 0']);
  });
});

describe('delivering', () => {
  it('tries again until the destination takes it', async () => {
    let answers = 0;
    const there = await destination(() => [500, 503, 404, 202][answers++] ?? 202);
    const { origin, metrics } = await bench.start({ roles: ['sending'] });
    await call(origin, 'submit', submissionTo(there.origin));
    await eventually(() => metrics.value('attempts_total', 'delivered') === 1);
    expect(metrics.value('attempts_total', 'failed')).toBe(1);
    expect(metrics.value('attempts_total', 'unreachable')).toBe(2);
    expect(there.bodies).toHaveLength(4);
  });

  it('delivers when a destination that was down comes up', async () => {
    const first = await bench.start({ roles: ['receiving'] });
    const directory = bench.directory();
    const receiving = await bench.start({ roles: ['receiving'], dataDir: directory });
    const blair = await Party.create(receiving.origin);
    const address = blair.delivery();
    await receiving.close();
    const sending = await bench.start({ roles: ['sending'] });
    await call(sending.origin, 'submit', submissionTo(receiving.origin, address));
    await eventually(() => sending.metrics.value('attempts_total', 'unreachable') >= 2);
    await bench.start({ roles: ['receiving'], dataDir: directory, port: receiving.port });
    expect(await blair.arrived(1)).toHaveLength(1);
    expect(first.metrics.value('deliveries_total', 'accepted')).toBe(0);
  });

  it('keeps a dead and a silent destination from holding up another', async () => {
    const silent = await destination(() => new Promise(() => {}));
    const there = await destination(() => 202);
    const { origin, metrics } = await bench.start({ roles: ['sending'] });
    for (let i = 0; i < 20; i++) {
      await call(origin, 'submit', submissionTo(silent.origin));
      await call(origin, 'submit', submissionTo('http://127.0.0.1:1'));
    }
    await call(origin, 'submit', submissionTo(there.origin));
    await eventually(() => metrics.value('attempts_total', 'delivered') === 1);
    // A destination that has never answered well gets one attempt at a time.
    expect(silent.bodies).toHaveLength(1);
  });

  it('does not open a socket for each of a thousand destinations, and keeps room for those that answer', async () => {
    let open = 0;
    let most = 0;
    const silent = createServer(() => {});
    silent.on('connection', (socket) => {
      most = Math.max(most, ++open);
      socket.on('close', () => open--);
    });
    await new Promise<void>((resolve) => silent.listen(0, resolve));
    bench.onEnd(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    const there = await destination(() => 202);
    const { origin, metrics } = await bench.start({ roles: ['sending'] });
    await call(origin, 'submit', submissionTo(there.origin));
    await eventually(() => metrics.value('attempts_total', 'delivered') === 1);
    // Each of the 16 million addresses of 127.0.0.0/8 is this machine, and another origin.
    for (let at = 1; at <= 300; at++)
      await call(origin, 'submit', submissionTo(`http://127.0.${1 + (at >> 7)}.${1 + (at & 127)}:${port}`));
    await call(origin, 'submit', submissionTo(there.origin));
    await eventually(() => metrics.value('attempts_total', 'delivered') === 2);
    await eventually(() => open >= 128);
    expect(most).toBe(128);
  });

  it('does not let one message that the destination fails over hold up the others', async () => {
    const bad = entropy(ENVELOPE_BYTES.small);
    const there = await destination((body) => (equal(body.subarray(-bad.length), bad) ? 500 : 202));
    const { origin, metrics } = await bench.start({ roles: ['sending'] });
    await call(origin, 'submit', submissionTo(there.origin, { envelope: bad }));
    for (let i = 0; i < 10; i++) await call(origin, 'submit', submissionTo(there.origin));
    await eventually(() => metrics.value('attempts_total', 'delivered') >= 10);
  });

  it('gives up what the destination refuses for good, and remembers the id', async () => {
    const there = await destination(() => 400);
    const { origin, metrics } = await bench.start({ roles: ['sending'] });
    const submission = submissionTo(there.origin);
    await call(origin, 'submit', submission);
    await eventually(() => metrics.value('attempts_total', 'given-up') === 1);
    expect((await call(origin, 'submit', submission)).status).toBe(202);
    expect(metrics.value('submissions_total', 'repeated')).toBe(1);
    expect(there.bodies).toHaveLength(1);
  });

  it('gives up what could not be delivered within the horizon', async () => {
    let now = Date.now();
    const there = await destination(() => 503);
    const { origin, metrics } = await bench.start({ roles: ['sending'] }, { now: () => now });
    await call(origin, 'submit', submissionTo(there.origin));
    await eventually(() => metrics.value('attempts_total', 'unreachable') > 0);
    expect(metrics.value('attempts_total', 'given-up')).toBe(0);
    now += 7 * 86_400_000;
    await eventually(() => metrics.value('attempts_total', 'given-up') === 1);
  });

  it('gives up a long queue for a dead destination without an attempt for each', async () => {
    let now = Date.now();
    const there = await destination(() => 503);
    const { origin, metrics } = await bench.start({ roles: ['sending'] }, { now: () => now });
    for (let i = 0; i < 150; i++) await call(origin, 'submit', submissionTo(there.origin));
    now += 7 * 86_400_000;
    await eventually(() => metrics.value('attempts_total', 'given-up') === 150);
    expect(there.bodies.length).toBeLessThan(150);
  });

  it('waits as long as the destination asks, within its own bound', async () => {
    const times: number[] = [];
    const there = await destination(() =>
      times.push(performance.now()) === 1 ? { status: 429, retryAfter: '1' } : 202,
    );
    const { origin, metrics } = await bench.start({
      roles: ['sending'],
      retry: { firstMs: 1, maxMs: 300, horizonDays: 7 },
    });
    await call(origin, 'submit', submissionTo(there.origin));
    await eventually(() => metrics.value('attempts_total', 'delivered') === 1);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(295);
  });
});

describe('descriptors of other services', () => {
  const of = (origin: string) => ({ parameters: { origin: encodeUtf8(origin) } });

  it('are relayed as their service signed them', async () => {
    const receiving = await bench.start({ roles: ['receiving'] });
    const sending = await bench.start({ roles: ['sending'] });
    const { value } = await call(sending.origin, 'getDescriptor', null, of(receiving.origin));
    const statement = verifyDescriptor(descriptor.encode(value as NonNullable<typeof value>), {
      origin: receiving.origin,
    });
    expect(statement.roles).toEqual(['receiving']);
    await call(sending.origin, 'getDescriptor', null, of(receiving.origin));
    expect(sending.metrics.value('descriptors_total', 'network')).toBe(1);
    expect(sending.metrics.value('descriptors_total', 'cache')).toBe(1);
  });

  it('are refused where nobody answers, or nonsense, or another service', async () => {
    const other = await bench.start({ roles: ['receiving'] });
    const theirs = await (await fetch(`${other.origin}/.well-known/proton.json`)).text();
    const answering = async (text: string) => {
      const server = createServer((_, response) => response.end(text));
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      bench.onEnd(() => void server.close());
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    };
    const { origin } = await bench.start({ roles: ['sending'] });
    const origins = [
      'http://127.0.0.1:1',
      await answering('{'),
      await answering('{"descriptor":"AA"}'),
      await answering(theirs),
    ];
    origins.push(await answering(`${theirs}${' '.repeat(200_000)}`));
    for (const asked of origins) {
      expect(await call(origin, 'getDescriptor', null, of(asked))).toMatchObject({ status: 502, code: 'bad-gateway' });
    }
    expect((await call(origin, 'getDescriptor', null, of('http://127.0.0.1:1/path'))).code).toBe('malformed');
    expect((await call(origin, 'getDescriptor', null, { parameters: { origin: new Uint8Array([0xff]) } })).code).toBe(
      'malformed',
    );
  });

  it('are not fetched from private networks outside development', async () => {
    const { origin, metrics } = await bench.start({ roles: ['sending'], development: false });
    for (const asked of [
      'https://127.0.0.1:1',
      'https://localhost:1',
      'https://[::1]:1',
      'https://192.168.1.1',
      'https://[::ffff:a00:1]',
    ]) {
      expect((await call(origin, 'getDescriptor', null, of(asked))).code).toBe('bad-gateway');
    }
    expect(metrics.value('descriptors_total', 'unavailable')).toBe(5);
  });
});
