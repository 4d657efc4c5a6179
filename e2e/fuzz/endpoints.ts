// Every endpoint, the push line and the pages, over sockets as a stranger has them: valid requests, changed as bytes.
// Derived from ENDPOINTS, so a new endpoint is fuzzed without being named. What answers must be a status that the
// endpoint declares or HTTP itself, never 500.
import { encodeBase64url } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { ENDPOINTS, type Endpoint, INVITATION_PATH, PUSH_PATH, REFUSALS, WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import { maskRequest } from '#wire/mail.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import { type Draw, FORMATS, type Sample } from '#wire/vectors/samples.ts';
import type { FuzzedService } from './service.ts';
import type { Target } from './target.ts';

/** What Node's parser and the router answer by themselves. */
const HTTP = [100, 400, 404, 405, 408, 411, 413, 414, 417, 426, 431];
const KNOWN: ReadonlySet<number> = new Set([...HTTP, 101, 200, 201, 202, 204, ...Object.values(REFUSALS)]);
const WORDS = [
  '\r\n',
  '\r\n\r\n',
  '\n',
  '\0',
  ' ',
  ':',
  ',',
  '/',
  '%00',
  '%2e%2e/',
  '?',
  '#',
  '//',
  'HTTP/1.0',
  'HTTP/1.1',
  'HTTP/2.0',
  'Transfer-Encoding: chunked\r\n',
  'Content-Length: 0\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 99999999999999999999\r\n',
  'Expect: 100-continue\r\n',
  'Connection: upgrade\r\nUpgrade: h2c\r\n',
  'Upgrade: websocket\r\n',
  'Authorization: Bearer \r\n',
  'Origin: null\r\n',
  'X-Forwarded-For: \u00ff\r\n',
  'Range: bytes=0-0\r\n',
  'Accept-Encoding: br\r\n',
  'ffffffff\r\n',
  '0\r\n\r\n',
  '1;a=b\r\nx\r\n',
  'Signature-Input: proton=("@method");created=1\r\nSignature: proton=:AAAA:\r\n',
  'Proton-Service: https://a.example\r\nContent-Digest: sha-256=:AAAA:\r\n',
  'OPTIONS',
  'HEAD',
  'TRACE',
  'CONNECT',
  'PRI * HTTP/2.0',
].map(encodeUtf8);
const samples = new Map<unknown, Sample<any>>(Object.values(FORMATS).map((sample) => [sample.format, sample]));

export function endpointTargets(service: FuzzedService): Target[] {
  const endpoints = Object.entries(ENDPOINTS as Record<string, Endpoint>).map(([name, endpoint]): Target => {
    const allowed = new Set([...HTTP, endpoint.status, ...endpoint.refusals.map((code) => REFUSALS[code])]);
    return target(
      service,
      `endpoint ${name}`,
      (draw) => requestTo(service, endpoint, draw),
      (status) => status === endpoint.status,
      allowed,
    );
  });
  const pages = ['/', INVITATION_PATH, WELL_KNOWN_PATH, '/healthz', '/metrics', PUSH_PATH, '/v1/nothing'];
  return [
    ...endpoints,
    target(
      service,
      'pages and other paths',
      (draw) => head(draw, 'GET', draw.pick(pages), []),
      (status) => status === 200,
      KNOWN,
    ),
    target(
      service,
      'upgrade to the push line',
      () =>
        head(null, 'GET', PUSH_PATH, [
          'Connection: Upgrade',
          'Upgrade: websocket',
          'Sec-WebSocket-Version: 13',
          'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
        ]),
      (status) => status === 101,
      KNOWN,
    ),
  ];
}

function target(
  service: FuzzedService,
  name: string,
  sample: (draw: Draw) => Uint8Array,
  succeeds: (status: number) => boolean,
  allowed: ReadonlySet<number>,
): Target {
  let line = new Uint8Array(0);
  return {
    name,
    maxBytes: 24 * 1024,
    share: 0.25,
    remote: true,
    words: WORDS,
    sample(draw) {
      const made = sample(draw);
      line = made.slice(0, made.indexOf(0x0a));
      return made;
    },
    async run(input) {
      // A long request comes in two pieces, the second some time later.
      const cut = input.length % 7 === 0 ? input.length >> 1 : input.length;
      const answer = await service.ask(
        ...[input.subarray(0, cut), input.subarray(cut)].filter((piece) => piece.length > 0),
      );
      const statuses = [...answer.toString('latin1').matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) =>
        Number(status),
      );
      const [first = 0] = statuses;
      // A changed line may be a request to another endpoint: those of an unchanged one are held to the declared ones.
      const known = line.every((byte, at) => byte === input[at]) ? allowed : KNOWN;
      const odd = statuses.find((status, at) => !(at === 0 ? known : KNOWN).has(status));
      if (odd !== undefined) throw new Error(`answered ${odd}`);
      return succeeds(first);
    },
  };
}

