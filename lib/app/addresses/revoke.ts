// Taking back the permission to write: every unexpired address that one correspondent holds is revoked at the service
// to which it leads, durably retried. Its record says to which; ids are PRF(seed, index), so none has to be kept.
import { encodeHex } from '#bytes/base64url.ts';
import { addressId, unmarkedAddressId } from '#protocol/address/address.ts';
import { dayOf } from '#protocol/base/day.ts';
import { LATENCY, type Latency } from '#wire/address.ts';
import type { AppContext } from '../ports/ports.ts';
import { invitationKind } from '../records/invitation.ts';
import { relationship } from '../records/relationship.ts';
import { type Address, addressKind, type RevocationAt, serviceTask } from '../records/transit.ts';
import type { Facts } from '../services/snapshot.ts';
import type { StrictTransaction, Transaction } from '../store/transaction.ts';

const LATENCIES = Object.keys(LATENCY) as readonly Latency[];

/** Ids revoked by one request. */
const BATCH = 128;

/** The service and the root to which an address of mine leads. */
export interface MailboxName {
  readonly origin: string;
  readonly root: Uint8Array;
}
const nameOf = ({ origin, root }: MailboxName): string => `${origin} ${encodeHex(root)}`;

/** The unexpired addresses to which a correspondent may write. */
export interface HeldAddresses {
  readonly noted: readonly { readonly place: MailboxName; readonly id: Uint8Array }[];
  /** Ids of an older program, which did not note where they lead. */
  readonly unnoted: readonly Uint8Array[];
  /** Addresses of the relationship that had been made when this was found out. */
  readonly next: number;
}

/** A book of addresses, and the unexpired ones that were made from it. */
interface Book {
  readonly seed: Uint8Array;
  readonly next: number;
  readonly noted: NonNullable<Address['made']>[];
  unnoted: number;
}

/** Found before the step that revokes it, since it takes a scan; that step also revokes addresses made in between. */
export async function holdingOf(app: AppContext, id: string): Promise<HeldAddresses> {
  const [known] = await app.store.read([relationship(id)]);
  const books = new Map<string, Book>();
  if (known !== null) books.set(id, { ...known.addresses, noted: [], unnoted: 0 });
  for await (const batch of app.store.scan(invitationKind)) {
    for (const { id: name, value } of batch) {
      if (value.relationship === null || encodeHex(value.relationship) !== id) continue;
      books.set(name, { ...value.addresses, noted: [], unnoted: 0 });
    }
  }
  // By a clock that may be a day ahead.
  const today = dayOf(app.now()) - 1;
  for await (const batch of app.store.scan(addressKind)) {
    for (const { value } of batch) {
      const book = books.get(encodeHex(value.owner));
      if (book === undefined || value.expiryDay < today) continue;
      if (value.made === null) book.unnoted++;
      else book.noted.push(value.made);
    }
  }
  const idsOf = [...books.values()].map(idsIn);
  return {
    noted: idsOf.flatMap(({ noted }) => noted),
    unnoted: idsOf.flatMap(({ unnoted }) => unnoted),
    next: known?.addresses.next ?? 0,
  };
}

function idsIn({ seed, next, noted, unnoted }: Book): Pick<HeldAddresses, 'noted' | 'unnoted'> {
  // The addresses of an older program were made before all noted ones, and expire in the order in which they were made.
  const end = noted.reduce((least, { index }) => Math.min(least, index), next);
  const first = Math.max(0, end - unnoted);
  return {
    noted: noted.map(({ origin, root, index, latency }) => ({
      place: { origin, root },
      id: addressId(seed, index, latency),
    })),
    unnoted: Array.from({ length: end - first }, (_, i) => unmarkedAddressId(seed, first + i)),
  };
}

/** The revocations of all addresses held, and of those made since, each to be asked for at one root. */
export function revocationsOf(
  transaction: Transaction,
  facts: Facts,
  id: string,
  { noted, unnoted, next }: HeldAddresses,
): RevocationAt[] {
  const { seed, next: now } = transaction.require(relationship(id)).addresses;
  const numbers = Array.from({ length: Math.max(0, now - next) }, (_, i) => next + i);
  const late = numbers.flatMap((index) => LATENCIES.map((latency) => addressId(seed, index, latency)));
  const ids = new Map<string, { place: MailboxName; ids: Uint8Array[] }>();
  const add = (place: MailboxName, more: readonly Uint8Array[]) => {
    const known = ids.get(nameOf(place)) ?? { place, ids: [] };
    ids.set(nameOf(place), { place, ids: [...known.ids, ...more] });
  };
  for (const { place, id: one } of noted) add(place, [one]);
  for (const place of facts.mailboxes) add(place, [...unnoted, ...late]);
  return [...ids.values()].flatMap(({ place, ids: all }) =>
    Array.from({ length: Math.ceil(all.length / BATCH) }, (_, i) => ({
      origin: place.origin,
      root: place.root,
      ids: all.slice(i * BATCH, (i + 1) * BATCH),
    })),
  );
}

export function queueRevocations(
  transaction: StrictTransaction,
  now: number,
  revocations: readonly RevocationAt[],
): void {
  for (const revocation of revocations)
    transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
      createdAt: now,
      tries: 0,
      notBeforeAt: 0,
      task: { kind: 'revokeAt', value: revocation },
    });
}

/** Queues the revocation of every address to which they may write. */
export function revokeAll(transaction: StrictTransaction, facts: Facts, id: string, holding: HeldAddresses): void {
  queueRevocations(transaction, facts.now, revocationsOf(transaction, facts, id, holding));
}
