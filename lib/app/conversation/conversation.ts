// Keeping a conversation inside a step: appending a message, counting unread ones, moving the conversation to the top.
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { clip } from '#bytes/utf8.ts';
import { previewOf, traitsOf } from '../items/items.ts';
import { type Message, message, messageNumber } from '../records/message.ts';
import {
  type HistoryEvent,
  MAX_HISTORY,
  MAX_RECENT,
  type Relationship,
  recent,
  relationship,
} from '../records/relationship.ts';
import type { Transaction } from '../store/transaction.ts';

/** Ids of relationships are hex in the application and bytes in records. */
export const idBytes = (id: string): Uint8Array => decodeHex(id) as Uint8Array;
export const idText = (id: Uint8Array): string => encodeHex(id);

/**
 * A message to be appended. Without a clock it gets the conversation's next: it is said now, after all that is known
 * here.
 */
export type Said = Omit<Message, 'clock'> & Partial<Pick<Message, 'clock'>>;

/**
 * Appends a message under the next number and brings the conversation up to date. Theirs counts as unread if it says
 * something. Numbers and clocks are given here and nowhere else, but for `nextClock`.
 * @returns the number
 */
export function append(transaction: Transaction, id: string, said: Said): number {
  const ref = relationship(id);
  const before = transaction.require(ref);
  const entry = { ...said, clock: said.clock ?? before.clock + 1 };
  const sequence = before.lastSequence + 1;
  const preview = previewOf(entry.content);
  const { countsAsUnread, isNamed } = traitsOf(entry.content);
  const counts = !entry.mine && countsAsUnread;
  transaction.put(message(id, sequence), entry);
  // By its id receipts find a message of mine, and a second copy of one of theirs is known for one.
  if (isNamed) transaction.put(messageNumber(id, encodeHex(entry.id)), { sequence });
  transaction.put(ref, {
    ...before,
    lastSequence: sequence,
    clock: Math.max(before.clock, entry.clock),
    lastAt: Math.max(before.lastAt, entry.receivedAt),
    unread: before.unread + (counts ? 1 : 0),
    // A message said before one that is known already came late: the line under the name stays.
    ...(preview === '' || entry.clock < before.clock ? {} : { preview, previewMine: entry.mine }),
  });
  surface(transaction, id, counts ? 1 : 0);
  return sequence;
}

/** Raises the clock for something that is said now and is appended to nothing: a message sent again, a goodbye. */
export function nextClock(transaction: Transaction, id: string): void {
  const before = transaction.require(relationship(id));
  transaction.put(relationship(id), { ...before, clock: before.clock + 1 });
}

/** Moves a conversation to the top of the recent ones and changes the number of unread messages. */
export function surface(transaction: Transaction, id: string, unreadChange: number): void {
  const { kind, lastAt } = transaction.require(relationship(id));
  const before = transaction.get(recent) ?? { items: [], unread: 0 };
  const bytes = idBytes(id);
  const others = before.items.filter((item) => !equal(item.id, bytes));
  // Usually the newest goes to the front; a step that ran late finds its place.
  const place = others.findIndex((item) => item.lastAt <= lastAt);
  const at = place < 0 ? others.length : place;
  const items = [...others.slice(0, at), { id: bytes, kind, lastAt }, ...others.slice(at)].slice(0, MAX_RECENT);
  transaction.put(recent, { items, unread: Math.max(0, before.unread + unreadChange) });
}

/** Takes a conversation off the recent ones. */
export function sink(transaction: Transaction, id: string, unread: number): void {
  const before = transaction.get(recent);
  if (before === null) return;
  transaction.put(recent, {
    items: before.items.filter((item) => idText(item.id) !== id),
    unread: Math.max(0, before.unread - unread),
  });
}

/** Notes something in the relationship's history and tells it in the thread. */
export function tell(transaction: Transaction, id: string, event: HistoryEvent, mine: boolean): void {
  const ref = relationship(id);
  const before = transaction.require(ref);
  const shortened = { ...event, detail: clip(event.detail, 280) };
  transaction.put(ref, { ...before, history: remember(before.history, shortened) });
  append(transaction, id, {
    id: transaction.entropy(16),
    mine,
    sentAt: event.at,
    receivedAt: event.at,
    delivery: null,
    content: { kind: 'event', value: shortened },
  });
}

/**
 * Only the newest events of one kind are kept: events that others can cause any number of times must not push out how
 * the relationship began.
 */
const MAX_OF_A_KIND = 24;

function remember(history: readonly HistoryEvent[], event: HistoryEvent): HistoryEvent[] {
  const alike = history.filter(({ kind }) => kind === event.kind);
  const oldest = alike.length < MAX_OF_A_KIND ? undefined : alike[0];
  return [...history.filter((one) => one !== oldest), event].slice(-MAX_HISTORY);
}

/** A relationship as it begins. */
export function newRelationship(
  given: Pick<Relationship, 'kind' | 'standing' | 'name' | 'theirs' | 'picture' | 'mine' | 'minePicture' | 'addresses'>,
  now: number,
): Relationship {
  return {
    ...given,
    createdAt: now,
    verifiedAt: null,
    history: [],
    lastSequence: 0,
    clock: 0,
    readSequence: 0,
    unread: 0,
    lastAt: now,
    preview: '',
    previewMine: false,
    draft: false,
    latency: 'now',
    toldAt: 0,
  };
}
