// Every endpoint of every service, once, as a value: the HTTP client and the server derive from the same one. Bodies
// are the formats of this layer, as application/octet-stream. Refusals are JSON `{"code": …, "retryAfterSeconds"?: …}`.
// Longer than most files, because it is one table.
import { blobCompletion, blobRequest, blobStatus, digestsQuery, MAX_PARTS, partQuery } from './blob.ts';
import type { Format, ValueOf } from './format.ts';
import { maskRenewal, maskRequest, maskRetirement } from './mail.ts';
import { descriptor } from './service.ts';
import { DIGEST_BYTES, PART_BYTES } from './sizes.ts';
import { accountRequest, issuerDirectory, tokenDelivery, tokenOrder } from './token.ts';
import {
  acknowledgement,
  challenge,
  deliveries,
  delivery,
  deliveryAnswers,
  latencySetting,
  mailbox,
  outcome,
  outcomeRequest,
  pageRequest,
  revocation,
  rootGrant,
  rootRequest,
  serviceStatus,
  sessionGrant,
  sessionRequest,
  submission,
} from './transport.ts';

/** Every code a service may refuse with, and its HTTP status. */
export const REFUSALS = {
  /** The body is not of the endpoint's format or size. */
  malformed: 400,
  /** No session, an expired one, or one of a lesser scope. */
  unauthorised: 401,
  /** A signature or a challenge does not hold, or bytes are not the ones named. */
  untrusted: 403,
  /** There is no such thing, or it has expired. */
  'not-found': 404,
  /** The name is taken, or the id is in use for something else. */
  conflict: 409,
  'too-large': 413,
  /** Asked too often; `retryAfterSeconds` says when to ask again. */
  'rate-limited': 429,
  /** A token is wanted, or this one is spent. */
  'token-wanted': 402,
  /** No room for this blob now: the space for blobs, or the caller's share of it, is used up. */
  'no-room': 507,
  /** The service cannot take this work now (disk, queue, shutting down). It keeps all that it holds. */
  unavailable: 503,
  /** The service behind this one did not answer, or answered nonsense. */
  'bad-gateway': 502,
} as const;
export type RefusalCode = keyof typeof REFUSALS;

/** The `reason` of some refusals: a program goes on differently by it. */
export const REASONS = [
  /**
   * With `token-wanted`: none was brought; this one paid for something else; its key is not, or no more, taken here; it
   * does not hold.
   */
  'token-missing',
  'token-spent',
  'token-key',
  'token-invalid',
  /**
   * With `untrusted`, of an issuer: an account wants an invitation code, this one is wrong or used up, or the operator
   * lists who may have one.
   */
  'invitation-wanted',
  'invitation-wrong',
  'account-unlisted',
  /** With `not-found`, of an issuer: there is no such account, or no such key any more. */
  'account-unknown',
  'key-unknown',
] as const;
export type RefusalReason = (typeof REASONS)[number];

/** Raw bytes with a limit: for bodies that no format describes (ciphertext). */
export interface Raw {
  readonly raw: true;
  readonly maxBytes: number;
}
const raw = (maxBytes: number): Raw => ({ raw: true, maxBytes });

export interface Endpoint<Request = unknown, Response = unknown> {
  readonly role: 'issuer' | 'sending' | 'receiving' | 'mail';
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path with `:name` parameters, each one base64url without padding unless said otherwise. */
  readonly path: string;
  /** null: no body. */
  readonly request: Format<Request> | Raw | null;
  readonly response: Format<Response> | Raw | null;
  /** Which session scope is wanted; null: no session. */
  readonly session: 'fetch' | 'manage' | null;
  readonly status: 200 | 201 | 202 | 204;
  readonly refusals: readonly RefusalCode[];
}

/**
 * Keeps the literal types of role, path, scope and refusals: the server's table of handlers is checked against them.
 */
const endpoint = <const E extends Endpoint<any, any>>(value: E): E => value;

