// Routing from ENDPOINTS: whatever comes in, an endpoint answers as it declares; whatever goes wrong inside becomes
// `unavailable`.
import { connect } from 'node:net';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { ENDPOINTS, type Endpoint, type EndpointName, REFUSALS } from '#wire/endpoints.ts';
import { createLog } from '../runtime/log.ts';
import { Metrics } from '../runtime/metrics.ts';
import { RateLimit } from '../runtime/rate.ts';
import { eventually } from '../testing/eventually.ts';
import { entropy, Party } from '../testing/party.ts';
import { Bench } from '../testing/services.ts';
import { refuse } from './call.ts';
import { HttpListener } from './listener.ts';
import { Load } from './load.ts';
import { type HttpApp, serveEndpoint } from './serve.ts';

/** Every role, so that no endpoint is simply not there. */
const ROLES_SERVED = ['issuer', 'sending', 'receiving', 'mail'] as const;

describe('every endpoint', () => {
  let bench: Bench;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(() => bench.end());

  const endpoints = Object.entries(ENDPOINTS as Record<string, Endpoint>);

  it('refuses garbage with a code that it declares', async () => {
    const { origin } = await bench.start({ roles: [...ROLES_SERVED], issuer: { types: ['voprf'] } });
    const session = encodeBase64url(await (await Party.create(origin)).session('manage'));
    for (const [name, endpoint] of endpoints) {
      if (endpoint.request === null || 'raw' in endpoint.request) continue;
      const { maxBytes } = endpoint.request;
      const id = entropy(1)[0] as number;
      for (const body of [
        entropy(0),
        entropy(1),
        new Uint8Array([id, 1, 2, 3]),
        entropy(Math.min(maxBytes, 300)),
        new Uint8Array(maxBytes + 1).fill(id),
      ]) {
        const answer = await fetch(new URL(endpoint.path, origin), {
          method: endpoint.method,
          headers: { authorization: `Bearer ${session}` },
          body: body as Uint8Array<ArrayBuffer>,
        });
        const { code } = (await answer.json()) as { code: keyof typeof REFUSALS };
        const wanted = body.length > maxBytes && endpoint.refusals.includes('too-large') ? 'too-large' : 'malformed';
        expect([name, code, answer.status]).toEqual([name, wanted, REFUSALS[wanted]]);
        expect(endpoint.refusals).toContain(code);
      }
    }
  });

  it('refuses parameters that are not canonical base64url', async () => {
    const { origin } = await bench.start();
    for (const parameter of ['*', 'AAA=', 'A', 'AB', '%41%2f', 'ä']) {
      for (const [, endpoint] of endpoints.filter(([, one]) => one.path.includes(':'))) {
        const answer = await fetch(new URL(endpoint.path.replace(/:\w+/, parameter), origin), {
          method: endpoint.method,
          ...(endpoint.method === 'GET' ? {} : { body: 'x' }),
        });
        expect([parameter, answer.status]).toEqual([parameter, 400]);
      }
    }
  });

  it('takes no harm from callers that hang up in the middle, and logs nothing of them', async () => {
    const { origin, port } = await bench.start();
    for (const head of ['content-length: 5000', 'transfer-encoding: chunked']) {
      const socket = connect(port, '127.0.0.1');
      const path = ENDPOINTS.submit.path;
      await new Promise<void>((resolve) =>
        socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\n${head}\r\n\r\nff\r\nabc`, () => resolve()),
      );
      await new Promise((resolve) => setImmediate(resolve));
      socket.destroy();
      await new Promise((resolve) => socket.once('close', resolve));
    }
    expect((await fetch(new URL('/healthz', origin))).status).toBe(200);
    expect(bench.log.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['started']);
  });

  it('wants a session where it declares one', async () => {
    const { origin } = await bench.start();
    for (const [name, endpoint] of endpoints.filter(([, one]) => one.session !== null)) {
      for (const authorization of [
        '',
        'Bearer',
        'Bearer *',
        `Bearer ${'A'.repeat(300)}`,
        `Basic ${encodeBase64url(entropy(55))}`,
      ]) {
        const answer = await fetch(new URL(endpoint.path, origin), {
          method: endpoint.method,
          headers: { authorization },
        });
        expect([name, answer.status, await answer.json()]).toEqual([name, 401, { code: 'unauthorised' }]);
      }
    }
  });
});

describe('an endpoint whose handler', () => {
  const lines: string[] = [];
  const log = createLog((line) => lines.push(line), Date.now);
  const ask = async (handler: () => Promise<unknown>, rates = {}, headers: Record<string, string> = {}) => {
    const app: HttpApp = new Hono();
    const room = { load: new Load(), hasRoom: () => true, metrics: new Metrics() };
    const serving = { log, rates, behindProxy: true, authorise: async () => null, ...room };
    serveEndpoint(
      app,
      'createChallenge' satisfies EndpointName,
      handler as Parameters<typeof serveEndpoint>[2],
      serving,
    );
    const answers = [];
    for (let i = 0; i < 2; i++)
      answers.push(await app.request(ENDPOINTS.createChallenge.path, { method: 'POST', headers }));
    return answers as [Response, Response];
  };

  it('cannot reach its store says so, and the log has the code', async () => {
    const [answer] = await ask(async () => {
      throw new Fault('unavailable', 'storage-write', 'text');
    });
    expect([answer.status, answer.headers.get('retry-after'), await answer.json()]).toEqual([
      503,
      '5',
      { code: 'unavailable', retryAfterSeconds: 5 },
    ]);
    expect(lines.at(-1)).toContain('"blame":"unavailable","code":"storage-write"');
  });

  it('is broken says the same, and the log names the bug', async () => {
    const [answer] = await ask(async () => {
      throw new TypeError('text');
    });
    expect(answer.status).toBe(503);
    expect(lines.at(-1)).toContain('"blame":"bug","code":"TypeError"');
  });

  it('refuses, refuses with its code', async () => {
    const [answer] = await ask(async () => refuse('rate-limited', 9));
    expect([answer.status, await answer.json()]).toEqual([429, { code: 'rate-limited', retryAfterSeconds: 9 }]);
  });

  it('answers much to somebody who has gone away meanwhile holds none of it', async () => {
    const load = new Load();
    const listener = new HttpListener();
    const port = await listener.listen(0, '127.0.0.1');
    const app: HttpApp = new Hono();
    let answer = (_: Uint8Array) => {};
    let asked = false;
    const handler = () => {
      asked = true;
      return new Promise<Uint8Array>((resolve) => {
        answer = resolve;
      });
    };
    const room = { load, hasRoom: () => true, metrics: new Metrics() };
    const serving = { log, rates: {}, behindProxy: false, authorise: async () => null, ...room };
    serveEndpoint(app, 'getBlobPart', handler as Parameters<typeof serveEndpoint>[2], serving);
    listener.serve(app);
    const path = ENDPOINTS.getBlobPart.path.replace(/:\w+/g, encodeBase64url(entropy(16)));
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);
    await eventually(() => asked);
    socket.destroy();
    await eventually(async () => (await listener.connections) === 0);
    answer(new Uint8Array(100_000));
    await listener.close();
    await listener.settled();
    expect(load.bytes).toBe(0);
  });

  it('is asked too often by one peer behind a proxy is spared', async () => {
    let asked = 0;
    const count = async () => {
      asked++;
      return { challenge: entropy(64) };
    };
    const rates = { createChallenge: new RateLimit({ burst: 1, perSecond: 1 }, () => 0) };
    const first = await ask(count, rates, { 'x-forwarded-for': '192.0.2.9, 192.0.2.1' });
    expect(first.map((answer) => answer.status)).toEqual([201, 429]);
    const second = await ask(count, rates, { 'x-forwarded-for': '192.0.2.1, 192.0.2.2' });
    expect(second.map((answer) => answer.status)).toEqual([201, 429]);
    expect(asked).toBe(2);
  });
});
