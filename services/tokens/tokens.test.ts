// Tokens between real services: one operator (VOPRF), two (blind RSA); what was paid for once, what was not, and what
// survives a restart.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { encodeHex } from '#bytes/base64url.ts';
import { createSignKeyPair } from '#crypto/keys.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { decodeToken } from '#protocol/service/token.ts';
import { SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import type { ENDPOINTS, RequestOf } from '#wire/endpoints.ts';
import type { RunningServices } from '../main.ts';
import { descriptorOf, entropy, Party, TestMask } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';
import { Wallet } from '../testing/wallet.ts';

/** Keys for blind RSA take a second to find: one issuer for all tests. */
const shared = new Bench();
let issuer: RunningServices;
beforeAll(async () => {
  issuer = await shared.start({ roles: ['issuer'], issuer: { types: ['rsa'] } });
});
afterAll(() => shared.end());

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.end());

type Submission = RequestOf<(typeof ENDPOINTS)['submit']>;
const DESTINATION = 'http://localhost:9';

const submission = (token: Uint8Array): Submission => ({
  dedupe: entropy(16),
  destination: DESTINATION,
  delay: 'none',
  token,
  address: entropy(SEALED_ADDRESS_BYTES),
  envelope: entropy(4096),
});
const rootRequest = (token: Uint8Array) => ({
  addressKey: createSignKeyPair(entropy).publicKey,
  accessKey: createSignKeyPair(entropy).publicKey,
  token,
});

/** An issuer that is its own redeemer. */
const whole = (more = {}) =>
  bench.start({
    roles: ['issuer', 'sending', 'receiving', 'mail'],
    tokenIssuers: ['self'],
    issuer: { types: ['voprf'] },
    ...more,
  });

interface Case {
  readonly name: string;
  start(): Promise<{ issuer: RunningServices; redeemer: RunningServices }>;
}
const CASES: Case[] = [
  {
    name: 'one operator, VOPRF',
    async start() {
      const both = await whole();
      return { issuer: both, redeemer: both };
    },
  },
  {
    name: 'two operators, blind RSA',
    async start() {
      return { issuer, redeemer: await bench.start({ tokenIssuers: [issuer.origin] }) };
    },
  },
];

