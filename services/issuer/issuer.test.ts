// The issuer's accounts and allowances: who gets one, how much, and that an order asked twice is paid once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { decodeBase64url, encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { requestOf, tokenKeyId, tokensOf } from '#protocol/service/token.ts';
import { ISSUER_DIRECTORY_PATH } from '#wire/endpoints.ts';
import { TOKEN_CLASSES } from '#wire/token.ts';
import type { IssuerConfig } from '../process/config.ts';
import { openSqliteStorage } from '../storage/sqlite/sqlite.ts';
import type { KeyValue } from '../storage/storage.ts';
import { entropy } from '../testing/party.ts';
import { Bench, call } from '../testing/services.ts';
import { Wallet } from '../testing/wallet.ts';
import { Accounts, type AccountTerms, accountName } from './accounts.ts';

let bench: Bench;
let now = Date.now();
beforeEach(() => {
  bench = new Bench();
  now = Date.now();
});
afterEach(() => bench.end());

const start = (issuer: IssuerConfig = {}, more = {}) =>
  bench.start(
    {
      roles: ['issuer', 'sending', 'receiving'],
      tokenIssuers: ['self'],
      // Keys for blind RSA take a second to find.
      issuer: { types: ['voprf'], ...issuer },
      ...more,
    },
    { now: () => now },
  );

