// The items of a message beside its content: fresh addresses, receipts, the profile, post-quantum items. As many as
// fit; the rest is owed to the next message.
import { BODY_BYTES, CONTROL_BYTES } from '#protocol/pairwise/envelope.ts';
import { dueOffer } from '#protocol/pairwise/ratchet-secret.ts';
import { type RatchetState, ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { type Item, messageBody } from '#wire/message.ts';
import { EPHEMERAL_DAYS, grantAddresses, grantLongTerm } from '../addresses/addresses.ts';
import { idBytes } from '../conversation/conversation.ts';
import type { Proton } from '../records/proton.ts';
import type { Relationship } from '../records/relationship.ts';
import type { Facts } from '../services/snapshot.ts';
import type { StrictTransaction } from '../store/transaction.ts';

/** Receipts of one state that a message carries at most, beside a text and alone; more are left for the next. */
const RECEIPTS_BESIDE = 20;
const RECEIPTS_ALONE = 64;

/** Items, and how the relationship stands once they are sent. */
export interface Composed {
  readonly items: readonly Item[];
  readonly addresses: Relationship['addresses'];
  readonly owed: Pick<Proton, 'given' | 'receipts' | 'answer' | 'owes'>;
  readonly ratchet: RatchetState;
}

/** @param alone whether the message has no content: then there is room for more, and post-quantum items may go */
export function compose(
  transaction: StrictTransaction,
  facts: Facts,
  { id, relationship, known }: { readonly id: string; readonly relationship: Relationship; readonly known: Proton },
  alone: boolean,
): Composed {
  const control = new Control(alone ? BODY_BYTES.small - 64 : CONTROL_BYTES);
  const granted = grant(transaction, facts, id, relationship, known, control);
  const asked = known.owes.request ? control.add({ kind: 'addressRequest', value: {} }) : true;
  const told = known.owes.profile ? control.add({ kind: 'profile', value: relationship.mine }) : true;
  let ratchet = ratchetState.decode(known.ratchet);
  let { answer } = known;
  // Post-quantum items go in messages of their own, so that ordinary texts never grow.
  if (alone) {
    if (answer !== null && control.add({ kind: 'pqAnswer', value: answer })) answer = null;
    const offer = dueOffer(ratchet, transaction.entropy);
    if (offer !== null && control.add({ kind: 'pqOffer', value: offer.offer })) ratchet = offer.state;
  }
  const receipts = addReceipts(known, alone ? RECEIPTS_ALONE : RECEIPTS_BESIDE, control);
  return {
    items: control.items,
    addresses: granted.addresses,
    owed: { given: granted.given, receipts, answer, owes: { profile: !told, addresses: false, request: !asked } },
    ratchet,
  };
}

/** Fresh addresses of mine in every message, and now and then those for recovery. */
function grant(
  transaction: StrictTransaction,
  { now, receivers }: Facts,
  id: string,
  { latency, addresses }: Relationship,
  { owes, given }: Proton,
  control: Control,
): { addresses: Relationship['addresses']; given: Proton['given'] } {
  const owner = { purpose: 'person' as const, id: idBytes(id) };
  const fresh = { now, latency, lifetimeDays: EPHEMERAL_DAYS, perService: 1 };
  const { grants, book } = grantAddresses(transaction, receivers, owner, addresses, fresh);
  // An empty list before the fresh one makes them forget their old addresses: a message to a revoked address is lost
  // unnoticed.
  const forget: Item[] = owes.addresses ? [{ kind: 'addresses', value: [] }] : [];
  if (grants.length > 0) control.add(...forget, { kind: 'addresses', value: grants });
  const before = owes.addresses ? [] : given;
  const recovery = grantLongTerm(transaction, receivers, owner, book, before, { now, latency });
  // If it does not fit beside all else it is due with the next message.
  const gave = recovery.grants.length > 0 && control.add({ kind: 'longTerm', value: recovery.grants });
  return { addresses: recovery.book, given: gave ? recovery.given : given };
}

/** Items up to a size, in the order in which they were offered. */
class Control {
  readonly items: Item[] = [];
  #left: number;

  /** @param bytes of the body */
  constructor(bytes: number) {
    this.#left = bytes;
  }

  /** @returns false: they do not fit, and none was taken */
  add(...items: readonly Item[]): boolean {
    const size = messageBody.encode({ ...EMPTY_BODY, items: [...items] }).length - EMPTY_BODY_BYTES;
    if (size > this.#left) return false;
    this.#left -= size;
    this.items.push(...items);
    return true;
  }
}

const EMPTY_BODY = { id: new Uint8Array(16), clock: 0, sentAt: 0, items: [] };
const EMPTY_BODY_BYTES = messageBody.encode(EMPTY_BODY).length;

/** Moves owed receipts into the message, the two states apart, as many as fit. @returns those still owed */
function addReceipts(known: Proton, most: number, control: Control): Proton['receipts'] {
  let left = known.receipts;
  for (const state of ['read', 'received'] as const) {
    const owed = left.filter((receipt) => receipt.state === state);
    for (let count = Math.min(most, owed.length); count > 0; count >>= 1) {
      const batch = owed.slice(0, count);
      if (!control.add({ kind: 'receipt', value: { state, messages: batch.map(({ message }) => message) } })) continue;
      left = left.filter((receipt) => !batch.includes(receipt));
      break;
    }
  }
  return left;
}
