// Taking back the permission to write: every unexpired address that one correspondent holds, at the service where it leads, durably retried.
// Where an address leads is in its record; ids are PRF(seed, index), so none has to be kept.
import { encodeHex } from '#bytes/base64url.ts';
import { addressId, unmarkedAddressId } from '#protocol/address.ts';
import { dayOf } from '#protocol/day.ts';
import { LATENCY, type Latency } from '#wire/address.ts';
import { idText } from './conversation.ts';
import type { Facts } from './facts.ts';
import type { Desk } from './ports.ts';
import { invitationKind } from './records/invitation.ts';
import { relationship } from './records/relationship.ts';
import { type Address, addressKind, errand } from './records/transit.ts';
import type { Transaction } from './transaction.ts';

const LATENCIES = Object.keys(LATENCY) as readonly Latency[];

/** Ids revoked by one request. */
const BATCH = 128;

/** What a correspondent may still write to. */
export interface Holding {
  /** Ids by the origin where they lead; null: at each service of mine, since an older program did not note it. */
  readonly ids: ReadonlyMap<string | null, readonly Uint8Array[]>;
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

/** Found before the step that revokes it, since it takes a scan; what is made in between is revoked by that step too. */
export async function holdingOf(desk: Desk, id: string): Promise<Holding> {
  const [known] = await desk.store.read([relationship(id)]);
  const books = new Map<string, Book>();
  if (known !== null) books.set(id, { ...known.addresses, noted: [], unnoted: 0 });
  for await (const batch of desk.store.scan(invitationKind)) {
    for (const { id: name, value } of batch) {
      if (value.relationship === null || idText(value.relationship) !== id) continue;
      books.set(name, { ...value.addresses, noted: [], unnoted: 0 });
    }
  }
  // By a clock that may be a day ahead.
  const today = dayOf(desk.now()) - 1;
  for await (const batch of desk.store.scan(addressKind)) {
    for (const { value } of batch) {
      const book = books.get(idText(value.owner));
      if (book === undefined || value.expiryDay < today) continue;
      if (value.made === null) book.unnoted++;
      else book.noted.push(value.made);
    }
  }
  const ids = new Map<string | null, Uint8Array[]>();
  for (const book of books.values()) addIds(ids, book);
  return { ids, next: known?.addresses.next ?? 0 };
}

function addIds(ids: Map<string | null, Uint8Array[]>, { seed, next, noted, unnoted }: Book): void {
  const add = (origin: string | null, id: Uint8Array) => ids.set(origin, [...(ids.get(origin) ?? []), id]);
  for (const { origin, index, latency } of noted) add(origin, addressId(seed, index, latency));
  // What an older program made came before all that is noted, and expires in the order in which it was made.
  const end = noted.reduce((least, { index }) => Math.min(least, index), next);
  for (let index = Math.max(0, end - unnoted); index < end; index++) add(null, unmarkedAddressId(seed, index));
}

/** Queues the revocation of all that is held, and of what was made since. */
export function revokeAll(transaction: Transaction, facts: Facts, id: string, holding: Holding): void {
  const { seed, next } = transaction.require(relationship(id)).addresses;
  const numbers = Array.from({ length: Math.max(0, next - holding.next) }, (_, i) => holding.next + i);
  const late = numbers.flatMap((index) => LATENCIES.map((latency) => addressId(seed, index, latency)));
  const anywhere = [...(holding.ids.get(null) ?? []), ...late];
  const noted = [...holding.ids.keys()].filter((origin) => origin !== null);
  for (const origin of new Set([...noted, ...facts.mailboxes])) {
    const ids = [...(holding.ids.get(origin) ?? []), ...anywhere];
    for (let from = 0; from < ids.length; from += BATCH)
      queueRevocation(transaction, facts.now, origin, ids.slice(from, from + BATCH));
  }
}

function queueRevocation(transaction: Transaction, now: number, origin: string, ids: Uint8Array[]): void {
  transaction.put(errand(encodeHex(transaction.entropy(16))), {
    createdAt: now,
    tries: 0,
    notBeforeAt: 0,
    task: { kind: 'revoke', value: { origin, ids } },
  });
}
