// Posting: one message of one relationship, from items to an outbox item, inside the caller's step. Ratchet advance, fresh addresses and
// what is owed (receipts, profile, post-quantum offers and answers) land with it. Nothing is sent here: commit, then send.
import { dayOf } from '#protocol/base/day.ts';
import { automaticDedupe } from '#protocol/pairwise/dedupe.ts';
import { BODY_BYTES, CONTROL_BYTES, sealEnvelope } from '#protocol/pairwise/envelope.ts';
import { dueOffer } from '#protocol/pairwise/ratchet-secret.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { handshake } from '#wire/handshake.ts';
import { type Item, messageBody } from '#wire/message.ts';
import type { EnvelopeClass } from '#wire/sizes.ts';
import { EPHEMERAL_DAYS, grantAddresses, grantLongTerm } from '../addresses/addresses.ts';
import { idBytes } from '../conversation/conversation.ts';
import { takeAddress } from '../reach/their-addresses.ts';
import { type Proton, proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { service } from '../records/service.ts';
import type { Facts } from '../services/snapshot.ts';
import type { StrictTransaction } from '../store/transaction.ts';
import { enqueue } from './outbox.ts';

/** Receipts of one state that a message carries at most, beside a text and alone; more are left for the next. */
const RECEIPTS_BESIDE = 20;
const RECEIPTS_ALONE = 64;
/** Automatic messages of one step: every receipt that can be owed, and what else is. */
const MAX_SETTLED = 16;

/**
 * Composes, encrypts and queues one message. With no `content` it is an automatic one: receipts, addresses, post-quantum items.
 * @param sequence number of the message it carries, 0 for an automatic one
 * @returns false where no address of theirs is good any more: nothing was queued
 */
export function post(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  letter: {
    readonly messageId: Uint8Array;
    readonly content: readonly Item[];
    readonly sizeClass: EnvelopeClass;
    readonly sequence: number;
    /** Whether it may be held back as the settings say: only what no person does with a press. */
    readonly delayed: boolean;
  },
): boolean {
  const automatic = letter.content.length === 0;
  const before = transaction.require(relationship(id));
  const known = transaction.require(proton(id));
  const route = takeAddress(known, dayOf(facts.now), idBytes(id));
  // Nothing is used up for a message that cannot go: receipts, offers and the chain's key wait for one that can.
  if (route === null) return false;
  transaction.fetch([service(route.service.origin)]);
  const owner = { purpose: 'person' as const, id: idBytes(id) };
  const { now, receivers } = facts;
  const { latency } = before;
  const fresh = { now, latency, lifetimeDays: EPHEMERAL_DAYS, perService: 1 };
  const { grants, book } = grantAddresses(transaction, receivers, owner, before.addresses, fresh);

  let ratchet = ratchetState.decode(known.ratchet);
  const control: Item[] = [];
  const budget = automatic ? BODY_BYTES.small - 64 : CONTROL_BYTES;
  let used = 0;
  const add = (...items: Item[]): boolean => {
    const size = messageBody.encode({ id: letter.messageId, clock: 0, sentAt: 0, items }).length - EMPTY_BODY_BYTES;
    if (used + size > budget) return false;
    used += size;
    control.push(...items);
    return true;
  };
  // A list without services before the fresh one makes them forget what they hold: revoked addresses swallow messages without a word.
  const forget: Item[] = known.owes.addresses ? [{ kind: 'addresses', value: [] }] : [];
  if (grants.length > 0) add(...forget, { kind: 'addresses', value: grants });
  const given = known.owes.addresses ? [] : known.given;
  const recovery = grantLongTerm(transaction, receivers, owner, book, given, { now, latency });
  // Where it does not fit beside all else it is due with the next message.
  const gave = recovery.grants.length > 0 && add({ kind: 'longTerm', value: recovery.grants });
  const asked = known.owes.request ? add({ kind: 'addressRequest', value: {} }) : true;
  const told = known.owes.profile ? add({ kind: 'profile', value: before.mine }) : true;
  // Post-quantum items go in messages of their own, so that ordinary texts never grow (DESIGN section 5).
  let answer = known.answer;
  if (automatic) {
    if (answer !== null && add({ kind: 'pqAnswer', value: answer })) answer = null;
    const offer = dueOffer(ratchet, transaction.entropy);
    if (offer !== null && add({ kind: 'pqOffer', value: offer.offer })) ratchet = offer.state;
  }
  const receipts = addReceipts(known, automatic ? RECEIPTS_ALONE : RECEIPTS_BESIDE, add);

  const clock = before.clock + (automatic ? 0 : 1);
  const body = { id: letter.messageId, clock, sentAt: facts.now, items: [...letter.content, ...control] };
  const opening =
    known.opening === null
      ? null
      : { handshake: handshake.decode(known.opening.handshake), envelopeKey: known.opening.envelopeKey };
  const sealed = sealEnvelope(ratchet, body, letter.sizeClass, opening, transaction.entropy);
  const { sequence } = letter;
  // Every device of mine that owes this, here in the ratchet, gives it this id: the sending service takes one of them.
  const alike = automatic ? { dedupe: automaticDedupe(before.addresses.seed, ratchet, control) } : {};
  const { service: to, address, alternates } = route;
  const delay = letter.delayed ? facts.automaticDelay : 'none';
  enqueue(
    transaction,
    {
      relationship: idBytes(id),
      sequence,
      service: to,
      address,
      alternates,
      envelope: sealed.envelope,
      delay,
      ...alike,
    },
    facts.now,
  );
  transaction.put(relationship(id), { ...before, addresses: recovery.book, clock });
  transaction.put(proton(id), {
    ...known,
    ratchet: ratchetState.encode(sealed.state),
    grants: route.left,
    given: gave ? recovery.given : known.given,
    receipts,
    answer,
    owes: { profile: !told, addresses: false, request: !asked },
  });
  return true;
}

const EMPTY_BODY_BYTES = messageBody.encode({ id: new Uint8Array(16), clock: 0, sentAt: 0, items: [] }).length;

/** Moves receipts that are owed into the message, the two states apart, as many as fit. @returns what is left */
function addReceipts(known: Proton, most: number, add: (item: Item) => boolean): Proton['receipts'] {
  let left = known.receipts;
  for (const state of ['read', 'received'] as const) {
    const owed = left.filter((receipt) => receipt.state === state);
    for (let count = Math.min(most, owed.length); count > 0; count >>= 1) {
      const batch = owed.slice(0, count);
      if (!add({ kind: 'receipt', value: { state, messages: batch.map(({ message }) => message) } })) continue;
      left = left.filter((receipt) => !batch.includes(receipt));
      break;
    }
  }
  return left;
}

/** Whether an automatic message is due: something is owed that no text has carried. */
export function owesMessage(known: Proton): boolean {
  if (known.receipts.length > 0 || known.answer !== null || Object.values(known.owes).includes(true)) return true;
  // The seed that a due offer would draw is thrown away: only whether one is due is asked.
  return dueOffer(ratchetState.decode(known.ratchet), (count) => new Uint8Array(count)) !== null;
}

/**
 * Posts automatic messages until nothing is owed, or nothing can go out.
 * @param delayed whether they may be held back; what a person waits for may not, nor the first to somebody: until then they cannot talk
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
