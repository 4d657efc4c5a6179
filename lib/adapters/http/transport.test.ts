// The transport against a real server on loopback that behaves, refuses, lies, floods, redirects, hangs and goes away.
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { encodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import { ENDPOINTS, REFUSALS, type RefusalCode } from '#wire/endpoints.ts';
import { descriptor } from '#wire/service.ts';
import { acknowledgement, challenge, rootGrant, rootRequest, sessionGrant } from '#wire/transport.ts';
import { ServiceRefused } from './refusal.ts';
import { createTransport } from './transport.ts';

const servers: Server[] = [];
/** Of tests before, for the next ones. */
const idle: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    if (server.listening) idle.push(server);
  }
});
afterAll(() => Promise.all(idle.map((server) => new Promise((resolve) => server.close(resolve)))));

async function serve(listener: RequestListener): Promise<string> {
  const server = idle.pop() ?? createServer();
  server.removeAllListeners('request').on('request', (request, response) => {
    // Or the next test meets a connection that the end of this one cuts off.
    response.setHeader('connection', 'close');
    listener(request, response);
  });
  servers.push(server);
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const always = (status: number, body: string | Uint8Array = '', headers: Record<string, string> = {}) =>
  serve((_request, response) => response.writeHead(status, headers).end(body));

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const transport = createTransport({ fetch, timeoutMs: 30_000 });
const bytes = (length: number, value = 7) => new Uint8Array(length).fill(value);

async function faultOf(promise: Promise<unknown>): Promise<Fault> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Fault);
  return error as Fault;
}
const nonsense = { blame: 'unavailable', code: 'nonsense' };
const noAnswer = { blame: 'unavailable', code: 'no-answer' };