describe('an account', () => {
  test('is open to everybody, at a bounded rate of one peer', async () => {
    const { origin } = await start({}, { rates: { openAccount: { burst: 3, perSecond: 0.001 } } });
    const opened = await Promise.all([1, 2, 3, 4].map(() => new Wallet(origin).openAccount()));
    expect(opened.map(({ status }) => status).sort()).toEqual([201, 201, 201, 429]);
  });

  test('is opened once however often it is asked', async () => {
    const { origin, metrics } = await start();
    const wallet = new Wallet(origin);
    expect((await wallet.openAccount()).status).toBe(201);
    expect((await wallet.openAccount()).status).toBe(201);
    expect(metrics.value('accounts_total', 'opened')).toBe(1);
  });

  test('is had for an invitation code, as often as the code is good for', async () => {
    const { origin } = await start({ accounts: 'invitation', invitations: [{ code: 'orchard-lantern', accounts: 2 }] });
    const reason = async (wallet: Wallet, code: string) => (await wallet.openAccount(code)).reason;
    const [one, two, three] = [new Wallet(origin), new Wallet(origin), new Wallet(origin)];
    expect(await reason(one, '')).toBe('invitation-wanted');
    expect(await reason(one, 'orchard-lanterm')).toBe('invitation-wrong');
    expect(await reason(one, 'orchard-lantern')).toBeUndefined();
    // Lost answers cost no use of the code.
    expect(await reason(one, 'orchard-lantern')).toBeUndefined();
    expect(await reason(one, '')).toBeUndefined();
    expect(await reason(two, 'orchard-lantern')).toBeUndefined();
    expect(await reason(three, 'orchard-lantern')).toBe('invitation-wrong');
    expect((await one.tokens(origin, 'message', 1)).length).toBe(1);
  });

  test('costs one use of a code, however often it is asked for at once', async () => {
    const { origin } = await start({ accounts: 'invitation', invitations: [{ code: 'orchard-lantern', accounts: 2 }] });
    const [one, two, three] = [new Wallet(origin), new Wallet(origin), new Wallet(origin)];
    const asked = await Promise.all(Array.from({ length: 5 }, () => one.openAccount('orchard-lantern')));
    expect(asked.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect((await two.openAccount('orchard-lantern')).status).toBe(201);
    expect((await three.openAccount('orchard-lantern')).reason).toBe('invitation-wrong');
  });

  test('costs one use of a code, where the service is killed between the use and the account', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'nucleus-'));
    const storage = openSqliteStorage(directory);
    onTestFinished(async () => {
      await storage.close();
      rmSync(directory, { recursive: true, force: true });
    });
    const rows = storage.keyValue('issuer accounts');
    // As a kill leaves it: the account's first write does not happen.
    let killed = false;
    const create: KeyValue['create'] = async (...row) => {
      if (killed) return rows.create(...row);
      killed = true;
      throw new Error('killed');
    };
    const keyValue = (name: string) =>
      name === 'issuer accounts'
        ? Object.assign(Object.create(rows), { create, get: rows.get.bind(rows) })
        : storage.keyValue(name);
    const terms: AccountTerms = {
      policy: 'invitation',
      invitations: [{ code: 'orchard-lantern', accounts: 1 }],
      listed: [],
      perDay: { message: 1, blob: 1, root: 1, mask: 1 },
    };
    const accounts = new Accounts(Object.assign(Object.create(storage), { keyValue }), terms, () => now);
    const secret = entropy(32);
    await expect(accounts.open(secret, 'orchard-lantern')).rejects.toThrow('killed');
    expect(await accounts.open(secret, 'orchard-lantern')).toBe('opened');
    expect(await accounts.open(entropy(32), 'orchard-lantern')).toBe('invitation-wrong');
  });

  test('is had over an invitation that a former program counted, as often as is left', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'nucleus-'));
    const storage = openSqliteStorage(directory);
    onTestFinished(async () => {
      await storage.close();
      rmSync(directory, { recursive: true, force: true });
    });
    const code = 'orchard-lantern';
    // As that program wrote it: one account, and nothing of who opened it.
    const counted = new Uint8Array([0, 0, 0, 1]);
    await storage.keyValue('issuer invitations').create(encodeHex(sha256(encodeUtf8(code))), counted, now, null);
    const terms: AccountTerms = {
      policy: 'invitation',
      invitations: [{ code, accounts: 2 }],
      listed: [],
      perDay: { message: 1, blob: 1, root: 1, mask: 1 },
    };
    const accounts = new Accounts(storage, terms, () => now);
    expect(await accounts.open(entropy(32), code)).toBe('opened');
    expect(await accounts.open(entropy(32), code)).toBe('invitation-wrong');
  });

  test('is had by whom the operator listed', async () => {
    const secret = entropy(32);
    const { origin } = await start({ accounts: 'listed', listed: [accountName(secret)] });
    const listed = new Wallet(origin);
    Object.assign(listed, { secret });
    expect((await listed.openAccount()).status).toBe(201);
    expect((await listed.tokens(origin, 'message', 1)).length).toBe(1);
    expect(await new Wallet(origin).openAccount()).toMatchObject({ status: 403, reason: 'account-unlisted' });
  });

  test('that nobody opened gets nothing', async () => {
    const { origin } = await start();
    const wallet = new Wallet(origin);
    const order = await wallet.order(origin, 'message', 1, now);
    expect(await wallet.ask(order, 'message', requestOf(order))).toMatchObject({
      status: 404,
      reason: 'account-unknown',
    });
  });
});

