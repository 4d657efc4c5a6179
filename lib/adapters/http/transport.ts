// The Transport port over fetch: every call follows from its value in ENDPOINTS. It decides nothing by itself: no
// retry, no cache, no redirect (a service is its origin), no cookies, no referrer. The answer is read within the limit
// of its format before anything looks into it. It must never put a path, a session or a body into the text of a fault.
import type { Transport } from '#app/ports/ports.ts';
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { webUrl } from '#bytes/web-url.ts';
import { ENDPOINTS, type Endpoint, WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import { descriptor } from '#wire/service.ts';
import { readAnswerBody } from './body.ts';
import { decodeRefusal, MAX_REFUSAL_BYTES, parseObject } from './refusal.ts';

/** Base64url of the longest descriptor, and room for other fields of the JSON. */
const MAX_WELL_KNOWN_BYTES = Math.ceil((descriptor.maxBytes * 4) / 3) + 4096;

export interface TransportOptions {
  readonly fetch: typeof fetch;
  /** For the whole call, the reading of its answer included. */
  readonly timeoutMs: number;
  /** Hears the time that a service says with an answer; the rest by this device's clock. */
  readonly heard?: (
    origin: string,
    told: { readonly servedAt: number; readonly askedAt: number; readonly answeredAt: number },
  ) => void;
  /** Ends every call under way. */
  readonly signal?: AbortSignal;
}

export function createTransport({ fetch, timeoutMs, signal, heard }: TransportOptions): Transport {
  /** One deadline over asking and reading. @throws Fault unavailable 'no-answer' */
  async function exchange<T>(
    url: string,
    init: RequestInit,
    read: (response: Response) => Promise<T>,
    waitMs = timeoutMs,
  ): Promise<T> {
    const deadline = AbortSignal.timeout(waitMs);
    const askedAt = Date.now();
    try {
      const response = await fetch(url, {
        ...init,
        // An answer that points elsewhere is nonsense; it is never followed, and 'manual' tells it from a dead network.
        redirect: 'manual',
        credentials: 'omit',
        cache: cacheOf(init),
        referrerPolicy: 'no-referrer',
        signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
      });
      const servedAt = Date.parse(response.headers.get('date') ?? '');
      if (Number.isFinite(servedAt)) heard?.(webUrl(url)?.origin ?? url, { servedAt, askedAt, answeredAt: Date.now() });
      return await read(response);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Fault('unavailable', 'no-answer', 'the service did not answer', error);
    }
  }

  return {
    async call(name, origin, request, extra = {}) {
      const endpoint: Endpoint = ENDPOINTS[name] as Endpoint;
      const headers = new Headers(extra.headers);
      if (extra.session !== undefined) headers.set('authorization', `Bearer ${encodeBase64url(extra.session)}`);
      const body = encodeRequest(endpoint, request);
      if (body !== null) headers.set('content-type', 'application/octet-stream');
      const url = requireOrigin(origin) + pathOf(endpoint, extra.params ?? {});
      const answer = await exchange(
        url,
        { method: endpoint.method, headers, ...(body === null ? {} : { body }) },
        (response) => readAnswer(endpoint, response),
        // A part of a blob over a line of a tenth of a megabit a second takes 20 s.
        Math.min(movesPart(endpoint) ? 3 * timeoutMs : timeoutMs, extra.patienceMs ?? Number.POSITIVE_INFINITY),
      );
      return answer as never;
    },

    async wellKnown(origin) {
      return exchange(requireOrigin(origin) + WELL_KNOWN_PATH, { method: 'GET' }, async (response) => {
        if (response.status !== 200) return readRefusal(response);
        const body = await readAnswerBody(response, MAX_WELL_KNOWN_BYTES);
        const parsed = body === 'too-large' ? null : parseObject(body);
        const signed =
          parsed?.proton === 1 && typeof parsed.descriptor === 'string' ? decodeBase64url(parsed.descriptor) : null;
        if (signed === null || signed.length > descriptor.maxBytes) throw nonsense('no descriptor of this version');
        return signed;
      });
    },
  };
}

/**
 * With `no-store` browsers also pass over what a preflight told before, which is a second round trip for each call. A
 * GET keeps it: an `ETag` that a cache held would tell a service that the same installation asks again.
 */
const cacheOf = ({ method }: RequestInit): RequestCache => (method === 'GET' ? 'no-store' : 'default');

function movesPart({ request, response }: Endpoint): boolean {
  return [request, response].some((body) => body !== null && 'raw' in body);
}

function encodeRequest(endpoint: Endpoint, request: unknown): Uint8Array<ArrayBuffer> | null {
  if (endpoint.request === null) return null;
  const bytes = 'raw' in endpoint.request ? (request as Uint8Array) : endpoint.request.encode(request);
  if (bytes.length > endpoint.request.maxBytes)
    throw new Fault('bug', 'request-oversized', 'the request is too long for its endpoint');
  return bytes as Uint8Array<ArrayBuffer>;
}

async function readAnswer(endpoint: Endpoint, response: Response): Promise<unknown> {
  if (response.status !== endpoint.status) return readRefusal(response);
  const body = await readAnswerBody(response, endpoint.response?.maxBytes ?? 0);
  if (body === 'too-large') throw nonsense('the answer is too long');
  if (endpoint.response === null) return null;
  if ('raw' in endpoint.response) return body;
  try {
    return endpoint.response.decode(body);
  } catch (error) {
    throw nonsense('the answer is not of its format', error);
  }
}

async function readRefusal(response: Response): Promise<never> {
  const body = await readAnswerBody(response, MAX_REFUSAL_BYTES);
  throw (body === 'too-large' ? null : decodeRefusal(response.status, body)) ?? nonsense('an unexpected status');
}

function nonsense(message: string, cause?: unknown): Fault {
  return new Fault('unavailable', 'nonsense', message, cause);
}

/** Paths are joined to origins as text, so nothing but an origin may stand there. */
function requireOrigin(origin: string): string {
  if (webUrl(origin)?.origin !== origin) {
    throw new Fault('malformed', 'origin-malformed', 'an http origin in its canonical form wanted');
  }
  return origin;
}

function pathOf(endpoint: Endpoint, params: Readonly<Record<string, string>>): string {
  return endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = Object.hasOwn(params, name) ? params[name] : undefined;
    if (value === undefined || !/^[A-Za-z0-9_-]+$/.test(value))
      throw new Fault('bug', 'path-parameter', 'base64url wanted in the path');
    return value;
  });
}
