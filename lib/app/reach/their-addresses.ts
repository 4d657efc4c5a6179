// Addresses of theirs: which one the next message goes to, what becomes of those a message brings, and whether new ones
// must be asked for. Ephemeral ones are used once each as long as another is left. The long-term one is for recovery:
// it is used if no ephemeral one is left, so two people who were away for months still find each other.
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { expiryDayOf } from '#protocol/address/address.ts';
import type { AddressGrant, LongTermGrant } from '#wire/message.ts';
import type { ServiceName } from '#wire/service.ts';
import { type Letter, MAX_ALTERNATES } from '../records/letter.ts';
import { MAX_THEIR_ADDRESSES, type Proton } from '../records/proton.ts';

/**
 * A message may be on its way so long, and the address must be good when it arrives: the week for which a sending
 * service tries, and a day between two clocks.
 */
const ON_ITS_WAY_DAYS = 8;

/**
 * New addresses are asked for when all that are held expire within so many days: later than they come unasked, and not
 * on one day for everybody.
 */
const ASK_BEFORE_DAYS = 90;
/**
 * A request and its answer take two weeks at the very most (a week in an outbox, a week at a sending service, each);
 * then it is lost.
 */
const ASK_AGAIN_DAYS = 30;

type Known = Pick<Proton, 'grants' | 'longTerm'>;

/**
 * Whether something may be sent to an address of theirs. They may give anything: what does not decode is no address.
 */
export function isGood(address: Uint8Array, today: number): boolean {
  return expiryOf(address) >= today;
}

/** Of addresses that were looked at: each message brings new ones, beside which all held ones are looked at again. */
const expiries = new WeakMap<Uint8Array, number>();

function expiryOf(address: Uint8Array): number {
  const known = expiries.get(address) ?? readExpiry(address);
  expiries.set(address, known);
  return known;
}

function readExpiry(address: Uint8Array): number {
  try {
    return expiryDayOf(address);
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return -1;
    throw error;
  }
}

export interface TakenAddress extends Pick<Letter, 'service' | 'address' | 'alternates'> {
  /** The addresses that remain. */
  readonly left: AddressGrant[];
}

/**
 * The newest ephemeral address at the first service that has one, or else the long-term one: first of those that are
 * good for as long as a message may be on its way, then of all. Null if none is good: a service would accept an
 * envelope for an expired one, and drop it without a word. Chance decides, once for each relationship, which service is
 * first: no service sees everything that a correspondent gets, and the messages of one conversation come in order. At
 * each of the other services, the address that would be used last is returned too, and not used up, in case the first
 * leads nowhere.
 * @param relationship its id, random
 */
export function takeAddress({ grants, longTerm }: Known, today: number, relationship: Uint8Array): TakenAddress | null {
  const left = grants.map((grant) => ({ ...grant, addresses: grant.addresses.filter((one) => isGood(one, today)) }));
  const start = (relationship[0] ?? 0) % Math.max(1, left.length);
  const order = [...left.slice(start), ...left.slice(0, start)];
  const others = (used: ServiceName) => alternatesTo(used, order, longTerm, today);
  for (const day of [today + ON_ITS_WAY_DAYS, today]) {
    for (const { service, addresses } of order) {
      const [address, another] = addresses.filter((one) => isGood(one, day));
      if (address === undefined) continue;
      const used = another === undefined ? null : address;
      return {
        service,
        address,
        alternates: others(service),
        left: left.map((grant) => ({ ...grant, addresses: grant.addresses.filter((one) => one !== used) })),
      };
    }
    const recovery = longTerm.find((one) => isGood(one.address, day));
    if (recovery !== undefined) return { ...recovery, alternates: others(recovery.service), left };
  }
  return null;
}

function alternatesTo(
  used: ServiceName,
  order: readonly AddressGrant[],
  longTerm: readonly LongTermGrant[],
  today: number,
): Letter['alternates'] {
  const found = order.flatMap(({ service, addresses }) => {
    if (isSame(service, used)) return [];
    const recovery = longTerm.find((one) => isSame(one.service, service) && isGood(one.address, today))?.address;
    const address = addresses.findLast((one) => isGood(one, today + ON_ITS_WAY_DAYS)) ?? recovery ?? addresses.at(-1);
    return address === undefined ? [] : [{ service, address }];
  });
  return found.slice(0, MAX_ALTERNATES);
}

export const isSame = (a: ServiceName, b: ServiceName): boolean => a.origin === b.origin && equal(a.key, b.key);

/** A list names every service that they use from now on; of each, the newest addresses are kept, newest first. */
export function mergeGrants({ grants, longTerm }: Known, fresh: readonly AddressGrant[], today: number): Known {
  const services = fresh.filter((grant, i) => fresh.findIndex(({ service }) => isSame(service, grant.service)) === i);
  return {
    grants: services.map(({ service, addresses }) => {
      const before = grants.find((old) => isSame(old.service, service))?.addresses ?? [];
      const good = [...addresses, ...before].filter((one) => isGood(one, today));
      return { service, addresses: good.slice(0, MAX_THEIR_ADDRESSES) };
    }),
    longTerm: longTerm.filter((old) => services.some(({ service }) => isSame(service, old.service))),
  };
}

/** One long-term address is kept per service that they use: the last one given. */
export function mergeLongTerm(
  { grants, longTerm }: Known,
  fresh: readonly LongTermGrant[],
  today: number,
): LongTermGrant[] {
  return grants.flatMap(({ service }) => {
    const [...given] = [...longTerm, ...fresh].filter(
      (one) => isSame(one.service, service) && isGood(one.address, today),
    );
    return given.slice(-1);
  });
}

/** Whether all that is held of theirs expires soon, some of it is still good, and nothing was asked for lately. */
export function wantsAddresses(
  known: Pick<Proton, 'grants' | 'longTerm' | 'askedDay'>,
  spread: number,
  today: number,
): boolean {
  const all = [...known.grants.flatMap(({ addresses }) => addresses), ...known.longTerm.map(({ address }) => address)];
  const last = Math.max(0, ...all.map(expiryOf));
  return last >= today && last - today <= ASK_BEFORE_DAYS - spread && today - known.askedDay >= ASK_AGAIN_DAYS;
}
