// One attempt to hand a delivery to a receiving service, and what follows from the answer. Four things can follow: it
// is delivered; it can never be; this message must wait; everything for this destination must wait.
import { Fault } from '#bytes/fault.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import type { HttpAnswer, Outgoing } from '../http/outgoing.ts';

export type Attempt =
  | { readonly outcome: 'delivered' }
  /** The destination understood and refused for good, or must not be asked. */
  | { readonly outcome: 'refused' }
  /** An answer that speaks about this message (a fault over there, say): others may well get through. */
  | { readonly outcome: 'failed' }
  /** The destination did not answer, or asks for time. */
  | { readonly outcome: 'unreachable'; readonly retryAfterMs: number };

const TIMEOUT_MS = 20_000;
const MAX_ANSWER_BYTES = 64 * 1024;

export async function attempt(
  outgoing: Pick<Outgoing, 'ask'>,
  destination: string,
  delivery: Uint8Array,
): Promise<Attempt> {
  let answer: HttpAnswer;
  try {
    answer = await outgoing.ask(destination, ENDPOINTS.deliver.path, delivery, MAX_ANSWER_BYTES, TIMEOUT_MS);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // 'peer-private' is no final word: a name may resolve to another address tomorrow.
    return error.code === 'peer-origin' ? { outcome: 'refused' } : { outcome: 'unreachable', retryAfterMs: 0 };
  }
  const { status } = answer;
  if (status === ENDPOINTS.deliver.status) return { outcome: 'delivered' };
  if (status === 400 || status === 413) return { outcome: 'refused' };
  if (status === 500) return { outcome: 'failed' };
  return { outcome: 'unreachable', retryAfterMs: (answer.retryAfterSeconds ?? 0) * 1000 };
}
