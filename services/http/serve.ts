// Routing from ENDPOINTS: for every endpoint of a role, in this order: rate, session, parameters, size, format, handler, encoding. A
// handler therefore sees only calls it may answer. Refusals are JSON with the one code; whatever else goes wrong becomes `unavailable`,
// and the log has its code.
import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { decodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { ENDPOINTS, type Endpoint, type EndpointName, REFUSALS, type RefusalCode } from '#wire/endpoints.ts';
import type { Role } from '#wire/service.ts';
import type { Log } from '../log.ts';
import type { RateLimit } from '../rate.ts';
import { readBody } from './body.ts';
import { type Call, type Handler, type Handlers, Refusal, refuse, type Session } from './call.ts';

export type App = Hono<{ Bindings: Partial<HttpBindings> }>;

export interface Serving {
  readonly log: Log;
  /** Checks the credential of an `Authorization: Bearer` header; null: there is none, or it holds no more. */
  authorise(credential: string): Promise<Session | null>;
  /** Endpoints without an entry are not limited. */
  readonly rates: Partial<Record<EndpointName, RateLimit>>;
  /** Behind a reverse proxy the caller's address is the last of `x-forwarded-for`. */
  readonly behindProxy: boolean;
}

/** Adds the endpoints of a role to an app. */
export function serveRole<R extends Role>(app: App, role: R, handlers: Handlers<R>, serving: Serving): void {
  for (const [name, endpoint] of Object.entries(ENDPOINTS)) {
    if (endpoint.role !== role) continue;
    serveEndpoint(app, name as EndpointName, (handlers as Record<string, unknown>)[name] as Handler<Endpoint>, serving);
  }
}

/** Adds one endpoint: for a process that answers some endpoint of a role without being that role. */
export function serveEndpoint(app: App, name: EndpointName, handler: Handler<Endpoint>, serving: Serving): void {
  const endpoint: Endpoint = ENDPOINTS[name] as Endpoint;
  app.on(endpoint.method, endpoint.path, async (context) => {
    try {
      const call = await admit(context, name, endpoint, serving);
      const answer = call instanceof Refusal ? call : await handler(call as Call<Endpoint>);
      return answer instanceof Refusal ? refusalResponse(answer) : response(endpoint, answer);
    } catch (error) {
      serving.log.fault('request-failed', error);
      return refusalResponse(refuse('unavailable', 5));
    }
  });
}

type AnyCall = Omit<Call<Endpoint>, 'session' | 'body' | 'parameters'> & {
  session: Session | null;
  body: unknown;
  parameters: Record<string, Uint8Array>;
};

async function admit(
  context: Context,
  name: EndpointName,
  endpoint: Endpoint,
  serving: Serving,
): Promise<AnyCall | Refusal> {
  const peer = peerOf(context, serving.behindProxy);
  const waitSeconds = serving.rates[name]?.take(peer) ?? 0;
  if (waitSeconds > 0) return refuse('rate-limited', waitSeconds);

  const session = endpoint.session === null ? null : await sessionOf(context, serving);
  if (endpoint.session !== null && (session === null || !covers(session, endpoint.session)))
    return refuse('unauthorised');

  const parameters: Record<string, Uint8Array> = {};
  for (const [parameter, text] of Object.entries(context.req.param() as Record<string, string>)) {
    const decoded = decodeBase64url(text);
    if (decoded === null) return refuse('malformed');
    parameters[parameter] = decoded;
  }
  const body = await bodyOf(context, endpoint);
  if (body instanceof Refusal) return body;
  return { body, parameters, session, peer, header: (header) => context.req.header(header) };
}

function covers(session: Session, wanted: 'fetch' | 'manage'): boolean {
  return session.scope === wanted || session.scope === 'manage';
}

async function sessionOf(context: Context, serving: Serving): Promise<Session | null> {
  const [, credential] = /^Bearer ([A-Za-z0-9_-]{1,256})$/.exec(context.req.header('authorization') ?? '') ?? [];
  return credential === undefined ? null : serving.authorise(credential);
}

async function bodyOf(context: Context, endpoint: Endpoint): Promise<unknown> {
  const { request } = endpoint;
  if (request === null) return null;
  const bytes = await readBody(context.req.raw, request.maxBytes);
  if (bytes === 'too-large') return refuse(endpoint.refusals.includes('too-large') ? 'too-large' : 'malformed');
  // Nobody is there to read this answer.
  if (bytes === 'broken-off') return refuse('malformed');
  if ('raw' in request) return bytes;
  try {
    return request.decode(bytes);
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return refuse('malformed');
    throw error;
  }
}

export function peerOf(context: Context, behindProxy: boolean): string {
  const forwarded = behindProxy ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return forwarded ?? (context.env as Partial<HttpBindings> | undefined)?.incoming?.socket?.remoteAddress ?? 'unknown';
}

function response(endpoint: Endpoint, value: unknown): Response {
  if (endpoint.response === null) return new Response(null, { status: endpoint.status });
  const bytes = 'raw' in endpoint.response ? (value as Uint8Array) : endpoint.response.encode(value);
  return new Response(bytes as Uint8Array<ArrayBuffer>, {
    status: endpoint.status,
    headers: { 'content-type': 'application/octet-stream' },
  });
}

function refusalResponse({ code, retryAfterSeconds, reason }: Refusal<RefusalCode>): Response {
  // What is undefined is left out.
  const body = { code, retryAfterSeconds, reason };
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return Response.json(body, { status: REFUSALS[code], headers });
}
