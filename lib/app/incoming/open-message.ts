// ReadMessage ratchet messages of one relationship inside the caller's step: keys kept and forgotten, the new state,
// and the effects of the bodies land together. Decrypting comes first, for all of them, and once however often the step
// runs; then everything that the bodies name is read at once; then they are taken in.
import type { Entropy } from '#bytes/entropy.ts';
import { dayOf } from '#protocol/base/day.ts';
import { openMessage } from '#protocol/pairwise/envelope.ts';
import type { RatchetState, SkippedName } from '#protocol/pairwise/ratchet-state.ts';
import { type End, type EnvelopeContext, type TakenEnvelope, takeEnvelope } from '#protocol/pairwise/shaking-anew.ts';
import type { MessageBody } from '#wire/message.ts';
import { append, tell } from '../conversation/conversation.ts';
import {
  answering,
  counted,
  endOf,
  endsOf,
  isPaused,
  lookAfterAnswer,
  mayAnswer,
  mayTake,
  queueSendingAgain,
  repeatSoon,
  resetKeyFor,
  withEnd,
} from '../outgoing/anew.ts';
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
  readonly end: End;
  /** `late`: passed over before by a message that its author sent afterwards, or of a ratchet of before. */
  readonly messages: readonly (TakenEnvelope & { readonly late: boolean })[];
}

/**
 * @param messages each with a name that is unique in the step
 * @param start state to begin with, if it is not yet in the record
 */
export function openAll(
  transaction: Transaction,
  id: string,
  messages: readonly { readonly name: string; readonly message: Uint8Array }[],
  now: number,
  start?: RatchetState,
): ReadMessage {
  let end = start === undefined ? endOf(transaction.require(proton(id))) : { ...NEW_END, ratchet: start };
  let taken = 0;
  const passed = new Map<string, Uint8Array>();
  const nameOf = ({ chain, number }: SkippedName): string => `${chain}:${number}`;
  const lookUp = (key: SkippedName) =>
    passed.get(nameOf(key)) ?? transaction.get(skippedKey(id, key.chain, key.number))?.key ?? null;
  const opened = messages.map(({ name, message }) => {
    const before = end;
    const one = transaction.once(name, (entropy) =>
      start === undefined
        ? takeEnvelope(before, message, contextOf(transaction, now, id, lookUp, taken), entropy)
        : openUnder(before, message, lookUp, entropy),
    );
    if ('end' in one) end = one.end;
    if (one.outcome === 'reset') taken++;
    if (one.outcome !== 'opened' && one.outcome !== 'unintelligible') return { ...one, late: false };
    for (const key of one.keep) passed.set(nameOf(key), key.key);
    for (const key of one.forget) passed.delete(nameOf(key));
    // A message in order moves its chain on; one that was passed over does not.
    const { id: chain, number } = before.ratchet.receiving;
    const { receiving } = one.end.ratchet;
    const late = one.former || (receiving.id === chain && receiving.number === number);
    if (one.outcome !== 'opened') return { ...one, late };
    const items = one.former ? one.body.items.filter(({ kind }) => !OF_ONE_RATCHET.includes(kind)) : one.body.items;
    return { ...one, body: { ...one.body, items, clock: Math.min(one.body.clock, MAX_CLOCK) }, late };
  });
  return { id, end, messages: opened };
}

/** Items that say nothing any more when they come under a ratchet of before; a thief of that can write them. */
const OF_ONE_RATCHET: readonly string[] = [
  ...['pqOffer', 'pqAnswer', 'addresses', 'longTerm', 'addressRequest'],
  ...['profile', 'terminate'],
];
const NEW_END = { opening: null, former: [], epoch: null, outstanding: null, front: null };

/** Under a ratchet that is not in a record yet, nothing but its own messages opens. */
function openUnder(
  end: End,
  message: Uint8Array,
  lookUp: (name: SkippedName) => Uint8Array | null,
  entropy: Entropy,
): TakenEnvelope {
  const opened = openMessage(end.ratchet, message, lookUp, entropy);
  if (opened.outcome === 'need') return { outcome: 'unreadable' };
  if (opened.outcome === 'spent' || opened.outcome === 'unreadable') return opened;
  const { state, ...rest } = opened;
  return { ...rest, end: { ...end, ratchet: state }, former: false, begins: false };
}