describe('a call', () => {
  it('tells the time that its service says, by which a wrong clock is noticed', async () => {
    const told: unknown[] = [];
    const hearing = createTransport({ fetch, timeoutMs: 30_000, heard: (...one) => void told.push(one) });
    const date = 'Wed, 01 Jan 2031 10:20:30 GMT';
    const origin = await always(201, rootGrant.encode({ root: bytes(16) }), { date });
    const before = Date.now();
    await hearing.wellKnown(origin).catch(() => {});
    const [[from, { servedAt, askedAt, answeredAt }]] = told as [
      [string, { servedAt: number; askedAt: number; answeredAt: number }],
    ];
    expect([from, servedAt]).toEqual([origin, Date.parse(date)]);
    expect(before <= askedAt && askedAt <= answeredAt && answeredAt <= Date.now()).toBe(true);
  });

  it('sends the declared request and decodes the answer', async () => {
    const seen: {
      method: string | undefined;
      url: string | undefined;
      headers: IncomingMessage['headers'];
      body: Uint8Array;
    }[] = [];
    const origin = await serve(async (request, response) => {
      seen.push({ method: request.method, url: request.url, headers: request.headers, body: await bodyOf(request) });
      response.writeHead(201).end(rootGrant.encode({ root: bytes(16) }));
    });
    const asked = { addressKey: bytes(32, 1), accessKey: bytes(32, 2), token: bytes(0) };
    await expect(transport.call('createRoot', origin, asked)).resolves.toEqual({ root: bytes(16) });
    const [call] = seen;
    expect(call).toMatchObject({ method: 'POST', url: ENDPOINTS.createRoot.path });
    expect(rootRequest.decode(new Uint8Array(call?.body ?? []))).toEqual(asked);
    expect(call?.headers).toMatchObject({ 'content-type': 'application/octet-stream' });
    for (const name of ['cookie', 'referer', 'authorization']) expect(call?.headers).not.toHaveProperty(name);
  });

  it('carries session, path parameters, headers and raw bodies', async () => {
    let seen: { url: string | undefined; headers: IncomingMessage['headers']; body: Uint8Array } | undefined;
    const origin = await serve(async (request, response) => {
      seen = { url: request.url, headers: request.headers, body: await bodyOf(request) };
      response.writeHead(204).end();
    });
    const id = encodeBase64url(bytes(16, 255));
    await expect(
      transport.call('putBlobPart', origin, bytes(100), { params: { id, part: 'AAAAAQ' }, headers: { 'x-any': '1' } }),
    ).resolves.toBeNull();
    expect(seen).toMatchObject({ url: `/v1/blobs/${id}/parts/AAAAAQ`, headers: { 'x-any': '1' } });
    expect(new Uint8Array(seen?.body ?? [])).toEqual(bytes(100));
    await transport.call('acknowledge', origin, { sequences: [1, 2] }, { session: bytes(9, 3) });
    expect(seen?.headers.authorization).toBe(`Bearer ${encodeBase64url(bytes(9, 3))}`);
    expect(acknowledgement.decode(new Uint8Array(seen?.body ?? []))).toEqual({ sequences: [1, 2] });
  });

  it('leaves a GET to no cache, by which a service would know who asks again, and preflights to the browser', async () => {
    const kept = new Map<string, RequestCache | undefined>();
    const noting = createTransport({
      fetch: (url, init) => {
        kept.set(`${init?.method} ${new URL(String(url)).pathname}`, init?.cache);
        return fetch(url, init);
      },
      timeoutMs: 30_000,
    });
    const origin = await always(404);
    await faultOf(noting.call('getMailbox', origin, null, { session: bytes(9) }));
    await faultOf(noting.call('acknowledge', origin, { sequences: [1] }, { session: bytes(9) }));
    await faultOf(noting.call('retireRoot', origin, null, { session: bytes(9) }));
    await faultOf(noting.wellKnown(origin));
    expect(Object.fromEntries(kept)).toEqual({
      'GET /v1/mailbox': 'no-store',
      'POST /v1/mailbox/acknowledgements': 'default',
      'DELETE /v1/roots': 'default',
      'GET /.well-known/proton.json': 'no-store',
    });
  });

  it('reads answers that come in pieces', async () => {
    const encoded = challenge.encode({ challenge: bytes(64) });
    const origin = await serve((_request, response) => {
      response.writeHead(201);
      for (const byte of encoded) response.write(new Uint8Array([byte]));
      response.end();
    });
    await expect(transport.call('createChallenge', origin, null)).resolves.toEqual({ challenge: bytes(64) });
  });

  it.each(Object.entries(REFUSALS) as [RefusalCode, number][])(
    'tells the refusal %s by its code',
    async (code, status) => {
      const origin = await always(status, JSON.stringify({ code, retryAfterSeconds: 2.2, more: 'ignored' }));
      const fault = await faultOf(transport.call('createChallenge', origin, null));
      expect(fault).toBeInstanceOf(ServiceRefused);
      expect(fault).toMatchObject({ blame: 'refused', code, retryAfterSeconds: 3 });
    },
  );

  it.each([
    ['is missing', undefined, null],
    ['is no number', '5', null],
    ['is negative', -1, null],
    ['is beyond a day', 1e12, 86_400],
  ])('bounds the wait if it %s', async (_, retryAfterSeconds, expected) => {
    const origin = await always(503, JSON.stringify({ code: 'unavailable', retryAfterSeconds }));
    expect(await faultOf(transport.call('createChallenge', origin, null))).toMatchObject({
      blame: 'refused',
      code: 'unavailable',
      retryAfterSeconds: expected,
    });
  });

  it.each<[string, number, string | Uint8Array]>([
    ['a refusal with an unknown code', 400, '{"code":"teapot"}'],
    ['a refusal that names a property of every object', 400, '{"code":"constructor"}'],
    ['a refusal under the status of another', 500, '{"code":"malformed"}'],
    ['a refusal that is a list', 400, '["malformed"]'],
    ['a refusal that is no JSON', 503, '<html>busy</html>'],
    ['a refusal of bad UTF-8', 400, new Uint8Array([0xff, 0xfe])],
    ['a refusal that goes on for ever', 400, `{"code":"malformed","x":"${'x'.repeat(10_000)}"}`],
    ['an empty error', 500, ''],
    ['another success than the declared one', 200, challenge.encode({ challenge: bytes(64) })],
    ['a page of a captive network', 200, '<html>log in</html>'],
    ['the right status with a web page', 201, '<html>welcome</html>'],
    ['a truncated answer', 201, challenge.encode({ challenge: bytes(64) }).subarray(0, 40)],
    ['an answer with a tail', 201, new Uint8Array([...challenge.encode({ challenge: bytes(64) }), 0])],
    ['nothing where something is declared', 201, ''],
    ['an answer beyond its limit', 201, bytes(100_000)],
  ])('takes %s for nonsense', async (_, status, body) => {
    expect(await faultOf(transport.call('createChallenge', await always(status, body), null))).toMatchObject(nonsense);
  });

  it('takes an undeclared body for nonsense', async () => {
    const origin = await always(202, 'hello');
    const message = {
      dedupe: bytes(16),
      destination: origin,
      delay: 'none' as const,
      token: bytes(0),
      address: bytes(SEALED_ADDRESS_BYTES),
      envelope: bytes(4096),
    };
    expect(await faultOf(transport.call('submit', origin, message))).toMatchObject(nonsense);
    await expect(transport.call('submit', await always(202), message)).resolves.toBeNull();
  });

  it('stops reading an endless answer at its limit', async () => {
    let written = 0;
    const closed = Promise.withResolvers<void>();
    const origin = await serve((_request, response) => {
      response.on('close', () => closed.resolve());
      response.writeHead(201);
      const flood = (): void => {
        while (!response.destroyed && response.write(bytes(16_384))) written += 16_384;
        if (!response.destroyed) response.once('drain', flood);
      };
      flood();
    });
    expect(await faultOf(transport.call('createChallenge', origin, null))).toMatchObject(nonsense);
    await closed.promise;
    expect(written).toBeGreaterThan(0);
  });

  it('believes a declared length that is too long, unread', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(201, { 'content-length': '999999' });
      response.write('x');
    });
    expect(await faultOf(transport.call('createChallenge', origin, null))).toMatchObject(nonsense);
  });

  it.each([301, 302, 307, 308])('follows no redirect (%d)', async (status) => {
    let reached = false;
    const target = await serve((_request, response) => {
      reached = true;
      response.writeHead(201).end(challenge.encode({ challenge: bytes(64) }));
    });
    const origin = await always(status, '', { location: `${target}${ENDPOINTS.createChallenge.path}` });
    expect(await faultOf(transport.call('createChallenge', origin, null, { session: bytes(9) }))).toMatchObject(
      nonsense,
    );
    expect(reached).toBe(false);
  });

  it('gives up on a service that says nothing, or stops in the middle', async () => {
    const hasty = createTransport({ fetch, timeoutMs: 50 });
    const silent = await serve(() => {});
    expect(await faultOf(hasty.call('createChallenge', silent, null))).toMatchObject(noAnswer);
    const stuck = await serve((_request, response: ServerResponse) => {
      response.writeHead(201).write('x');
    });
    expect(await faultOf(hasty.call('createChallenge', stuck, null))).toMatchObject(noAnswer);
  });

  it('waits no longer than the call has patience, however long it would itself', async () => {
    const silent = await serve(() => {});
    expect(await faultOf(transport.call('createChallenge', silent, null, { patienceMs: 50 }))).toMatchObject(noAnswer);
    const hasty = createTransport({ fetch, timeoutMs: 50 });
    expect(await faultOf(hasty.call('createChallenge', silent, null, { patienceMs: 30_000 }))).toMatchObject(noAnswer);
  });

  it('ends with the lifetime it was given', async () => {
    const life = new AbortController();
    const origin = await serve(() => life.abort());
    const bound = createTransport({ fetch, timeoutMs: 30_000, signal: life.signal });
    expect(await faultOf(bound.call('createChallenge', origin, null))).toMatchObject(noAnswer);
    expect(await faultOf(bound.call('createChallenge', origin, null))).toMatchObject(noAnswer);
  });

  it('says so if no service listens, or the line breaks', async () => {
    const gone = await serve(() => {});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await faultOf(transport.call('createChallenge', gone, null))).toMatchObject(noAnswer);
    const broken = await serve((request) => request.socket.destroy());
    expect(await faultOf(transport.call('createChallenge', broken, null))).toMatchObject(noAnswer);
    const half = await serve((_request, response) => {
      response.writeHead(201, { 'content-length': '66' });
      response.write('x', () => response.destroy());
    });
    expect(await faultOf(transport.call('createChallenge', half, null))).toMatchObject(noAnswer);
  });

  it.each([
    'ftp://a.example',
    'https://a.example/',
    'https://a.example/x',
    'HTTPS://a.example',
    'https://u:p@a.example',
    'a.example',
    'https://a.example:443',
    '',
  ])('asks no other than an origin: %s', async (origin) => {
    expect(await faultOf(transport.call('createChallenge', origin, null))).toMatchObject({
      blame: 'malformed',
      code: 'origin-malformed',
    });
    expect(await faultOf(transport.wellKnown(origin))).toMatchObject({ blame: 'malformed', code: 'origin-malformed' });
  });

  it.each([undefined, '', '..', 'a/b', '%2e', 'a?b'])('puts no other than base64url in a path: %s', async (id) => {
    const fault = await faultOf(
      transport.call('getBlobDigests', 'http://127.0.0.1:9', null, { params: id === undefined ? {} : { id } }),
    );
    expect(fault).toMatchObject({ blame: 'bug', code: 'path-parameter' });
  });

  it('names nothing secret in its faults', async () => {
    const origin = await always(500, 'planted');
    const fault = await faultOf(
      transport.call('getBlobDigests', origin, null, {
        params: { id: 'planted' },
        session: new TextEncoder().encode('planted'),
      }),
    );
    expect(`${fault.message} ${fault.code} ${String(fault.cause ?? '')}`).not.toMatch(/planted|cGxhbnRlZA|127/);
  });

  it('throws nothing but faults on any answer', async () => {
    let next: { status: number; body: Uint8Array } = { status: 200, body: bytes(0) };
    const origin = await serve((_request, response) => response.writeHead(next.status).end(next.body));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(200, 201, 204, 400, 404, 500, 599),
        fc.uint8Array({ maxLength: 300 }),
        async (status, body) => {
          next = { status, body };
          const outcome = await transport
            .call('createSession', origin, {
              root: bytes(16),
              scope: 'fetch',
              challenge: bytes(64),
              signature: bytes(64),
            })
            .catch((error: unknown) => error);
          if (!(outcome instanceof Fault)) expect(sessionGrant.encode(outcome as never)).toEqual(body);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the well-known descriptor', () => {
  const signed = descriptor.encode({ signature: bytes(64), statement: bytes(500) });

  it('is read and handed on unverified', async () => {
    let path: string | undefined;
    const origin = await serve((request, response) => {
      path = request.url;
      response.end(JSON.stringify({ proton: 1, descriptor: encodeBase64url(signed), roles: ['for people'] }));
    });
    await expect(transport.wellKnown(origin)).resolves.toEqual(signed);
    expect(path).toBe('/.well-known/proton.json');
  });

  it.each([
    ['another version', JSON.stringify({ proton: 2, descriptor: encodeBase64url(signed) })],
    ['no descriptor', '{"proton":1}'],
    ['a descriptor that is no base64url', '{"proton":1,"descriptor":"a b"}'],
    ['a descriptor beyond its limit', JSON.stringify({ proton: 1, descriptor: 'A'.repeat(90_000) })],
    ['more than anybody may say', JSON.stringify({ proton: 1, descriptor: 'AAAA', padding: 'x'.repeat(200_000) })],
    ['a web page', '<!doctype html>'],
    ['null', 'null'],
  ])('is nonsense with %s', async (_, body) => {
    expect(await faultOf(transport.wellKnown(await always(200, body)))).toMatchObject(nonsense);
  });

  it('is nonsense if there is none', async () => {
    expect(await faultOf(transport.wellKnown(await always(404, 'Not found')))).toMatchObject(nonsense);
  });
});
