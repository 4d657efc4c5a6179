// Delivery addresses of mine, made inside the step that gives them away: the record that says whose they are lands with the message
// that carries them, so an address in somebody's hands always resolves here.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { signSeed } from '#crypto/keys.ts';
import { addressId, addressName, createDeliveryAddress, expiryDayOf } from '#protocol/address.ts';
import { dayOf } from '#protocol/day.ts';
import type { AddressGrant } from '#wire/message.ts';
import type { DescriptorStatement } from '#wire/service.ts';
import type { Service } from './records/service.ts';
import { address } from './records/transit.ts';
import { generationFor } from './services.ts';
import type { Transaction } from './transaction.ts';

/** How long a delivery address is good for: longer than any service retries, so what was sent to it still arrives. */
export const ADDRESS_LIFETIME_DAYS = 45;
/** An invitation's, and so the invitation's own, lifetime. */
export const INVITATION_LIFETIME_DAYS = 14;
/** Grants of one message name that many services at most; see CONTROL_BYTES. */
const MAX_GRANT_SERVICES = 2;

/** Whether something may be sent to an address of theirs. They may give anything: what does not decode is no address. */
export function isGood(address: Uint8Array, today: number): boolean {
  try {
    return expiryDayOf(address) >= today;
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return false;
    throw error;
  }
}

export interface AddressBook {
  readonly seed: Uint8Array;
  readonly next: number;
}

/** Receiving services to make addresses at: with a root, in use, with keys for today. */
export type Receivers = readonly { readonly service: Service; readonly statement: DescriptorStatement }[];

/** Makes `perService` fresh addresses at each of the first receivers. Draws 32 bytes each. */
export function grantAddresses(
  transaction: Transaction,
  receivers: Receivers,
  owner: { readonly purpose: 'person' | 'invitation' | 'mask'; readonly id: Uint8Array },
  book: AddressBook,
  at: { readonly now: number; readonly lifetimeDays: number; readonly perService: number },
): { grants: AddressGrant[]; book: { seed: Uint8Array; next: number } } {
  const today = dayOf(at.now);
  const expiryDay = today + at.lifetimeDays;
  const grants: AddressGrant[] = [];
  let next = book.next;
  for (const { service, statement } of receivers) {
    const generation = generationFor(statement, today);
    if (service.root === null || service.retired || generation === null || grants.length === MAX_GRANT_SERVICES)
      continue;
    const maker = {
      service: service.name,
      generation,
      root: service.root.root,
      addressSeed: signSeed(service.root.addressSeed),
    };
    const addresses: Uint8Array[] = [];
    for (let i = 0; i < at.perService; i++) {
      const index = next++;
      const made = createDeliveryAddress(maker, addressId(book.seed, index), expiryDay, transaction.entropy);
      transaction.put(address(encodeHex(addressName(made))), {
        purpose: owner.purpose,
        owner: owner.id,
        expiryDay,
        made: {
          origin: service.name.origin,
          root: service.root.root,
          index,
          term: 'ephemeral',
          latency: 'now',
        },
      });
      addresses.push(made);
    }
    grants.push({ service: service.name, addresses });
  }
  return { grants, book: { seed: book.seed, next } };
}