export type RequestOf<E> = E extends { request: infer R }
  ? R extends Raw
    ? Uint8Array
    : R extends null
      ? null
      : ValueOf<R>
  : never;
export type ResponseOf<E> = E extends { response: infer R }
  ? R extends Raw
    ? Uint8Array
    : R extends null
      ? null
      : ValueOf<R>
  : never;

export const ENDPOINTS = {
  /**
   * Takes one sealed message into a durable queue. Accepted means: on disk. The same dedupe id again: accepted, and
   * nothing more happens.
   */
  submit: endpoint({
    role: 'sending',
    method: 'POST',
    path: '/v1/messages',
    request: submission,
    response: null,
    session: null,
    status: 202,
    refusals: ['malformed', 'too-large', 'token-wanted', 'rate-limited', 'unavailable'],
  }),
  /** The outcome of one submission. All answers are of one size, and cost the same work. */
  getOutcome: endpoint({
    role: 'sending',
    method: 'POST',
    path: '/v1/outcomes',
    request: outcomeRequest,
    response: outcome,
    session: null,
    status: 200,
    refusals: ['malformed', 'rate-limited', 'unavailable'],
  }),
  /** Whether messages are taken now, and how much room there is: by it a client chooses between its services. */
  getStatus: endpoint({
    role: 'sending',
    method: 'GET',
    path: '/v1/status',
    request: null,
    response: serviceStatus,
    session: null,
    status: 200,
    refusals: ['rate-limited', 'unavailable'],
  }),
  /**
   * Announces a blob under an id of the client's choice. An unfinished one is kept for a day. The same again: created;
   * another size under a known id: conflict. `token` is of the class for blobs.
   */
  createBlob: endpoint({
    role: 'sending',
    method: 'POST',
    path: '/v1/blobs',
    request: blobRequest,
    response: null,
    session: null,
    status: 201,
    refusals: ['malformed', 'too-large', 'conflict', 'token-wanted', 'no-room', 'rate-limited', 'unavailable'],
  }),
  /** One part, in any order. The same bytes again: taken; other bytes: conflict. `:part` is its number as a u32. */
  putBlobPart: endpoint({
    role: 'sending',
    method: 'PUT',
    path: '/v1/blobs/:id/parts/:part',
    request: raw(PART_BYTES),
    response: null,
    session: null,
    status: 204,
    refusals: ['malformed', 'too-large', 'not-found', 'conflict', 'rate-limited', 'unavailable'],
  }),
  /**
   * Every part is there. If one is missing or the digest differs: conflict, and nothing changes. The same again: done.
   */
  completeBlob: endpoint({
    role: 'sending',
    method: 'POST',
    path: '/v1/blobs/completions',
    request: blobCompletion,
    response: null,
    session: null,
    status: 204,
    refusals: ['malformed', 'not-found', 'conflict', 'rate-limited', 'unavailable'],
  }),
  /** Which parts of a blob are there, so that an upload can go on. */
  getBlobStatus: endpoint({
    role: 'sending',
    method: 'GET',
    path: '/v1/blobs/:id',
    request: null,
    response: blobStatus,
    session: null,
    status: 200,
    refusals: ['malformed', 'not-found', 'rate-limited', 'unavailable'],
  }),
  /** Gives up an upload. A complete blob is not deleted: its readers know the id too. */
  cancelBlob: endpoint({
    role: 'sending',
    method: 'DELETE',
    path: '/v1/blobs/:id',
    request: null,
    response: null,
    session: null,
    status: 204,
    refusals: ['malformed', 'conflict', 'rate-limited', 'unavailable'],
  }),
  /** SHA-256 of every part of a complete blob, in order. */
  getBlobDigests: endpoint({
    role: 'sending',
    method: 'GET',
    path: '/v1/blobs/:id/digests',
    request: null,
    response: raw(MAX_PARTS * DIGEST_BYTES),
    session: null,
    status: 200,
    refusals: ['malformed', 'not-found', 'rate-limited', 'unavailable'],
  }),
  /** One part of a complete blob. */
  getBlobPart: endpoint({
    role: 'sending',
    method: 'GET',
    path: '/v1/blobs/:id/parts/:part',
    request: null,
    response: raw(PART_BYTES),
    session: null,
    status: 200,
    refusals: ['malformed', 'not-found', 'rate-limited', 'unavailable'],
  }),
  /**
   * Another service's descriptor, fetched by this one, so that no new service sees the client's network address.
   * `:origin` is base64url of the origin.
   */
  getDescriptor: endpoint({
    role: 'sending',
    method: 'GET',
    path: '/v1/descriptors/:origin',
    request: null,
    response: descriptor,
    session: null,
    status: 200,
    refusals: ['malformed', 'rate-limited', 'bad-gateway', 'unavailable'],
  }),

  /** Appends durably, answers, then opens: the answer cannot tell whether the address resolves. */
  deliver: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/deliveries',
    request: delivery,
    response: null,
    session: null,
    status: 202,
    refusals: ['malformed', 'untrusted', 'too-large', 'rate-limited', 'unavailable'],
  }),
  /** Several deliveries of one service at once, each with an answer of its own; a refusal is of them all. */
  deliverMany: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/deliveries/several',
    request: deliveries,
    response: deliveryAnswers,
    session: null,
    status: 200,
    refusals: ['malformed', 'untrusted', 'too-large', 'rate-limited', 'unavailable'],
  }),
  createRoot: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/roots',
    request: rootRequest,
    response: rootGrant,
    session: null,
    status: 201,
    refusals: ['malformed', 'token-wanted', 'rate-limited', 'unavailable'],
  }),
  createChallenge: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/challenges',
    request: null,
    response: challenge,
    session: null,
    status: 201,
    refusals: ['rate-limited', 'unavailable'],
  }),
  createSession: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/sessions',
    request: sessionRequest,
    response: sessionGrant,
    session: null,
    status: 201,
    refusals: ['malformed', 'untrusted', 'rate-limited', 'unavailable'],
  }),
  getMailbox: endpoint({
    role: 'receiving',
    method: 'GET',
    path: '/v1/mailbox',
    request: null,
    response: mailbox,
    session: 'fetch',
    status: 200,
    refusals: ['unauthorised', 'rate-limited', 'unavailable'],
  }),
  /** A page further on, and in the same call what was committed of those before: for a mailbox of many pages. */
  getMailboxPage: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/mailbox/pages',
    request: pageRequest,
    response: mailbox,
    session: 'fetch',
    status: 200,
    refusals: ['malformed', 'unauthorised', 'rate-limited', 'unavailable'],
  }),
  acknowledge: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/mailbox/acknowledgements',
    request: acknowledgement,
    response: null,
    session: 'fetch',
    status: 204,
    refusals: ['malformed', 'unauthorised', 'rate-limited', 'unavailable'],
  }),
  /**
   * A part of a blob that lies at any service, fetched by this one, verified, and kept for a while: its host sees a
   * service, not a reader.
   */
  fetchBlobPart: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/fetches/parts',
    request: partQuery,
    response: raw(PART_BYTES),
    session: 'fetch',
    status: 200,
    refusals: ['malformed', 'unauthorised', 'untrusted', 'not-found', 'rate-limited', 'bad-gateway', 'unavailable'],
  }),
  fetchBlobDigests: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/fetches/digests',
    request: digestsQuery,
    response: raw(MAX_PARTS * DIGEST_BYTES),
    session: 'fetch',
    status: 200,
    refusals: ['malformed', 'unauthorised', 'untrusted', 'not-found', 'rate-limited', 'bad-gateway', 'unavailable'],
  }),
  revoke: endpoint({
    role: 'receiving',
    method: 'POST',
    path: '/v1/revocations',
    request: revocation,
    response: null,
    session: 'manage',
    status: 204,
    refusals: ['malformed', 'unauthorised', 'rate-limited', 'unavailable'],
  }),
  /** How soon arrivals at the root are told by push; an address may ask for later, never for sooner. */
  setLatency: endpoint({
    role: 'receiving',
    method: 'PUT',
    path: '/v1/roots/latency',
    request: latencySetting,
    response: null,
    session: 'manage',
    status: 204,
    refusals: ['malformed', 'unauthorised', 'rate-limited', 'unavailable'],
  }),
  retireRoot: endpoint({
    role: 'receiving',
    method: 'DELETE',
    path: '/v1/roots',
    request: null,
    response: null,
    session: 'manage',
    status: 204,
    refusals: ['unauthorised', 'rate-limited', 'unavailable'],
  }),

  /** Registers a mask. The same request again: created; a taken name: conflict. */
  createMask: endpoint({
    role: 'mail',
    method: 'POST',
    path: '/v1/masks',
    request: maskRequest,
    response: null,
    session: null,
    status: 201,
    refusals: ['malformed', 'untrusted', 'conflict', 'token-wanted', 'rate-limited', 'unavailable'],
  }),
  /** Replaces the mask's delivery addresses. An older renewal than the last is refused as a conflict. */
  renewMask: endpoint({
    role: 'mail',
    method: 'POST',
    path: '/v1/masks/renewals',
    request: maskRenewal,
    response: null,
    session: null,
    status: 204,
    refusals: ['malformed', 'untrusted', 'not-found', 'conflict', 'rate-limited', 'unavailable'],
  }),
  retireMask: endpoint({
    role: 'mail',
    method: 'POST',
    path: '/v1/masks/retirements',
    request: maskRetirement,
    response: null,
    session: null,
    status: 204,
    refusals: ['malformed', 'untrusted', 'not-found', 'rate-limited', 'unavailable'],
  }),

  /** The keys with which tokens are made now, and who may have an account. */
  getIssuer: endpoint({
    role: 'issuer',
    method: 'GET',
    path: '/v1/issuer',
    request: null,
    response: issuerDirectory,
    session: null,
    status: 200,
    refusals: ['rate-limited', 'unavailable'],
  }),
  /** Opens an account. The same secret again: created, and nothing more happens. */
  openAccount: endpoint({
    role: 'issuer',
    method: 'POST',
    path: '/v1/accounts',
    request: accountRequest,
    response: null,
    session: null,
    status: 201,
    refusals: ['malformed', 'untrusted', 'rate-limited', 'unavailable'],
  }),
  /** Makes a batch of tokens. The same order again: the same tokens, and they cost nothing more. */
  issueTokens: endpoint({
    role: 'issuer',
    method: 'POST',
    path: '/v1/tokens',
    request: tokenOrder,
    response: tokenDelivery,
    session: null,
    status: 200,
    refusals: ['malformed', 'not-found', 'rate-limited', 'unavailable'],
  }),
} as const;
export type EndpointName = keyof typeof ENDPOINTS;

/**
 * WebSocket. First client frame: `{"session": "<base64url>"}`; then the server says `{"waiting": n}` at once and
 * whenever mail arrives, or, if nothing but the small item that just came waits, sends the `mailbox` with it.
 */
export const PUSH_PATH = '/v1/push';
/**
 * JSON: `{"proton": 1, "descriptor": "<base64url of the signed descriptor>"}` and nothing a client need believe
 * besides.
 */
export const WELL_KNOWN_PATH = '/.well-known/proton.json';
/** The page behind an invitation link; the locator is in the fragment, which no server sees. */
export const INVITATION_PATH = '/invitation';
/** RFC 9578 section 4: an issuer's directory as JSON; each key says its class and its end besides. */
export const ISSUER_DIRECTORY_PATH = '/.well-known/private-token-issuer-directory';
/**
 * The `issuer-request-uri` of that directory: takes requests of RFC 9578 and batches of the draft, with the account's
 * secret as bearer credential.
 */
export const TOKEN_REQUEST_PATH = '/v1/token-requests';