describe.each(CASES)('$name', ({ start }) => {
  let redeemer: RunningServices;
  let wallet: Wallet;
  beforeEach(async () => {
    const running = await start();
    redeemer = running.redeemer;
    wallet = await Wallet.open(running.issuer.origin);
  });

  test('a token pays for one submission, and for the same one again', async () => {
    const [one, two] = await wallet.tokens(redeemer.origin, 'message');
    const sent = submission(one as Uint8Array);
    expect((await call(redeemer.origin, 'submit', sent)).status).toBe(202);
    expect((await call(redeemer.origin, 'submit', sent)).status).toBe(202);
    const other = { ...submission(one as Uint8Array) };
    expect(await call(redeemer.origin, 'submit', other)).toMatchObject({ status: 402, reason: 'token-spent' });
    expect((await call(redeemer.origin, 'submit', { ...other, token: two as Uint8Array })).status).toBe(202);
    expect(redeemer.metrics.value('submissions_total', 'accepted')).toBe(2);
    expect(redeemer.metrics.value('tokens_total', 'spent')).toBe(2);
    expect(redeemer.metrics.value('tokens_total', 'repeated')).toBe(1);
  });

  test('of many requests at once with one token one is paid for, and no other is ever queued', async () => {
    const [token] = await wallet.tokens(redeemer.origin, 'message', 1);
    const sent = Array.from({ length: 12 }, () => submission(token as Uint8Array));
    const answers = await Promise.all(sent.map((one) => call(redeemer.origin, 'submit', one)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, ...new Array(11).fill(402)]);
    expect(redeemer.metrics.value('submissions_total', 'accepted')).toBe(1);
    const outcomes = await Promise.all(sent.map(({ dedupe }) => call(redeemer.origin, 'getOutcome', { dedupe })));
    expect(outcomes.map(({ value }) => value?.outcome === 'unknown')).toEqual(
      answers.map(({ status }) => status === 402),
    );
  });

  test('the same request many times at once is paid for once, and taken each time', async () => {
    const [token] = await wallet.tokens(redeemer.origin, 'message', 1);
    const sent = submission(token as Uint8Array);
    const answers = await Promise.all(Array.from({ length: 12 }, () => call(redeemer.origin, 'submit', sent)));
    expect(answers.map(({ status }) => status)).toEqual(new Array(12).fill(202));
    expect(redeemer.metrics.value('submissions_total', 'accepted')).toBe(1);
    expect(redeemer.metrics.value('tokens_total', 'spent')).toBe(1);
  });

  test('each class pays for its own work only', async () => {
    const [message] = await wallet.tokens(redeemer.origin, 'message', 1);
    const [root, spare] = await wallet.tokens(redeemer.origin, 'root', 2);
    const [mask] = await wallet.tokens(redeemer.origin, 'mask', 1);
    const [blob] = await wallet.tokens(redeemer.origin, 'blob', 1);
    const refused = { status: 402, reason: 'token-invalid' };
    expect(await call(redeemer.origin, 'submit', submission(root as Uint8Array))).toMatchObject(refused);
    expect(await call(redeemer.origin, 'createRoot', rootRequest(message as Uint8Array))).toMatchObject(refused);

    const made = await call(redeemer.origin, 'createRoot', rootRequest(root as Uint8Array));
    expect(made.status).toBe(201);
    const party = await Party.create(redeemer.origin, Date.now(), spare as Uint8Array<ArrayBuffer>);
    const wanted = new TestMask(party, 'amber-fox-k3v9q').request();
    expect(await call(redeemer.origin, 'createMask', wanted)).toMatchObject({ status: 402, reason: 'token-missing' });
    expect(await call(redeemer.origin, 'createMask', { ...wanted, token: blob as Uint8Array })).toMatchObject(refused);
    expect((await call(redeemer.origin, 'createMask', { ...wanted, token: mask as Uint8Array })).status).toBe(201);
    const hosted = { id: entropy(16), byteCount: 16 * 1024, expiryDay: party.today + 1, token: entropy(0) };
    expect(await call(redeemer.origin, 'createBlob', hosted)).toMatchObject({ status: 402, reason: 'token-missing' });
    expect(await call(redeemer.origin, 'createBlob', { ...hosted, token: mask as Uint8Array })).toMatchObject(refused);
    expect((await call(redeemer.origin, 'createBlob', { ...hosted, token: blob as Uint8Array })).status).toBe(201);
  });

  test('a mailbox that was paid for once is made once', async () => {
    const [token] = await wallet.tokens(redeemer.origin, 'root', 1);
    const request = rootRequest(token as Uint8Array);
    const answers = await Promise.all([1, 2, 3].map(() => call(redeemer.origin, 'createRoot', request)));
    expect(new Set(answers.map(({ value }) => encodeHex(value?.root ?? entropy(1)))).size).toBe(1);
    expect(await call(redeemer.origin, 'createRoot', rootRequest(token as Uint8Array))).toMatchObject({
      status: 402,
      reason: 'token-spent',
    });
  });

  test('what is missing, cut, changed or made up pays for nothing', async () => {
    const [token] = await wallet.tokens(redeemer.origin, 'message', 1);
    const right = token as Uint8Array;
    const reason = async (wrong: Uint8Array) => (await call(redeemer.origin, 'submit', submission(wrong))).reason;
    expect(await reason(new Uint8Array(0))).toBe('token-missing');
    expect(await reason(right.slice(1))).toBe('token-invalid');
    expect(await reason(right.slice(0, -1))).toBe('token-invalid');
    expect(await reason(right.with(1, 9))).toBe('token-invalid');
    // Nonce, digest of the challenge, authenticator: each is covered. Another key is no key of ours.
    for (const at of [5, 40, 98, right.length - 1])
      expect(await reason(right.with(at, (right[at] as number) ^ 1))).toBe('token-invalid');
    expect(await reason(right.with(70, (right[70] as number) ^ 1))).toBe('token-key');
    expect(await reason(right)).toBeUndefined();
    expect(redeemer.metrics.value('submissions_total', 'accepted')).toBe(1);
  });

  test('a refusal costs no token: too much work waits, the name is taken', async () => {
    const [token] = await wallet.tokens(redeemer.origin, 'message', 1);
    const wrong = { ...submission(token as Uint8Array), envelope: entropy(99) };
    expect((await call(redeemer.origin, 'submit', wrong)).status).toBe(400);
    expect((await call(redeemer.origin, 'submit', submission(token as Uint8Array))).status).toBe(202);
  });
});

test('a token is good at the service it was made for, and at no other of the same issuer', async () => {
  const [one, other] = [
    await bench.start({ tokenIssuers: [issuer.origin] }),
    await bench.start({ tokenIssuers: [issuer.origin] }),
  ];
  const wallet = await Wallet.open(issuer.origin);
  const [token] = await wallet.tokens(one.origin, 'message', 1);
  const sent = submission(token as Uint8Array);
  expect(await call(other.origin, 'submit', sent)).toMatchObject({ status: 402, reason: 'token-invalid' });
  expect((await call(one.origin, 'submit', sent)).status).toBe(202);
});

test('a token of the wrong type for its key is refused before its key is asked', async () => {
  const both = await whole();
  const wallet = await Wallet.open(both.origin);
  const [token] = await wallet.tokens(both.origin, 'message', 1);
  expect(decodeToken(token as Uint8Array).type).toBe('voprf');
  const disguised = new Uint8Array(354);
  disguised.set((token as Uint8Array).slice(0, 98));
  disguised[1] = 2;
  expect((await call(both.origin, 'submit', submission(disguised))).reason).toBe('token-invalid');
});