function contextOf(
  transaction: Transaction,
  now: number,
  id: string,
  lookUp: (name: SkippedName) => Uint8Array | null,
  taken: number,
): EnvelopeContext {
  const known = transaction.require(proton(id));
  const { standing } = transaction.require(relationship(id));
  const talks = standing === 'active' || standing === 'invited';
  return {
    ends: endsOf(known),
    resetKey: () => resetKeyFor(known),
    now,
    lookUp,
    mayAnswer: talks && mayTake(known, now, taken),
  };
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

export function takeAll(transaction: StrictTransaction, now: number, { id, end, messages }: ReadMessage): Received[] {
  const known = transaction.require(proton(id));
  const readable = messages.flatMap((one) => ('end' in one ? [one] : []));
  if (readable.length > 0) {
    // Any message of theirs under the ratchet shows that they have my handshake. The one-use address that came with
    // what it answered goes as soon as they give others.
    const given = readable.some((one) => one.outcome === 'opened' && !one.former && givesAddresses(one.body));
    const grants = known.opening !== null && end.opening === null && given ? [] : known.grants;
    const begun = readable.filter((one) => one.outcome === 'reset' || one.begins).length;
    transaction.put(proton(id), { ...withEnd(known, end, dayOf(now), begun), grants });
  }
  return messages.map((one): Received => {
    if (one.outcome === 'spent') return { outcome: 'repeated' };
    if (one.outcome === 'unreadable') return { outcome: 'dropped' };
    if ('forget' in one) for (const { chain, number } of one.forget) transaction.remove(skippedKey(id, chain, number));
    if (one.outcome === 'reset') return takeReset(transaction, now, id, one);
    if (one.outcome === 'reset-again' || one.outcome === 'mine-first')
      return sayAgain(transaction, now, id, one.outcome);
    for (const { chain, number, key } of one.keep)
      transaction.put(skippedKey(id, chain, number), { key, day: dayOf(now) });
    if (one.begins) concluded(transaction, now, id);
    const shown =
      one.outcome === 'opened' ? takeBody(transaction, now, id, one.body, one.late) : tellLost(transaction, now, id);
    return { outcome: 'taken', relationship: id, arrived: shown ? 'text' : null };
  });
}

/** They shook hands anew: my first message, which is owed now, and whatever they did not acknowledge go to them. */
function takeReset(
  transaction: StrictTransaction,
  now: number,
  id: string,
  { reset }: Extract<TakenEnvelope, { outcome: 'reset' }>,
): Received {
  transaction.put(proton(id), answering(counted(transaction.require(proton(id)), now), reset, now));
  tell(transaction, id, { kind: 'reset', at: now, detail: 'theirs' }, false);
  lookAfterAnswer(transaction, now, id, reset.clock);
  queueSendingAgain(transaction, now, id);
  return { outcome: 'taken', relationship: id, arrived: null };
}

/** The answer to a reset of mine was opened: letters that waited go. */
function concluded(transaction: StrictTransaction, now: number, id: string): void {
  const known = transaction.require(proton(id));
  transaction.put(proton(id), { ...known, owes: { ...known.owes, profile: true, addresses: true } });
  tell(transaction, id, { kind: 'shook-hands-anew', at: now, detail: '' }, false);
  queueSendingAgain(transaction, now, id);
}

/** My answer was lost, or a reset of mine has not reached them: it goes once more, within what a day allows. */
function sayAgain(
  transaction: StrictTransaction,
  now: number,
  id: string,
  outcome: 'reset-again' | 'mine-first',
): Received {
  const known = transaction.require(proton(id));
  const wanted = outcome === 'mine-first' || (known.opening !== null && !isPaused(known));
  if (!wanted || !mayAnswer(known, now)) return { outcome: 'repeated' };
  const again = counted(known, now);
  if (outcome === 'mine-first') transaction.put(proton(id), again);
  else transaction.put(proton(id), { ...again, owes: { ...again.owes, addresses: true } });
  if (outcome === 'mine-first') repeatSoon(transaction, now, id);
  return { outcome: 'taken', relationship: id, arrived: null };
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
