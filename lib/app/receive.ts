// Receiving one mailbox item: one step, at the end of which it may be acknowledged. The delivery address says whose it is, so there is no
// trial decryption. SHA-256(envelope) is written in the same step, so a redelivery is recognised and acknowledged silently.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { addressName } from '#protocol/address.ts';
import { dayOf } from '#protocol/day.ts';
import { openMessage } from '#protocol/envelope.ts';
import { ratchetState } from '#protocol/ratchet-state.ts';
import { deliveryAddress } from '#wire/address.ts';
import { idText } from './conversation.ts';
import { factsOf } from './facts.ts';
import { receiveFirst } from './receive-first.ts';
import { receiveMail } from './receive-mail.ts';
import type { Desk } from './ports.ts';
import { proton, skippedKey } from './records/proton.ts';
import { recent, relationship } from './records/relationship.ts';
import { address, seen } from './records/transit.ts';
import { takeBody } from './take.ts';
import { type StepDurability, type Transaction, transact } from './transaction.ts';

export interface MailboxItem {
  readonly address: Uint8Array;
  readonly envelope: Uint8Array;
}

export type Received =
  /** `relationship` has something new; `arrived` says what a person may be told. */
  | { readonly outcome: 'taken'; readonly relationship: string; readonly arrived: 'text' | 'mail' | 'accepted' | null }
  /** It was taken before. */
  | { readonly outcome: 'repeated' }
  /** Not to be read: forged, damaged, of a key already used, or for an address that is no longer mine. */
  | { readonly outcome: 'dropped' };

/** Everything that came is either taken or dropped for good, so it may be acknowledged. @throws Fault unavailable: it may not */
export async function receive(desk: Desk, item: MailboxItem, durability: StepDurability): Promise<Received> {
  const name = nameOf(item.address);
  if (name === null) return { outcome: 'dropped' };
  const [whose] = await desk.store.read([address(name)]);
  if (whose === null) return { outcome: 'dropped' };
  const owner = idText(whose.owner);
  if (whose.purpose === 'mask') return receiveMail(desk, owner, item.envelope, durability);
  if (whose.purpose === 'invitation') return receiveFirst(desk, owner, item.envelope, durability);
  const facts = await factsOf(desk);
  const digest = seen(encodeHex(sha256(item.envelope)));
  const refs = [digest, relationship(owner), proton(owner), recent];
  return transact<Received>(
    desk.store,
    refs,
    (transaction) => {
      if (transaction.get(digest) !== null) return { outcome: 'repeated' };
      if (transaction.get(relationship(owner)) === null) return { outcome: 'dropped' };
      const received = openInto(transaction, facts.now, owner, item.envelope);
      if (received.outcome === 'taken') transaction.put(digest, { day: dayOf(facts.now) });
      return received;
    },
    { durability },
  );
}

/** Decrypts a ratchet message of a relationship and takes it in, all inside the caller's step. */
export function openInto(transaction: Transaction, now: number, id: string, ratchetMessage: Uint8Array): Received {
  const known = transaction.require(proton(id));
  const opened = openMessage(
    ratchetState.decode(known.ratchet),
    ratchetMessage,
    ({ chain, number }) => transaction.get(skippedKey(id, chain, number))?.key ?? null,
    transaction.entropy,
  );
  if (opened.outcome === 'need' || opened.outcome === 'spent' || opened.outcome === 'unreadable') return { outcome: 'dropped' };
  for (const { chain, number, key } of opened.keep) transaction.put(skippedKey(id, chain, number), { key });
  for (const { chain, number } of opened.forget) transaction.remove(skippedKey(id, chain, number));
  // Whatever they write under the ratchet shows that they have my handshake. The invitation's one-use address goes as soon as they give others.
  const given = opened.outcome === 'opened' && opened.body.items.some((item) => item.kind === 'addresses');
  const grants = known.opening !== null && given ? [] : known.grants;
  transaction.put(proton(id), { ...known, ratchet: ratchetState.encode(opened.state), opening: null, grants });
  if (opened.outcome === 'unintelligible') return { outcome: 'taken', relationship: id, arrived: null };
  const shown = takeBody(transaction, now, id, opened.body);
  return { outcome: 'taken', relationship: id, arrived: shown ? 'text' : null };
}

function nameOf(encoded: Uint8Array): string | null {
  try {
    deliveryAddress.decode(encoded);
    return encodeHex(addressName(encoded));
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