test('without issuers no token is wanted, and one that is brought does no harm', async () => {
  const free = await bench.start();
  expect((await descriptorOf(free.origin)).tokenIssuers).toEqual([]);
  expect((await call(free.origin, 'submit', submission(new Uint8Array(0)))).status).toBe(202);
  expect((await call(free.origin, 'submit', submission(entropy(300)))).status).toBe(202);
});

test('only classes whose work is done there are published', async () => {
  const redeemer = await bench.start({ roles: ['sending'], tokenIssuers: [issuer.origin] });
  const [published] = (await descriptorOf(redeemer.origin)).tokenIssuers;
  expect([...new Set(published?.keys.map((key) => key.class))].sort()).toEqual(['blob', 'message']);
  expect([...new Set(published?.keys.map((key) => key.type))]).toEqual(['rsa']);
});

test('what was spent stays spent across a restart, and keys stay the same', async () => {
  const dataDir = bench.directory();
  const before = await whole({ dataDir });
  const { port, origin } = before;
  const wallet = await Wallet.open(origin);
  const [one, two] = await wallet.tokens(origin, 'message');
  const sent = submission(one as Uint8Array);
  expect((await call(origin, 'submit', sent)).status).toBe(202);
  await before.close();
  await whole({ dataDir, port });
  expect((await call(origin, 'submit', submission(one as Uint8Array))).reason).toBe('token-spent');
  expect((await call(origin, 'submit', sent)).status).toBe(202);
  expect((await call(origin, 'submit', submission(two as Uint8Array))).status).toBe(202);
});

test('an issuer that is away stops nobody who has tokens, across a restart of the service too', async () => {
  const dataDir = bench.directory();
  const away = await bench.start({ roles: ['issuer'], issuer: { types: ['rsa'] } });
  const before = await bench.start({ dataDir, tokenIssuers: [away.origin] });
  const wallet = await Wallet.open(away.origin);
  const [one, two] = await wallet.tokens(before.origin, 'message');
  await away.close();
  expect((await call(before.origin, 'submit', submission(one as Uint8Array))).status).toBe(202);
  await before.close();
  const after = await bench.start({ dataDir, port: before.port, tokenIssuers: [away.origin] });
  expect((await call(after.origin, 'submit', submission(two as Uint8Array))).status).toBe(202);
  expect((await call(after.origin, 'submit', submission(one as Uint8Array))).reason).toBe('token-spent');
});

test('an issuer that was never reached makes the service wait, not refuse', async () => {
  const redeemer = await bench.start({ tokenIssuers: ['http://localhost:9'] });
  const answer = await call(redeemer.origin, 'submit', submission(new Uint8Array(0)));
  expect(answer).toMatchObject({ status: 503, code: 'unavailable' });
  expect(answer.retryAfterSeconds).toBeGreaterThan(0);
});

test('keys rotate: new tokens come of the new key, old ones are good for weeks, then no more', async () => {
  let now = Date.now();
  const dataDir = bench.directory();
  const start = (port = 0) =>
    bench.start(
      { dataDir, port, roles: ['issuer', 'sending'], tokenIssuers: ['self'], issuer: { types: ['voprf'] } },
      { now: () => now },
    );
  let running = await start();
  const { origin, port } = running;
  const wallet = await Wallet.open(origin);
  const [old, older] = await wallet.tokens(origin, 'message', 2, now);
  const again = async (days: number) => {
    await running.close();
    now += days * DAY_MS;
    running = await start(port);
  };
  await again(15);
  const [fresh] = await wallet.tokens(origin, 'message', 1, now);
  const keyOf = (token: Uint8Array | undefined) => encodeHex(decodeToken(token as Uint8Array).keyId);
  expect(keyOf(fresh)).not.toBe(keyOf(old));
  expect((await call(origin, 'submit', submission(old as Uint8Array))).status).toBe(202);
  await again(28);
  expect((await call(origin, 'submit', submission(older as Uint8Array))).reason).toBe('token-key');
  expect((await call(origin, 'submit', submission(fresh as Uint8Array))).status).toBe(202);
});

test('nothing of tokens, accounts or keys gets into logs and metrics', async () => {
  const both = await whole();
  const wallet = await Wallet.open(both.origin);
  const [token] = await wallet.tokens(both.origin, 'message', 1);
  await call(both.origin, 'submit', submission(token as Uint8Array));
  await call(both.origin, 'submit', submission(token as Uint8Array));
  const told = [...bench.log, await both.metrics.text()].join('\n');
  for (const secret of [wallet.secret, token as Uint8Array]) {
    for (const text of [encodeHex(secret).slice(0, 12), Buffer.from(secret).toString('base64url').slice(0, 12)])
      expect(told).not.toContain(text);
  }
});
