// Opening one ratchet message inside the caller's step: keys kept and forgotten, the new state, and what the body says, land together.
import { dayOf } from '#protocol/day.ts';
import { openMessage } from '#protocol/envelope.ts';
import { ratchetState } from '#protocol/ratchet-state.ts';
import { proton, skippedKey } from './records/proton.ts';
import { takeBody } from './take.ts';
import type { Transaction } from './transaction.ts';

export type Received =
  /** `relationship` has something new; `arrived` says what a person may be told. */
  | { readonly outcome: 'taken'; readonly relationship: string; readonly arrived: 'text' | 'mail' | 'accepted' | null }
  /** It was taken before. */
  | { readonly outcome: 'repeated' }
  /** Not to be read: forged, damaged, of a key already used, or for an address that is no longer mine. */
  | { readonly outcome: 'dropped' };

/** Decrypts a ratchet message of a relationship and takes it in, all inside the caller's step. */
export function openInto(transaction: Transaction, now: number, id: string, ratchetMessage: Uint8Array): Received {
  const known = transaction.require(proton(id));
  const opened = openMessage(
    ratchetState.decode(known.ratchet),
    ratchetMessage,
    ({ chain, number }) => transaction.get(skippedKey(id, chain, number))?.key ?? null,
    transaction.entropy,
  );
  if (opened.outcome === 'need' || opened.outcome === 'spent' || opened.outcome === 'unreadable')
    return { outcome: 'dropped' };
  for (const { chain, number, key } of opened.keep)
    transaction.put(skippedKey(id, chain, number), { key, day: dayOf(now) });
  for (const { chain, number } of opened.forget) transaction.remove(skippedKey(id, chain, number));
  // Whatever they write under the ratchet shows that they have my handshake. The invitation's one-use address goes as soon as they give others.
  const given = opened.outcome === 'opened' && opened.body.items.some((item) => item.kind === 'addresses');
  const grants = known.opening !== null && given ? [] : known.grants;
  transaction.put(proton(id), { ...known, ratchet: ratchetState.encode(opened.state), opening: null, grants });
  if (opened.outcome === 'unintelligible') return { outcome: 'taken', relationship: id, arrived: null };
  const shown = takeBody(transaction, now, id, opened.body);
  return { outcome: 'taken', relationship: id, arrived: shown ? 'text' : null };
}
