// The caller's end of a channel: `client.thread({…})` becomes one call, and its answer a value or a Fault. It imports
// no contract at run time, so a page that opens does not load the schemas: the type is enough here, and the worker
// checks every request.
import { type Blame, Fault } from '#bytes/fault.ts';
import type { Call, CallAnswer, Client, Contract } from './contract.ts';

/** Brings a call to the worker; the value is not yet known to be an answer. Rejects if no worker is there. */
export type Ask = (call: Call) => Promise<unknown>;

const BLAMES: Readonly<Record<string, true>> = {
  malformed: true,
  untrusted: true,
  refused: true,
  unavailable: true,
  locked: true,
  bug: true,
} satisfies Record<Blame, true>;

/**
 * Every method rejects with a Fault: the worker's, or unavailable 'worker-gone' if there was no answer. Such a call may
 * have been done or not: a call that must not happen twice carries a nonce of the caller.
 */
export function createClient<C extends Contract>(channel: Call['channel'], ask: Ask): Client<C> {
  return new Proxy(Object.create(null), {
    get(_, method) {
      // A client that is awaited or printed is no method of it.
      if (typeof method !== 'string' || method === 'then' || method === 'toJSON') return undefined;
      return async (request: unknown = null): Promise<unknown> => {
        const answer = await ask({ channel, method, request }).catch((error: unknown) => {
          throw new Fault('unavailable', 'worker-gone', 'the background worker did not answer', error);
        });
        if (!isAnswer(answer)) throw new Fault('unavailable', 'worker-gone', 'nobody answered the call');
        if (answer.ok) return answer.value;
        const blame = Object.hasOwn(BLAMES, answer.blame) ? (answer.blame as Blame) : 'bug';
        throw new Fault(blame, answer.code, `the worker answered '${answer.code}' to '${method}'`);
      };
    },
  }) as Client<C>;
}

function isAnswer(value: unknown): value is CallAnswer {
  if (typeof value !== 'object' || value === null) return false;
  const { ok, blame, code } = value as Record<string, unknown>;
  return ok === true || (ok === false && typeof blame === 'string' && typeof code === 'string');
}