function requestTo(service: FuzzedService, endpoint: Endpoint, draw: Draw): Uint8Array {
  const path = endpoint.path.replace(/:(\w+)/g, (_, parameter: string) =>
    encodeBase64url(parameterOf(service, parameter, draw)),
  );
  const body = bodyOf(service, endpoint, draw);
  const headers =
    endpoint.session === null
      ? []
      : [`Authorization: Bearer ${endpoint.method === 'DELETE' ? service.doomed : service.session}`];
  if (body === null) return head(draw, endpoint.method, path, headers);
  if (draw.below(3) > 0)
    return concat(head(draw, endpoint.method, path, [...headers, `Content-Length: ${body.length}`]), body);
  const cut = draw.below(body.length + 1);
  const chunks = [body.subarray(0, cut), body.subarray(cut)].filter((chunk) => chunk.length > 0);
  return concat(
    head(draw, endpoint.method, path, [...headers, 'Transfer-Encoding: chunked']),
    ...chunks.flatMap((chunk) => [encodeUtf8(`${chunk.length.toString(16)}\r\n`), chunk, encodeUtf8('\r\n')]),
    encodeUtf8('0\r\n\r\n'),
  );
}

function head(draw: Draw | null, method: string, path: string, headers: readonly string[]): Uint8Array {
  const type = draw === null || draw.below(4) === 0 ? [] : ['Content-Type: application/octet-stream'];
  const close = headers.some((header) => header.startsWith('Connection')) ? [] : ['Connection: close'];
  return encodeUtf8(
    [`${method} ${path} HTTP/1.1`, 'Host: localhost', ...type, ...headers, ...close, '', ''].join('\r\n'),
  );
}

function parameterOf(service: FuzzedService, parameter: string, draw: Draw): Uint8Array {
  if (parameter === 'origin') return encodeUtf8(service.running.origin);
  if (parameter === 'part') return Uint8Array.of(0, 0, 0, draw.below(4) === 0 ? 1 : 0);
  return draw.below(2) === 0 ? draw.bytes(16) : service.blob.id;
}

/** Of the format, and, if a name tells it, such that a handler takes it. */
function bodyOf(service: FuzzedService, { request }: Endpoint, draw: Draw): Uint8Array | null {
  if (request === null) return null;
  if ('raw' in request) return draw.bytes(draw.below(2000));
  if (request === (maskRequest as unknown) && draw.below(2) === 0) return service.registration;
  const sample = samples.get(request);
  if (sample === undefined) throw new Error(`'${request.name}' has no sample`);
  const value = sample.value(draw) as Record<string, unknown>;
  const meant: Record<string, unknown> = {
    envelope: new Uint8Array(ENVELOPE_BYTES.small).fill(draw.below(256)),
    destination: service.running.origin,
    token: new Uint8Array(0),
    localPart: service.mask,
    byteCount: service.blob.byteCount,
    expiryDay: service.blob.expiryDay,
  };
  for (const key of Object.keys(meant)) if (key in value && draw.below(8) > 0) value[key] = meant[key];
  const bytes = request.encode(value);
  return bytes.length < 20_000 ? bytes : bodyOf(service, { request } as Endpoint, draw);
}
