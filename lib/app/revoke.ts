// Taking back the permission to write: every unexpired address that one correspondent holds, at every service of mine, durably retried.
import { encodeHex } from '#bytes/base64url.ts';
import { addressId } from '#protocol/address.ts';
import { dayOf } from '#protocol/day.ts';
import { idText } from './conversation.ts';
import type { Facts } from './facts.ts';
import type { Desk } from './ports.ts';
import { invitationKind } from './records/invitation.ts';
import { relationship } from './records/relationship.ts';
import { addressKind, errand } from './records/transit.ts';
import type { Transaction } from './transaction.ts';

/** Ids revoked by one request. */
const BATCH = 128;

/** Addresses by their numbers in the book of `seed`. */
interface Held {
  readonly seed: Uint8Array;
  readonly from: number;
}

/** What a correspondent may still write to. Found before the step that revokes it: addresses made in between are later ones. */
export interface Holding {
  /** The first unexpired address of the relationship: all from there on. */
  readonly from: number;
  /** Of the invitation that they accepted. */
  readonly invitation: readonly Uint8Array[];
}

/**
 * Addresses of a book expire in the order in which they were made, so the unexpired ones are the last of it; expired ones are not worth a
 * request each to every service.
 */
export async function holdingOf(desk: Desk, id: string): Promise<Holding> {
  const [known] = await desk.store.read([relationship(id)]);
  // By a clock that may be a day ahead.
  const today = dayOf(desk.now()) - 1;
  let unexpired = 0;
  for await (const batch of desk.store.scan(addressKind))
    for (const { value } of batch) if (value.expiryDay >= today && idText(value.owner) === id) unexpired++;
  const invitation: Uint8Array[] = [];
  for await (const batch of desk.store.scan(invitationKind)) {
    for (const { value } of batch) {
      if (value.relationship === null || idText(value.relationship) !== id) continue;
      const { seed, next } = value.addresses;
      for (let i = 0; i < next; i++) invitation.push(addressId(seed, i));
    }
  }
  return { from: Math.max(0, (known?.addresses.next ?? 0) - unexpired), invitation };
}

/** Ids are PRF(seed, index): all of them can be listed without having kept one. */
export function revokeAll(transaction: Transaction, facts: Facts, id: string, holding: Holding): void {
  const { seed, next } = transaction.require(relationship(id)).addresses;
  const ids = [...holding.invitation, ...idsFrom({ seed, from: holding.from }, next)];
  for (let from = 0; from < ids.length; from += BATCH) {
    for (const { service } of facts.receivers) {
      transaction.put(errand(encodeHex(transaction.entropy(16))), {
        createdAt: facts.now,
        tries: 0,
        notBeforeAt: 0,
        task: { kind: 'revoke', value: { origin: service.name.origin, ids: ids.slice(from, from + BATCH) } },
      });
    }
  }
}

const idsFrom = ({ seed, from }: Held, next: number): Uint8Array[] =>
  Array.from({ length: Math.max(0, next - from) }, (_, i) => addressId(seed, from + i));
