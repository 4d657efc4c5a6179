// Delivery addresses of mine, made inside the step that gives them away: the record of their owner is committed with
// the message that carries them, so every address that was given away resolves here. Ephemeral ones ride in every
// message and expire early; a long-term one per correspondent and service is given again now and then, for when every
// other one has expired.
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { signSeed } from '#crypto/keys.ts';
import { addressId, addressName, createDeliveryAddress } from '#protocol/address/address.ts';
import { dayOf } from '#protocol/base/day.ts';
import type { Latency } from '#wire/address.ts';
import type { AddressGrant, LongTermGrant } from '#wire/message.ts';
import type { Generation } from '#wire/service.ts';
import { LONG_TERM_DAYS, type Proton } from '../records/proton.ts';
import type { Service } from '../records/service.ts';
import { type Address, address } from '../records/transit.ts';
import { generationFor, type Receivers } from '../services/services.ts';
import type { StrictTransaction } from '../store/transaction.ts';

/**
 * An ephemeral address. The message that brings it may take two weeks (one in my outbox, one at a sending service), and
 * so may the answer that is sent to it: a day more than that must be left. Not longer, since an unused address should
 * soon be worth nothing.
 */
export const EPHEMERAL_DAYS = 30;
/**
 * A long-term one is given again with the next message after so many days: a message that was lost costs a month of its
 * validity.
 */
export const GIVE_AGAIN_DAYS = 30;
/**
 * A mask's: renewed when half of it is left, so mail to a person who is away comes in for as long as a mailbox keeps
 * it.
 */
export const MASK_ADDRESS_DAYS = 60;
/** An invitation's, and so the invitation's own, lifetime. */
export const INVITATION_LIFETIME_DAYS = 14;
/** Grants of one message name that many services at most; see CONTROL_BYTES. */
const MAX_GRANT_SERVICES = 2;

export interface AddressBook {
  readonly seed: Uint8Array;
  readonly next: number;
}

export interface AddressOwner {
  readonly purpose: Address['purpose'];
  readonly id: Uint8Array;
}

interface Maker {
  readonly service: Service;
  readonly root: NonNullable<Service['root']>;
  readonly generation: Generation;
}

/** The receivers at which addresses are made, the first ones. */
function makersOf(receivers: Receivers, today: number): Maker[] {
  const makers = receivers.flatMap(({ service, statement }): Maker[] => {
    const generation = generationFor(statement, today);
    if (service.root === null || service.retired || generation === null) return [];
    return [{ service, root: service.root, generation }];
  });
  return makers.slice(0, MAX_GRANT_SERVICES);
}

type Made = NonNullable<Address['made']>;

/** Makes one address and notes whose it is. Draws 32 bytes. */
function makeAddress(
  transaction: StrictTransaction,
  { service, root, generation }: Maker,
  owner: AddressOwner,
  seed: Uint8Array,
  how: Pick<Made, 'index' | 'term' | 'latency'> & { readonly lastDay: number },
): { readonly address: Uint8Array; readonly expiryDay: number } {
  const { index, term, latency } = how;
  const expiryDay = Math.min(how.lastDay, generation.opensUntilDay);
  const maker = { service: service.name, generation, root: root.root, addressSeed: signSeed(root.addressSeed) };
  const made = createDeliveryAddress(maker, addressId(seed, index, latency), expiryDay, transaction.entropy);
  transaction.put(address(encodeHex(addressName(made))), {
    purpose: owner.purpose,
    owner: owner.id,
    expiryDay,
    made: { origin: service.name.origin, root: root.root, index, term, latency },
  });
  return { address: made, expiryDay };
}

/** Makes `perService` fresh addresses at each of the first receivers. Draws 32 bytes each. */
export function grantAddresses(
  transaction: StrictTransaction,
  receivers: Receivers,
  owner: AddressOwner,
  book: AddressBook,
  at: {
    readonly now: number;
    readonly lifetimeDays: number;
    readonly perService: number;
    readonly latency: Latency;
  },
): { grants: AddressGrant[]; book: { seed: Uint8Array; next: number } } {
  const today = dayOf(at.now);
  let next = book.next;
  const grants = makersOf(receivers, today).map((maker) => ({
    service: maker.service.name,
    addresses: Array.from({ length: at.perService }, () => {
      const how = { index: next++, lastDay: today + at.lifetimeDays, term: 'ephemeral', latency: at.latency } as const;
      return makeAddress(transaction, maker, owner, book.seed, how).address;
    }),
  }));
  return { grants, book: { seed: book.seed, next } };
}

/**
 * Makes a long-term address at each of the first receivers if the one `given` last is older than a month. Draws 32
 * bytes each.
 */
export function grantLongTerm(
  transaction: StrictTransaction,
  receivers: Receivers,
  owner: AddressOwner,
  book: AddressBook,
  given: Proton['given'],
  at: { readonly now: number; readonly latency: Latency },
): { grants: LongTermGrant[]; given: Proton['given']; book: { seed: Uint8Array; next: number } } {
  const today = dayOf(at.now);
  let next = book.next;
  const grants: LongTermGrant[] = [];
  const kept = given.filter(({ expiryDay }) => expiryDay >= today);
  for (const maker of makersOf(receivers, today)) {
    const { origin } = maker.service.name;
    const lastDay = Math.min(today + LONG_TERM_DAYS, maker.generation.opensUntilDay);
    const before = kept.findIndex((one) => one.origin === origin && equal(one.root, maker.root.root));
    if (before >= 0 && lastDay - (kept[before]?.expiryDay ?? 0) < GIVE_AGAIN_DAYS) continue;
    const how = { index: next++, lastDay, term: 'long-term', latency: at.latency } as const;
    const made = makeAddress(transaction, maker, owner, book.seed, how);
    grants.push({ service: maker.service.name, address: made.address });
    kept.splice(before < 0 ? 0 : before, before < 0 ? 0 : 1, {
      origin,
      root: maker.root.root,
      expiryDay: made.expiryDay,
    });
  }
  return { grants, given: kept.slice(0, MAX_GIVEN), book: { seed: book.seed, next } };
}
const MAX_GIVEN = 8;