describe('an order', () => {
  const perDay = { message: 10, root: 2 };

  test('that is asked again costs nothing more and gives tokens of the same names', async () => {
    const { origin } = await start({ perDay });
    const wallet = await Wallet.open(origin);
    const order = await wallet.order(origin, 'message', 8, now);
    const request = requestOf(order);
    const answers = await Promise.all([1, 2, 3].map(() => wallet.ask(order, 'message', request)));
    for (const { value } of answers) expect(tokensOf(order, value?.response ?? entropy(1))?.length).toBe(8);
    const other = await wallet.order(origin, 'message', 2, now);
    expect((await wallet.ask(other, 'message', requestOf(other))).status).toBe(200);
    const last = await wallet.order(origin, 'message', 1, now);
    expect(await wallet.ask(last, 'message', requestOf(last))).toMatchObject({ status: 429, code: 'rate-limited' });
    expect((await wallet.ask(order, 'message', request)).status).toBe(200);
  });

  test('beyond the allowance says when there will be enough, and then there is; each class by itself', async () => {
    const { origin } = await start({ perDay });
    const wallet = await Wallet.open(origin);
    await wallet.tokens(origin, 'message', 10, now);
    const order = await wallet.order(origin, 'message', 5, now);
    const refused = await wallet.ask(order, 'message', requestOf(order));
    // Half of a day's.
    expect(refused.retryAfterSeconds).toBe(12 * 60 * 60);
    expect((await wallet.tokens(origin, 'root', 2, now)).length).toBe(2);
    now += (refused.retryAfterSeconds as number) * 1000 - 60_000;
    expect((await wallet.ask(order, 'message', requestOf(order))).status).toBe(429);
    now += 60_000;
    expect((await wallet.ask(order, 'message', requestOf(order))).status).toBe(200);
  });

  test('of two at once for the last of the allowance one is filled', async () => {
    const { origin } = await start({ perDay });
    const wallet = await Wallet.open(origin);
    const orders = await Promise.all([6, 6, 6].map((count) => wallet.order(origin, 'message', count, now)));
    const answers = await Promise.all(orders.map((order) => wallet.ask(order, 'message', requestOf(order))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
  });

  test('survives a restart between asking and hearing: what was paid is not paid again', async () => {
    const dataDir = bench.directory();
    const before = await start({ perDay }, { dataDir });
    const wallet = await Wallet.open(before.origin);
    const order = await wallet.order(before.origin, 'message', 10, now);
    await wallet.ask(order, 'message', requestOf(order));
    await before.close();
    await start({ perDay }, { dataDir, port: before.port });
    const again = await wallet.ask(order, 'message', requestOf(order));
    expect(tokensOf(order, again.value?.response ?? entropy(1))?.length).toBe(10);
  });

  test('by a key of another class, or of none, or that is no order, is refused', async () => {
    const { origin } = await start();
    const wallet = await Wallet.open(origin);
    const order = await wallet.order(origin, 'root', 2, now);
    const request = requestOf(order);
    expect(await wallet.ask(order, 'message', request)).toMatchObject({ status: 404, reason: 'key-unknown' });
    const { keys } = await wallet.directory();
    const taken = keys.map(({ key }) => tokenKeyId(key).at(-1));
    const free = Array.from({ length: 256 }, (_, byte) => byte).find((byte) => !taken.includes(byte)) as number;
    expect(await wallet.ask(order, 'root', request.with(2, free))).toMatchObject({
      status: 404,
      reason: 'key-unknown',
    });
    expect((await wallet.ask({ type: 'rsa' }, 'root', request)).status).toBe(400);
    expect((await wallet.ask(order, 'root', entropy(40))).status).toBe(400);
    // An element that is none.
    expect((await wallet.ask(order, 'root', request.fill(0xff, 4, 36))).status).toBe(400);
  });
});

describe('the directory', () => {
  test('has one key in use of each class and type, all alike nowhere, the same as the RFC’s', async () => {
    const { origin } = await start({ types: ['voprf', 'rsa'] });
    const wallet = new Wallet(origin);
    const { keys, accounts } = await wallet.directory();
    expect(accounts).toBe('open');
    const inUse = keys.filter(({ fromAt, untilAt }) => fromAt <= now && untilAt > now);
    expect(inUse.length).toBe(2 * Object.keys(TOKEN_CLASSES).length);
    for (const type of ['voprf', 'rsa'] as const) {
      const ends = keys.filter((key) => key.type === type).map(({ key }) => tokenKeyId(key).at(-1));
      expect(new Set(ends).size).toBe(ends.length);
    }
    const answer = await fetchAgain(new URL(ISSUER_DIRECTORY_PATH, origin));
    expect(answer.headers.get('content-type')).toBe('application/private-token-issuer-directory');
    expect(answer.headers.get('cache-control')).toMatch(/max-age/);
    const told = (await answer.json()) as {
      'token-keys': { 'token-type': number; 'token-key': string; class: string }[];
    };
    expect(told['token-keys'].length).toBe(keys.length);
    for (const [i, key] of told['token-keys'].entries()) {
      expect(key['token-type']).toBe(keys[i]?.type === 'rsa' ? 2 : 5);
      const bytes = decodeBase64url(key['token-key'].replace(/=+$/, '')) as Uint8Array;
      expect(equal(bytes, keys[i]?.key as Uint8Array)).toBe(true);
    }
  });
});

describe('whoever speaks only the RFC', () => {
  const MEDIA = 'application/private-token-';
  const post = async (origin: string, path: string, media: string, secret: Uint8Array, body: Uint8Array) =>
    fetchAgain(new URL(path, origin), {
      method: 'POST',
      headers: { 'content-type': `${MEDIA}${media}`, authorization: `Bearer ${encodeBase64url(secret)}` },
      body: body as Uint8Array<ArrayBuffer>,
    });

  test('gets single tokens and batches of both types, by the same allowance', async () => {
    const issuer = await start({ types: ['voprf', 'rsa'], perDay: { message: 8 } });
    const other = await bench.start({ roles: ['sending'], tokenIssuers: [issuer.origin] });
    const wallet = await Wallet.open(issuer.origin);
    const path = (
      (await (await fetchAgain(new URL(ISSUER_DIRECTORY_PATH, issuer.origin))).json()) as {
        'issuer-request-uri': string;
      }
    )['issuer-request-uri'];
    for (const [redeemer, batch, single] of [
      [issuer.origin, 'amortized-batch-', 4],
      [other.origin, 'generic-batch-', 2],
    ] as const) {
      const order = await wallet.order(redeemer, 'message', 3, now);
      const answer = await post(issuer.origin, path, `${batch}request`, wallet.secret, requestOf(order));
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, `${MEDIA}${batch}response`]);
      expect(tokensOf(order, new Uint8Array(await answer.arrayBuffer()))?.length).toBe(3);
      const one = await wallet.order(redeemer, 'message', 1, now);
      const request = requestOf(one);
      const bare = single === 4 ? new Uint8Array([...request.slice(0, 3), ...request.slice(4)]) : request.slice(2);
      const alone = await post(issuer.origin, path, 'request', wallet.secret, bare);
      expect([alone.status, alone.headers.get('content-type')]).toEqual([200, `${MEDIA}response`]);
      expect((await alone.arrayBuffer()).byteLength).toBe(single === 4 ? 96 : 256);
    }
    const last = await wallet.order(issuer.origin, 'message', 1, now);
    const spent = await post(issuer.origin, path, 'amortized-batch-request', wallet.secret, requestOf(last));
    expect([spent.status, Number(spent.headers.get('retry-after')) > 0]).toEqual([429, true]);
  });

  test('is told what the RFC says of what does not do', async () => {
    const { origin } = await start();
    const wallet = await Wallet.open(origin);
    const path = '/v1/token-requests';
    const request = requestOf(await wallet.order(origin, 'message', 1, now));
    const status = async (media: string, secret: Uint8Array, body: Uint8Array) =>
      (await post(origin, path, media, secret, body)).status;
    expect(await status('amortized-batch-request', entropy(32), request)).toBe(401);
    expect(await status('amortized-batch-request', entropy(31), request)).toBe(401);
    expect(await status('other', wallet.secret, request)).toBe(415);
    expect(await status('request', wallet.secret, request)).toBe(422);
    expect(await status('generic-batch-request', wallet.secret, request)).toBe(422);
    expect(await status('amortized-batch-request', wallet.secret, new Uint8Array(0))).toBe(422);
    expect(await status('amortized-batch-request', wallet.secret, entropy(9000))).toBe(422);
    expect(await status('amortized-batch-request', wallet.secret, request)).toBe(200);
  });
});

test('an account is a digest on disk', async () => {
  const { origin } = await start();
  const wallet = await Wallet.open(origin);
  expect(accountName(wallet.secret)).toMatch(/^[0-9a-f]{64}$/);
  expect(accountName(wallet.secret)).not.toContain(encodeHex(wallet.secret).slice(0, 16));
  expect((await call(origin, 'openAccount', { secret: wallet.secret, invitation: '' })).status).toBe(201);
});
