// What a handler of an endpoint is given and what it may answer, derived from ENDPOINTS: a role is complete when it has
// a handler for each of its endpoints, and a handler can refuse only with the codes that its endpoint declares. The
// types say so.
import type { ENDPOINTS, EndpointName, RefusalCode, RefusalReason, RequestOf, ResponseOf } from '#wire/endpoints.ts';
import type { Role } from '#wire/service.ts';

type Endpoints = typeof ENDPOINTS;

/** Names of a role's endpoints. */
export type EndpointsOf<R extends Role> = {
  [Name in EndpointName]: Endpoints[Name]['role'] extends R ? Name : never;
}[EndpointName];

type ParameterName<Path> = Path extends `${string}/:${infer Name}/${infer Rest}`
  ? Name | ParameterName<`/${Rest}`>
  : Path extends `${string}/:${infer Name}`
    ? Name
    : never;

/** Who opened a mailbox: set by a session that the server checked. */
export interface Session {
  readonly root: Uint8Array;
  readonly scope: 'fetch' | 'manage';
  readonly expiresAt: number;
}

export interface EndpointCall<E> {
  /** Decoded, within its limits. */
  readonly body: RequestOf<E>;
  /** The body as it came; empty where the endpoint takes none. */
  readonly bytes: Uint8Array;
  /** Path parameters, decoded from base64url. */
  readonly parameters: { readonly [Name in ParameterName<E extends { path: infer P } ? P : never>]: Uint8Array };
  readonly session: E extends { session: null } ? null : Session;
  /** Network address of the caller. For limits in memory only: never to be stored or logged. */
  readonly peer: string;
  /** For a request of several: the caller pays for one more. @returns 0, or in how many seconds to come again */
  takeOneMore(): number;
  header(name: string): string | undefined;
}

export class Refusal<Code extends RefusalCode = RefusalCode> {
  readonly code: Code;
  readonly retryAfterSeconds: number | undefined;
  readonly reason: RefusalReason | undefined;

  constructor(code: Code, retryAfterSeconds?: number, reason?: RefusalReason) {
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
    this.reason = reason;
  }
}

export function refuse<const Code extends RefusalCode>(
  code: Code,
  retryAfterSeconds?: number,
  reason?: RefusalReason,
): Refusal<Code> {
  return new Refusal(code, retryAfterSeconds, reason);
}

type RefusalsOf<E> = E extends { refusals: readonly (infer Code extends RefusalCode)[] } ? Code : never;

export type Handler<E> = (call: EndpointCall<E>) => Promise<ResponseOf<E> | Refusal<RefusalsOf<E>>>;

export type EndpointHandlers<R extends Role> = { readonly [Name in EndpointsOf<R>]: Handler<Endpoints[Name]> };
