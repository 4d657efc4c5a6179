// Posting: one message of one relationship, from items to an outbox item, inside the caller's step. Ratchet advance,
// fresh addresses and owed items land with it. Nothing is sent here: commit, then send.
import { dayOf } from '#protocol/base/day.ts';
import { automaticDedupe } from '#protocol/pairwise/dedupe.ts';
import { sealEnvelope } from '#protocol/pairwise/envelope.ts';
import { dueOffer } from '#protocol/pairwise/ratchet-secret.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { handshake } from '#wire/handshake.ts';
import type { Item } from '#wire/message.ts';
import type { EnvelopeClass } from '#wire/sizes.ts';
import { idBytes } from '../conversation/conversation.ts';
import { itemOf } from '../items/items.ts';
import { takeAddress } from '../reach/their-addresses.ts';
import { message } from '../records/message.ts';
import { type Proton, proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { failure } from '../records/watch.ts';
import type { Facts } from '../services/snapshot.ts';
import type { StrictTransaction, Transaction } from '../store/transaction.ts';
import { isPaused } from './anew.ts';
import { compose } from './compose.ts';
import { enqueue, readToEnqueue } from './outbox.ts';

/** Automatic messages of one step: enough for every receipt that can be owed, and all other owed items. */
const MAX_SETTLED = 16;

interface Letter {
  readonly messageId: Uint8Array;
  /** None: an automatic message, of receipts, addresses, post-quantum items. */
  readonly content: readonly Item[];
  readonly sizeClass: EnvelopeClass;
  /** Number of the message it carries, 0 for an automatic one. */
  readonly sequence: number;
  /** Whether it may be held back as the settings say: only a message that no press of a person sends. */
  readonly delayed: boolean;
}

/** What `post` reads for these relationships, before anything is made: asking later would have it made again. */
export function readToPost(transaction: Transaction, facts: Facts, ids: readonly string[]): void {
  const theirs = ids.flatMap((id) => {
    const known = transaction.get(proton(id));
    return known === null ? [] : [...known.grants, ...known.longTerm];
  });
  transaction.fetch(theirs.flatMap((grant) => readToEnqueue(grant.service.origin, facts)));
}

/**
 * Composes, encrypts and queues one message. Its clock is the conversation's, which the caller raised before.
 * @returns false if no address of theirs is good any more: nothing was queued
 */
export function post(transaction: StrictTransaction, facts: Facts, id: string, letter: Letter): boolean {
  const automatic = letter.content.length === 0;
  const before = transaction.require(relationship(id));
  const known = transaction.require(proton(id));
  if (isPaused(known)) return false;
  const route = takeAddress(known, dayOf(facts.now), idBytes(id));
  // Nothing is used up for a message that cannot go: receipts, offers and the chain's key wait for one that can.
  if (route === null) return false;
  transaction.fetch(readToEnqueue(route.service.origin, facts));
  const composed = compose(transaction, facts, { id, relationship: before, known }, automatic);
  const items = [...letter.content, ...composed.items];
  const body = { id: letter.messageId, clock: before.clock, sentAt: facts.now, items };
  const sealed = sealEnvelope(composed.ratchet, body, letter.sizeClass, openingOf(known), transaction.entropy);
  // Every device of mine that owes this, here in the ratchet, gives it this id: the sending service takes one of them.
  const alike = automatic ? { dedupe: automaticDedupe(before.addresses.seed, composed.ratchet, composed.items) } : {};
  const { service: to, address, alternates, left } = route;
  const { envelope } = sealed;
  const delay = letter.delayed ? facts.automaticDelay : 'none';
  const { sequence } = letter;
  enqueue(
    transaction,
    { relationship: idBytes(id), sequence, service: to, address, alternates, envelope, delay, ...alike },
    facts,
  );
  transaction.put(relationship(id), { ...before, addresses: composed.addresses });
  transaction.put(proton(id), {
    ...known,
    ...composed.owed,
    ratchet: ratchetState.encode(sealed.state),
    grants: left,
  });
  return true;
}

/** Stands in front of every envelope until the inviter's first reply. */
function openingOf({ opening }: Proton) {
  return opening === null ? null : { handshake: handshake.decode(opening.handshake), envelopeKey: opening.envelopeKey };
}

/** Posts the message with that number in the conversation, and notes in it whether it can go. */
export function postMessage(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  sequence: number,
  sizeClass: EnvelopeClass,
): void {
  const entry = transaction.require(message(id, sequence));
  const item = itemOf(entry.content);
  if (item === null) return;
  const queued = post(transaction, facts, id, {
    messageId: entry.id,
    content: [item],
    sizeClass,
    sequence,
    delayed: false,
  });
  // Until their program has answered a reset of mine: then it goes by itself.
  const waits = queued || isPaused(transaction.require(proton(id)));
  const delivery = waits ? 'waiting' : 'failed';
  if (entry.delivery !== delivery) transaction.put(message(id, sequence), { ...entry, delivery });
  if (!waits) transaction.put(failure(id, sequence), { why: 'unaddressed' });
  else if (entry.delivery === 'failed') transaction.remove(failure(id, sequence));
}

/** Whether an automatic message is due: an item is owed that no text has carried. */
export function owesMessage(known: Proton): boolean {
  if (known.receipts.length > 0 || known.answer !== null || Object.values(known.owes).includes(true)) return true;
  // The seed that a due offer would draw is thrown away: only whether one is due is asked.
  return dueOffer(ratchetState.decode(known.ratchet), (count) => new Uint8Array(count)) !== null;
}

/**
 * Posts automatic messages until nothing is owed, or nothing can go out.
 * @param delayed whether they may be held back; a message for which a person waits may not, nor the first one to a
 * correspondent: until then they cannot talk
 * @returns how many
 */
export function settle(transaction: StrictTransaction, facts: Facts, id: string, delayed: boolean): number {
  const isFirst = transaction.require(relationship(id)).addresses.next === 0;
  const letter = { content: [], sizeClass: 'small', sequence: 0, delayed: delayed && !isFirst } as const;
  let posted = 0;
  while (posted < MAX_SETTLED && owesMessage(transaction.require(proton(id)))) {
    if (!post(transaction, facts, id, { ...letter, messageId: transaction.entropy(16) })) break;
    posted++;
  }
  return posted;
}
