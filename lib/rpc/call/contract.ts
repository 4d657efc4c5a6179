// A contract between two extension contexts: one value per channel. From it follow the client's type, the handler table
// (total by type: a missing method does not compile) and the run-time check of every request. Answers come from our own
// worker and are typed only. Everything that crosses is JSON-safe: Chrome passes JSON, Firefox structured clones
// (docs/ARCHITECTURE.md, channels).
import * as v from 'valibot';

export interface Method<Request, Response> {
  readonly request: v.GenericSchema<unknown, Request>;
  /** Only a type lives here. */
  readonly response?: Response;
}

export type Contract = Readonly<Record<string, Method<any, any>>>;

export function method<Response>() {
  return <Request>(request: v.GenericSchema<unknown, Request>): Method<Request, Response> => ({ request });
}

/** An outcome that a person can act on; codes are keys of `_locales` texts. */
export type OkOrReason<Extra = object, Reason extends string = string> =
  | ({ ok: true } & Extra)
  | { ok: false; reason: Reason };

/** A method that is asked with nothing. */
export const nothing = v.optional(v.null(), null);

export type MethodRequest<M> = M extends Method<infer Request, any> ? Request : never;
export type MethodAnswer<M> = M extends Method<any, infer Response> ? Response : never;

type Args<Request> = null extends Request ? [] : [request: Request];

/** The caller's view: `client.thread({…})`. */
export type Client<C extends Contract> = {
  readonly [K in keyof C]: (...args: Args<MethodRequest<C[K]>>) => Promise<MethodAnswer<C[K]>>;
};

/** The worker's side; `from` is the browser's word on the caller. */
export type Handlers<C extends Contract, From> = {
  readonly [K in keyof C]: (request: MethodRequest<C[K]>, from: From) => Promise<MethodAnswer<C[K]>>;
};

/** The frame of a call. `channel` keeps a content script from naming page methods: each channel has its own table. */
export interface Call {
  readonly channel: 'content' | 'page';
  readonly method: string;
  readonly request: unknown;
}

/** Name of the port on which a page makes calls that are answered at once (lib/adapters/browser/quick-calls.ts). */
export const CALLS_PORT = 'calls';

/** The frame of an answer. A fault crosses by blame and code; its text stays in the worker. */
export type CallAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly blame: string; readonly code: string };
