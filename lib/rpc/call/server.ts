// The worker's end of a channel: one call in, one answer out. Everything of a call but its caller comes from outside:
// the method is looked up among the contract's own keys, the request is checked against its schema, and only then a
// handler sees it. A fault crosses by blame and code; any other error crosses as a bug without a word of its text,
// which may hold content.
import * as v from 'valibot';
import { Fault } from '#bytes/fault.ts';
import type { CallAnswer, Contract, Handlers } from './contract.ts';

export interface Served<C extends Contract, From> {
  readonly contract: C;
  readonly handlers: Handlers<C, From>;
}

/** Told of errors that no contract foresees: the method's name and the code, never the request or the error's text. */
export type Report = (event: {
  readonly method: string;
  readonly blame: string;
  readonly code: string;
  readonly error: unknown;
}) => void;

/**
 * @param call of any shape; its channel is the caller's matter
 * @param from the browser's word on the caller, never the message's
 * @returns never throws: `malformed` 'call-malformed', `refused` 'call-unknown', a handler's fault, or `bug`
 * 'unexpected'
 */
export async function serve<C extends Contract, From>(
  { contract, handlers }: Served<C, From>,
  call: { readonly method: unknown; readonly request: unknown },
  from: From,
  report: Report,
): Promise<CallAnswer> {
  const { method } = call;
  if (typeof method !== 'string') return refusal('malformed', 'call-malformed');
  const declared = Object.hasOwn(contract, method) ? contract[method] : undefined;
  const handler = Object.hasOwn(handlers, method) ? handlers[method] : undefined;
  if (declared === undefined || handler === undefined) return refusal('refused', 'call-unknown');
  try {
    const request = v.safeParse(declared.request, call.request);
    if (!request.success) return refusal('malformed', 'call-malformed');
    const value: unknown = await handler(request.output, from);
    // JSON drops undefined values; a method without an answer answers null in both browsers.
    return { ok: true, value: value ?? null };
  } catch (error) {
    const { blame, code } = error instanceof Fault ? error : { blame: 'bug', code: 'unexpected' };
    if (blame === 'bug') report({ method, blame, code, error });
    return refusal(blame, code);
  }
}

export function refusal(blame: string, code: string): CallAnswer {
  return { ok: false, blame, code };
}
