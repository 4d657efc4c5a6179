// Masks in a step: registering, renewing and retiring are service tasks, committed with the change that made them
// necessary and retried until done.
import { encodeHex } from '#bytes/base64url.ts';
import { signSeed } from '#crypto/keys.ts';
import { dayOf } from '#protocol/base/day.ts';
import { signMaskRenewal, signMaskRetirement } from '#protocol/mail/mask.ts';
import { maskRetirement } from '#wire/mail.ts';
import type { AddressGrant } from '#wire/message.ts';
import type { ServiceName } from '#wire/service.ts';
import { type AddressBook, grantAddresses, MASK_ADDRESS_DAYS } from '../addresses/addresses.ts';
import { idBytes } from '../conversation/conversation.ts';
import { farthestBy } from '../operators/separation.ts';
import type { Transport } from '../ports/ports.ts';
import {
  addressAt,
  type Mask,
  type MaskAddress,
  type MaskPlace,
  mask,
  maskAddresses,
  withAddress,
} from '../records/mask.ts';
import { type Relationship, relationship } from '../records/relationship.ts';
import { serviceTask } from '../records/transit.ts';
import type { Facts } from '../services/snapshot.ts';
import type { StrictTransaction } from '../store/transaction.ts';

/**
 * The gateway's addresses are renewed when fewer days than that are left of them: a mailbox keeps items for so long.
 */
export const RENEW_BEFORE_DAYS = 30;

/**
 * The services that receive a mask's mail: not the operator of its gateway, who knows its name and site, if another
 * receives for me. Not all masks at one service either.
 */
function receiversFor(receivers: Facts['receivers'], gateway: ServiceName, id: Uint8Array): Facts['receivers'] {
  const receiver = farthestBy(receivers, ({ service }) => service.name, gateway, id);
  return receiver === null ? [] : [receiver];
}

export const localPartOf = (address: string): string => address.slice(0, address.indexOf('@'));

/** Brings a retirement that was queued to its gateway. May be repeated. @throws Fault of the transport */
export async function requestRetirement(
  { call }: Transport,
  { origin, retirement }: { readonly origin: string; readonly retirement: Uint8Array },
): Promise<void> {
  await call('retireMask', origin, maskRetirement.decode(retirement));
}

/** Queues the retirement of one of a mask's addresses: mail to it is refused from then on. */
export function retireMask(
  transaction: StrictTransaction,
  id: string,
  known: Mask,
  now: number,
  place: MaskPlace = 'present',
): void {
  const held = addressAt(known, place);
  if (held === null || held.state === 'retired') return;
  queueMaskRetirement(transaction, id, held, now);
  transaction.put(mask(id), withAddress(known, place, { state: 'retired' }));
}

/** For an address that no record need say is retired. */
export function queueMaskRetirement(transaction: StrictTransaction, id: string, held: MaskAddress, now: number): void {
  const retirement = signMaskRetirement(signSeed(held.managementSeed), {
    localPart: localPartOf(held.address),
    madeAt: now,
  });
  transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
    createdAt: now,
    tries: 0,
    notBeforeAt: 0,
    task: { kind: 'retireMask', value: { relationship: idBytes(id), origin: held.gateway.origin, retirement } },
  });
}

/** Whether mail comes to it, at one address or the other. */
export const takesMail = (known: Mask | null): boolean =>
  known !== null && maskAddresses(known).some(({ held }) => held.state === 'active');

const expiresSoon = ({ state, expiryDay }: MaskAddress, today: number): boolean =>
  state === 'active' && expiryDay - today <= RENEW_BEFORE_DAYS;

/** Whether the gateway's addresses of a mask expire soon. */
export const wantsRenewal = (known: Mask, today: number): boolean =>
  maskAddresses(known).some(({ held }) => expiresSoon(held, today));

/**
 * One delivery address that the gateway will hold for a mask, and the owner's book after it. Null if no service of mine
 * can receive for it.
 */
export function grantMaskAddress(
  transaction: StrictTransaction,
  { receivers, now }: Pick<Facts, 'receivers' | 'now'>,
  id: string,
  gateway: ServiceName,
  { addresses, latency }: Pick<Relationship, 'addresses' | 'latency'>,
): { grant: AddressGrant; book: AddressBook } | null {
  const owner = { purpose: 'mask', id: idBytes(id) } as const;
  const terms = { now, lifetimeDays: MASK_ADDRESS_DAYS, perService: 1, latency };
  const { grants, book } = grantAddresses(
    transaction,
    receiversFor(receivers, gateway, owner.id),
    owner,
    addresses,
    terms,
  );
  const grant = grants[0];
  return grant === undefined ? null : { grant, book };
}

/**
 * Queues fresh delivery addresses for each address of the mask if its present ones expire soon, have been revoked, or
 * lead to a service that is left.
 * @param notBeforeAt when it need not be done at once, since then nothing waits for it @returns whether it did
 */
export function renewMask(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  why: 'expiring' | 'revoked' | 'leaving' = 'expiring',
  notBeforeAt = 0,
): boolean {
  const known = transaction.get(mask(id));
  const today = dayOf(facts.now);
  const renewed = (known === null ? [] : maskAddresses(known))
    .filter(({ held }) => (why === 'expiring' ? expiresSoon(held, today) : held.state === 'active'))
    .map(({ place }) => renewAddress(transaction, facts, id, place, notBeforeAt));
  return renewed.length > 0 && renewed.every(Boolean);
}

function renewAddress(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  place: MaskPlace,
  notBeforeAt: number,
): boolean {
  const known = transaction.get(mask(id));
  const before = transaction.get(relationship(id));
  const held = known && addressAt(known, place);
  if (known === null || before === null || held === null) return false;
  const granted = grantMaskAddress(transaction, facts, id, held.gateway, before);
  if (granted === null) return false;
  const renewal = signMaskRenewal(signSeed(held.managementSeed), {
    localPart: localPartOf(held.address),
    madeAt: facts.now,
    grant: granted.grant,
  });
  transaction.put(relationship(id), { ...before, addresses: granted.book });
  transaction.put(mask(id), withAddress(known, place, { expiryDay: dayOf(facts.now) + MASK_ADDRESS_DAYS }));
  transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
    createdAt: facts.now,
    tries: 0,
    notBeforeAt,
    task: { kind: 'renewMask', value: { relationship: idBytes(id), origin: held.gateway.origin, renewal } },
  });
  return true;
}
