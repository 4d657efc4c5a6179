// Post-quantum steps of the ratchet (docs/protocol/ratchet.md, "Post-quantum secrets"): an ML-KEM-768 offer and its
// answer travel as message items of their own; secret n enters the root key at the offerer's next DH step, and headers
// name it from then on. The acceptor of the invitation offers odd numbers, the inviter even ones, so both ends' fresh
// keys take turns.
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { decapsulate, encapsulate } from '#crypto/agree.ts';
import { createKemKeyPair, kemPublicKey, kemSeed } from '#crypto/keys.ts';
import { isMine } from './ratchet.ts';
import type { RatchetState } from './ratchet-state.ts';

/** DH steps after which the next secret is offered, and after which an unanswered offer is repeated. */
export const OFFER_INTERVAL = 16;

export interface SecretOffer {
  readonly number: number;
  readonly key: Uint8Array;
}
export interface SecretAnswer {
  readonly number: number;
  readonly ciphertext: Uint8Array;
}

/** The offer that is due now, or null. Draws 64 bytes for a new one. */
export function dueOffer(state: RatchetState, entropy: Entropy): { state: RatchetState; offer: SecretOffer } | null {
  const number = state.mixed + 1;
  if (!isMine(state, number) || state.agreed !== null || state.steps < OFFER_INTERVAL) return null;
  if (state.offer !== null && state.steps - state.offer.step < OFFER_INTERVAL) return null;
  const seed = state.offer?.number === number ? kemSeed(state.offer.seed) : createKemKeyPair(entropy).seed;
  const { publicKey } = createKemKeyPair(() => seed);
  return { state: { ...state, offer: { number, seed, step: state.steps } }, offer: { number, key: publicKey } };
}

/**
 * Answers an offer; the same answer for the same number. Null for one that is not due, or whose key is none. Draws 32
 * bytes.
 */
export function answerOffer(
  state: RatchetState,
  offer: SecretOffer,
  entropy: Entropy,
): { state: RatchetState; answer: SecretAnswer } | null {
  if (isMine(state, offer.number) || offer.number !== state.mixed + 1) return null;
  if (state.answer?.number === offer.number) return { state, answer: state.answer };
  try {
    const { ciphertext, secret } = encapsulate(kemPublicKey(offer.key), entropy);
    const answer = { number: offer.number, ciphertext };
    return { state: { ...state, answer, agreed: { number: offer.number, secret } }, answer };
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}

/**
 * Takes the answer to my offer: the secret is agreed and enters at my next DH step. Others leave the state as it is.
 */
export function takeAnswer(state: RatchetState, answer: SecretAnswer): RatchetState {
  if (state.offer === null || state.offer.number !== answer.number) return state;
  const secret = decapsulate(kemSeed(state.offer.seed), answer.ciphertext);
  return { ...state, offer: null, agreed: { number: answer.number, secret } };
}
