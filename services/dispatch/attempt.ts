// One attempt to hand deliveries to a receiving service, and what follows from the answer for each. Four things can
// follow: it is delivered; it can never be; this message must wait; everything for this destination must wait.
import { Fault } from '#bytes/fault.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { type DeliveryAnswers, deliveries, deliveryAnswers } from '#wire/transport.ts';
import type { HttpAnswer, Outgoing } from '../http/outgoing.ts';

export type Attempt =
  | { readonly outcome: 'delivered' }
  /** The destination understood and refused for good, or must not be asked. */
  | { readonly outcome: 'refused' }
  /** An answer that speaks about this message (a fault over there, say): others may well get through. */
  | { readonly outcome: 'failed' }
  /** The destination did not answer, or asks for time. */
  | { readonly outcome: 'unreachable'; readonly retryAfterMs: number };

type Way = Pick<Outgoing, 'ask'>;

const TIMEOUT_MS = 20_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** Each is a `delivery`, encoded. @returns what follows for each, in their order */
export async function attempt(way: Way, destination: string, each: readonly Uint8Array[]): Promise<Attempt[]> {
  const [first] = each;
  if (first === undefined) return [];
  if (each.length === 1) return [outcomeOf(await post(way, destination, ENDPOINTS.deliver.path, first))];
  const body = deliveries.encode({ deliveries: [...each] });
  const answer = await post(way, destination, ENDPOINTS.deliverMany.path, body);
  if ('outcome' in answer) return each.map(() => answer);
  if (answer.status === ENDPOINTS.deliverMany.status) {
    const answers = answersIn(answer.body, each.length);
    return answers === null ? apart(way, destination, each) : answers.map(one);
  }
  const all = outcomeOf(answer);
  // It speaks about the request, and one alone may be at fault.
  return all.outcome === 'unreachable' ? each.map(() => all) : apart(way, destination, each);
}

/** One after the other, until one is told that all must wait. */
async function apart(way: Way, destination: string, each: readonly Uint8Array[]): Promise<Attempt[]> {
  const done: Attempt[] = [];
  for (const delivery of each) {
    const last = done.at(-1);
    if (last?.outcome === 'unreachable') done.push(last);
    else done.push(outcomeOf(await post(way, destination, ENDPOINTS.deliver.path, delivery)));
  }
  return done;
}

async function post(way: Way, destination: string, path: string, body: Uint8Array): Promise<HttpAnswer | Attempt> {
  try {
    return await way.ask(destination, path, body, MAX_ANSWER_BYTES, TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // 'peer-private' is no final word: a name may resolve to another address tomorrow.
    return error.code === 'peer-origin' ? { outcome: 'refused' } : { outcome: 'unreachable', retryAfterMs: 0 };
  }
}

function outcomeOf(answer: HttpAnswer | Attempt): Attempt {
  if ('outcome' in answer) return answer;
  const { status } = answer;
  if (status === ENDPOINTS.deliver.status) return { outcome: 'delivered' };
  if (status === 400 || status === 413) return { outcome: 'refused' };
  if (status === 500) return { outcome: 'failed' };
  return { outcome: 'unreachable', retryAfterMs: (answer.retryAfterSeconds ?? 0) * 1000 };
}

/** Null if it is no answer to so many. */
function answersIn(body: Uint8Array, count: number): DeliveryAnswers | null {
  try {
    const { answers } = deliveryAnswers.decode(body);
    return answers.length === count ? answers : null;
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}

function one({ answer, retryAfterSeconds }: DeliveryAnswers[number]): Attempt {
  if (answer === 'accepted') return { outcome: 'delivered' };
  if (answer === 'malformed') return { outcome: 'refused' };
  return { outcome: 'unreachable', retryAfterMs: retryAfterSeconds * 1000 };
}
