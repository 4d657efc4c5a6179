// Routing from ENDPOINTS: for every endpoint of a role, in this order: rate, room, session, parameters, size, format,
// handler, encoding. A handler therefore sees only calls it may answer. Refusals are JSON with the one code; whatever
// else goes wrong becomes `unavailable`, and the log has its code.
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { decodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { ENDPOINTS, type Endpoint, type EndpointName, REFUSALS, type RefusalCode } from '#wire/endpoints.ts';
import type { Role } from '#wire/service.ts';
import { KEEPING } from '../runtime/disk-room.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { RateLimit } from '../runtime/rate.ts';
import { readBody } from './body.ts';
import { type EndpointCall, type EndpointHandlers, type Handler, Refusal, refuse, type Session } from './call.ts';
import type { Load } from './load.ts';

export type HttpApp = Hono<{ Bindings: Partial<HttpBindings> }>;

export interface Serving {
  readonly log: Log;
  /** Checks the credential of an `Authorization: Bearer` header; null: there is none, or it holds no more. */
  authorise(credential: string): Promise<Session | null>;
  /** Endpoints without an entry are not limited. */
  readonly rates: Partial<Record<EndpointName, RateLimit>>;
  /** Behind a reverse proxy the caller's address is the last of `x-forwarded-for`. */
  readonly behindProxy: boolean;
  readonly load: Load;
  /** Whether the disk has room for new data. */
  readonly hasRoom: () => boolean;
  readonly metrics: Metrics;
}

/** A client that sends or takes a body slower than that, after a while, is let go: a body held is memory held. */
const LEAST_BYTES_PER_SECOND = 8 * 1024;
const GRACE_MS = 10_000;
const patienceMs = (byteCount: number): number => GRACE_MS + (byteCount / LEAST_BYTES_PER_SECOND) * 1000;

/** Adds the endpoints of a role to an app. */
export function serveRole<R extends Role>(
  app: HttpApp,
  role: R,
  handlers: EndpointHandlers<R>,
  serving: Serving,
): void {
  for (const [name, endpoint] of Object.entries(ENDPOINTS)) {
    if (endpoint.role !== role) continue;
    serveEndpoint(app, name as EndpointName, (handlers as Record<string, unknown>)[name] as Handler<Endpoint>, serving);
  }
}

/** Adds one endpoint: for a process that answers some endpoint of a role without being that role. */
export function serveEndpoint(app: HttpApp, name: EndpointName, handler: Handler<Endpoint>, serving: Serving): void {
  const endpoint: Endpoint = ENDPOINTS[name] as Endpoint;
  app.on(endpoint.method, endpoint.path, async (context) => {
    const peer = peerOf(context, serving.behindProxy);
    let release: (() => void) | null = null;
    try {
      const waitSeconds = serving.rates[name]?.take(peer) ?? 0;
      if (waitSeconds > 0) return refusalResponse(refuse('rate-limited', waitSeconds));
      if (KEEPING.has(name) && !serving.hasRoom()) return refusalResponse(busy(serving, 'disk', FULL_SECONDS));
      release = serving.load.take(peer, bytesOf(context, endpoint));
      if (release === null) return refusalResponse(busy(serving, 'load', 1));
      const call = await admit(context, name, endpoint, serving, peer);
      const answer = call instanceof Refusal ? call : await handler(call as EndpointCall<Endpoint>);
      if (answer instanceof Refusal) return refusalResponse(answer);
      const encoded = encodedAnswer(endpoint, answer);
      return hold(context, serving, peer, encoded.length)
        ? response(endpoint, encoded)
        : refusalResponse(busy(serving, 'load', 1));
    } catch (error) {
      serving.log.fault('request-failed', error);
      return refusalResponse(refuse('unavailable', 5));
    } finally {
      release?.();
    }
  });
}

const FULL_SECONDS = 60;

function busy({ metrics }: Serving, reason: 'load' | 'disk', seconds: number): Refusal {
  metrics.count('refused_total', reason);
  return refuse('unavailable', seconds);
}

/** What a request may come to hold: what it declares, or else the most it could be. */
function bytesOf(context: Context, { request }: Endpoint): number {
  if (request === null) return 0;
  const declared = Number(context.req.header('content-length') ?? request.maxBytes);
  return Number.isFinite(declared) ? Math.min(Math.max(declared, 0), request.maxBytes) : request.maxBytes;
}

/** Small answers are with the kernel at once. */
const SMALL_BYTES = 16 * 1024;

/**
 * Keeps count of an answer until it is sent, and lets go of a client that does not take it. False if there are too
 * many.
 */
function hold(context: Context, { load, metrics }: Serving, peer: string, byteCount: number): boolean {
  const outgoing = (context.env as Partial<HttpBindings> | undefined)?.outgoing;
  // A client that has gone away takes nothing, and no event will tell of it any more.
  if (byteCount <= SMALL_BYTES || outgoing === undefined || outgoing.destroyed) return true;
  const release = load.take(peer, byteCount);
  if (release === null) return false;
  const slow = setTimeout(() => {
    metrics.count('refused_total', 'slow');
    outgoing.destroy();
  }, patienceMs(byteCount));
  outgoing.once('close', () => {
    clearTimeout(slow);
    release();
  });
  return true;
}

type AnyCall = Omit<EndpointCall<Endpoint>, 'session' | 'body' | 'parameters'> & {
  session: Session | null;
  body: unknown;
  parameters: Record<string, Uint8Array>;
};

async function admit(
  context: Context,
  name: EndpointName,
  endpoint: Endpoint,
  serving: Serving,
  peer: string,
): Promise<AnyCall | Refusal> {
  const session = endpoint.session === null ? null : await sessionOf(context, serving);
  if (endpoint.session !== null && (session === null || !covers(session, endpoint.session)))
    return refuse('unauthorised');

  const parameters: Record<string, Uint8Array> = {};
  for (const [parameter, text] of Object.entries(context.req.param() as Record<string, string>)) {
    const decoded = decodeBase64url(text);
    if (decoded === null) return refuse('malformed');
    parameters[parameter] = decoded;
  }
  const read = await bodyOf(context, endpoint, serving);
  if (read instanceof Refusal) return read;
  const takeOneMore = () => serving.rates[name]?.take(peer) ?? 0;
  return { ...read, parameters, session, peer, takeOneMore, header: (header) => context.req.header(header) };
}

function covers(session: Session, wanted: 'fetch' | 'manage'): boolean {
  return session.scope === wanted || session.scope === 'manage';
}

async function sessionOf(context: Context, serving: Serving): Promise<Session | null> {
  const [, credential] = /^Bearer ([A-Za-z0-9_-]{1,256})$/.exec(context.req.header('authorization') ?? '') ?? [];
  return credential === undefined ? null : serving.authorise(credential);
}

async function bodyOf(
  context: Context,
  endpoint: Endpoint,
  { metrics }: Serving,
): Promise<Pick<AnyCall, 'body' | 'bytes'> | Refusal> {
  const { request } = endpoint;
  if (request === null) return { body: null, bytes: NOTHING };
  const slow = setTimeout(
    () => {
      metrics.count('refused_total', 'slow');
      (context.env as Partial<HttpBindings> | undefined)?.incoming?.destroy();
    },
    patienceMs(bytesOf(context, endpoint)),
  );
  const bytes = await readBody(context.req.raw, request.maxBytes).finally(() => clearTimeout(slow));
  if (bytes === 'too-large') return refuse(endpoint.refusals.includes('too-large') ? 'too-large' : 'malformed');
  // No client is there to read this answer.
  if (bytes === 'broken-off') return refuse('malformed');
  if ('raw' in request) return { body: bytes, bytes };
  try {
    return { body: request.decode(bytes), bytes };
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return refuse('malformed');
    throw error;
  }
}

export function peerOf(context: Context, behindProxy: boolean): string {
  const forwarded = behindProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return forwarded ?? (context.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress ?? 'unknown';
}

const NOTHING = new Uint8Array(0);

function encodedAnswer(endpoint: Endpoint, value: unknown): Uint8Array {
  if (endpoint.response === null) return NOTHING;
  return 'raw' in endpoint.response ? (value as Uint8Array) : endpoint.response.encode(value);
}

function response(endpoint: Endpoint, encoded: Uint8Array): Response {
  if (endpoint.response === null) return new Response(null, { status: endpoint.status });
  return new Response(encoded as Uint8Array<ArrayBuffer>, {
    status: endpoint.status,
    headers: { 'content-type': 'application/octet-stream' },
  });
}

function refusalResponse({ code, retryAfterSeconds, reason }: Refusal<RefusalCode>): Response {
  // JSON leaves out undefined fields.
  const body = { code, retryAfterSeconds, reason };
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return Response.json(body, { status: REFUSALS[code], headers });
}
