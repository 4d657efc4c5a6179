// ReadMessage ratchet messages of one relationship inside the caller's step: keys kept and forgotten, the new state,
// and the effects of the bodies land together. Decrypting comes first, for all of them, and once however often the step
// runs; then everything that the bodies name is read at once; then they are taken in.
import { dayOf } from '#protocol/base/day.ts';
import { type OpenedMessage, openMessage } from '#protocol/pairwise/envelope.ts';
import { type RatchetState, ratchetState, type SkippedName } from '#protocol/pairwise/ratchet-state.ts';
import type { MessageBody } from '#wire/message.ts';
import { append } from '../conversation/conversation.ts';
import { fetched } from '../records/attachment.ts';
import { messageNumber, message as messageRecord } from '../records/message.ts';
import { proton, skippedKey } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import type { StrictTransaction, Transaction } from '../store/transaction.ts';
import { namedBy, takeBody } from './apply-items.ts';

export type Received =
  /** `relationship` has something new; `arrived` says what a person may be told. */
  | { readonly outcome: 'taken'; readonly relationship: string; readonly arrived: 'text' | 'mail' | 'accepted' | null }
  /** It was taken before. */
  | { readonly outcome: 'repeated' }
  /** Not to be read: forged, damaged, of a key already used, or for an address that is no longer mine. */
  | { readonly outcome: 'dropped' };

/** A writer's clock is taken up to here, so that ours can always go on counting in its 32 bits. */
const MAX_CLOCK = 2 ** 31;

export interface ReadMessage {
  readonly id: string;
  readonly state: RatchetState;
  /** `late`: passed over before by a message that its author sent afterwards. */
  readonly messages: readonly (OpenedMessage & { readonly late: boolean })[];
}

/**
 * @param messages each with a name that is unique in the step
 * @param start state to begin with, if it is not yet in the record
 */
export function openAll(
  transaction: Transaction,
  id: string,
  messages: readonly { readonly name: string; readonly message: Uint8Array }[],
  start?: RatchetState,
): ReadMessage {
  let state = start ?? ratchetState.decode(transaction.require(proton(id)).ratchet);
  const passed = new Map<string, Uint8Array>();
  const nameOf = ({ chain, number }: SkippedName): string => `${chain}:${number}`;
  const opened = messages.map(({ name, message }) => {
    const before = state;
    const one = transaction.once(name, (entropy) => {
      const lookUp = (key: SkippedName) =>
        passed.get(nameOf(key)) ?? transaction.get(skippedKey(id, key.chain, key.number))?.key ?? null;
      return openMessage(before, message, lookUp, entropy);
    });
    if (one.outcome !== 'opened' && one.outcome !== 'unintelligible') return { ...one, late: false };
    state = one.state;
    for (const key of one.keep) passed.set(nameOf(key), key.key);
    for (const key of one.forget) passed.delete(nameOf(key));
    // A message in order moves its chain on; one that was passed over does not.
    const { id: chain, number } = before.receiving;
    const late = one.state.receiving.id === chain && one.state.receiving.number === number;
    if (one.outcome !== 'opened') return { ...one, late };
    return { ...one, body: { ...one.body, clock: Math.min(one.body.clock, MAX_CLOCK) }, late };
  });
  return { id, state, messages: opened };
}

/**
 * Reads all that the bodies name, so that taking them in asks for nothing more: every question would run the step
 * again.
 */
export function readNamed(transaction: Transaction, openings: readonly ReadMessage[]): void {
  const named = openings.flatMap(({ id, messages }) =>
    messages.flatMap((one) => (one.outcome === 'opened' ? namedBy(one.body).map((name) => ({ id, name })) : [])),
  );
  transaction.fetch([
    ...named.map(({ id, name }) => messageNumber(id, name)),
    ...openings.map(({ id }) => fetched(id)),
  ]);
  transaction.fetch(
    named.flatMap(({ id, name }) => {
      const sequence = transaction.get(messageNumber(id, name))?.sequence;
      return sequence === undefined ? [] : [messageRecord(id, sequence)];
    }),
  );
}

export function takeAll(transaction: StrictTransaction, now: number, { id, state, messages }: ReadMessage): Received[] {
  const known = transaction.require(proton(id));
  const readable = messages.flatMap((one) =>
    one.outcome === 'opened' || one.outcome === 'unintelligible' ? [one] : [],
  );
  if (readable.length > 0) {
    // Any message of theirs under the ratchet shows that they have my handshake. The invitation's one-use address goes
    // as soon as they give others.
    const given = readable.some((one) => one.outcome === 'opened' && givesAddresses(one.body));
    const grants = known.opening !== null && given ? [] : known.grants;
    transaction.put(proton(id), { ...known, ratchet: ratchetState.encode(state), opening: null, grants });
  }
  return messages.map((one): Received => {
    if (one.outcome === 'spent') return { outcome: 'repeated' };
    if (one.outcome !== 'opened' && one.outcome !== 'unintelligible') return { outcome: 'dropped' };
    for (const { chain, number, key } of one.keep)
      transaction.put(skippedKey(id, chain, number), { key, day: dayOf(now) });
    for (const { chain, number } of one.forget) transaction.remove(skippedKey(id, chain, number));
    const shown =
      one.outcome === 'opened' ? takeBody(transaction, now, id, one.body, one.late) : tellLost(transaction, now, id);
    return { outcome: 'taken', relationship: id, arrived: shown ? 'text' : null };
  });
}

const givesAddresses = (body: MessageBody): boolean => body.items.some((item) => item.kind === 'addresses');

/** Its key is spent, so it will not come again: the person is told that something could not be read. */
function tellLost(transaction: Transaction, now: number, id: string): false {
  const { standing } = transaction.require(relationship(id));
  if (standing === 'blocked') return false;
  append(transaction, id, {
    id: transaction.entropy(16),
    mine: false,
    sentAt: now,
    receivedAt: now,
    delivery: null,
    content: { kind: 'event', value: { kind: 'lost', at: now, detail: '' } },
  });
  return false;
}
