// The issuer as RFC 9578 has it, for programs of others: the directory of section 4, and requests by media type
// (sections 5 and 6, and the draft for batches). Same accounts, same allowances, same keys as the endpoints of our own;
// an account's secret is a bearer credential.
import type { Context } from 'hono';
import { decodeBase64url } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { ISSUER_DIRECTORY_PATH, TOKEN_REQUEST_PATH } from '#wire/endpoints.ts';
import { KEY_BYTES } from '#wire/sizes.ts';
import { amortizedResponse, genericRequest, genericResponse, TOKEN_TYPES, type TokenType } from '#wire/token.ts';
import { readBody } from '../http/body.ts';
import type { HttpApp, Serving } from '../http/serve.ts';
import { peerOf } from '../http/serve.ts';
import type { Issuer } from './issuer.ts';

const MEDIA = 'application/private-token-';
const DIRECTORY_SECONDS = 60 * 60;

export function serveIssuer(app: HttpApp, issuer: Issuer, serving: Serving): void {
  app.get(ISSUER_DIRECTORY_PATH, (context) => {
    const headers = { 'content-type': `${MEDIA}issuer-directory`, 'cache-control': `max-age=${DIRECTORY_SECONDS}` };
    return context.body(JSON.stringify(directoryOf(issuer)), 200, headers);
  });
  app.post(TOKEN_REQUEST_PATH, async (context) => {
    const waitSeconds = serving.rates.issueTokens?.take(peerOf(context, serving.behindProxy)) ?? 0;
    return waitSeconds > 0 ? refusal(429, waitSeconds) : answer(context, issuer);
  });
}

/**
 * Beside the fields of the RFC, each key says its class and when it ends; readers that do not know these ignore them.
 */
function directoryOf(issuer: Issuer): unknown {
  const keys = issuer.directory().keys.map(({ class: tokenClass, type, key, fromAt, untilAt }) => ({
    'token-type': TOKEN_TYPES[type],
    'token-key': padded(key),
    'not-before': Math.floor(fromAt / 1000),
    'not-after': Math.floor(untilAt / 1000),
    class: tokenClass,
  }));
  return { 'issuer-request-uri': TOKEN_REQUEST_PATH, 'token-keys': keys };
}

async function answer(context: Context, issuer: Issuer): Promise<Response> {
  const [, credential = ''] = /^Bearer ([A-Za-z0-9_-]{43})=?$/.exec(context.req.header('authorization') ?? '') ?? [];
  const secret = decodeBase64url(credential);
  if (secret?.length !== KEY_BYTES) return refusal(401);
  const media = context.req.header('content-type')?.toLowerCase();
  const kind = KINDS.find((one) => media === `${MEDIA}${one}request`);
  if (kind === undefined) return refusal(415);
  const body = await readBody(context.req.raw, genericRequest.maxBytes);
  if (typeof body === 'string' || body.length < 4) return refusal(422);
  const asked = translate(kind, body);
  if (asked === null) return refusal(422);
  const issued = await issuer.issue(secret, asked.type, null, asked.request);
  if ('waitSeconds' in issued) return refusal(429, issued.waitSeconds);
  if ('refused' in issued) return refusal(issued.refused === 'account-unknown' ? 401 : 422);
  return new Response(asked.answer(issued.response) as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': `${MEDIA}${kind}response`, 'cache-control': 'no-store' },
  });
}

const KINDS = ['', 'amortized-batch-', 'generic-batch-'] as const;

interface Translated {
  readonly type: TokenType;
  readonly request: Uint8Array;
  answer(response: Uint8Array): Uint8Array;
}

/** A single request is a batch of one: only what stands around it differs. */
function translate(kind: (typeof KINDS)[number], body: Uint8Array): Translated | null {
  const asIs = (response: Uint8Array) => response;
  if (kind === 'amortized-batch-') return { type: 'voprf', request: body, answer: asIs };
  if (kind === 'generic-batch-') return { type: 'rsa', request: body, answer: asIs };
  const type = ((body[0] as number) << 8) | (body[1] as number);
  if (type === TOKEN_TYPES.rsa && body.length === SINGLE_RSA_BYTES) {
    const request = concat(new Uint8Array([0x40 | (body.length >>> 8), body.length & 0xff]), body);
    const signature = (response: Uint8Array) => genericResponse.decode(response).responses[0]?.signature ?? NOTHING;
    return { type: 'rsa', request, answer: signature };
  }
  if (type === TOKEN_TYPES.voprf && body.length === SINGLE_VOPRF_BYTES) {
    const request = concat(body.subarray(0, 3), new Uint8Array([body.length - 3]), body.subarray(3));
    const single = (response: Uint8Array) => {
      const { evaluated, proof } = amortizedResponse.decode(response);
      return concat(...evaluated, proof);
    };
    return { type: 'voprf', request, answer: single };
  }
  return null;
}

const NOTHING = new Uint8Array(0);
const SINGLE_RSA_BYTES = 259;
const SINGLE_VOPRF_BYTES = 35;

/** The RFC wants base64url with padding; elsewhere in this project there is none. */
function padded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

function refusal(status: 401 | 415 | 422 | 429, retryAfterSeconds?: number): Response {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return new Response(null, { status, headers });
}
