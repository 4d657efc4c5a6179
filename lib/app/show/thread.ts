// One page of a conversation. Messages are numbered in the order in which they were committed here; they are shown in
// the order in which they were said: by Lamport clock, then author, then number. Both sides order alike, since clocks
// and identities are the same for both. A page is cut so that nothing said later lies before the cut, as far as it
// looks back: late arrivals then stand at their place across pages too, and a page may be a little longer than asked.

import { encodeHex } from '#bytes/base64url.ts';
import { compare } from '#bytes/bytes.ts';
import { partCount } from '#wire/blob.ts';
import { hasBlob } from '../items/blob.ts';
import { viewOf } from '../items/items.ts';
import { judgedToday } from '../logins/joined-mail.ts';
import { type Transfer, transfer } from '../records/attachment.ts';
import { entry } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { draft, type Message, message } from '../records/message.ts';
import { type Proton, proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { failure } from '../records/watch.ts';
import type { Store } from '../store/store.ts';
import type { ThreadView } from '../views/conversations.ts';
import type { MessageView } from '../views/messages.ts';
import { awaitedPermission } from './permission.ts';
import { relationshipView } from './relationship.ts';

/** A page grows by at most that many messages to end at a clean cut. */
export const CUT_REACH = 16;
/** How far before a cut it is made sure that nothing belongs behind it. */
export const LOOK_BACK = 16;

interface Numbered {
  readonly sequence: number;
  readonly entry: Message;
}

/**
 * @param before cursor from the page after this one; null: the newest page. @returns null if there is no such
 * relationship
 */
export async function showThread(
  store: Store,
  {
    relationship: id,
    before,
    limit,
  }: { readonly relationship: string; readonly before: number | null; readonly limit: number },
): Promise<ThreadView | null> {
  const [known, ends, fills, held, kept, typed, first] = await store.read([
    relationship(id),
    proton(id),
    login(id),
    mask(id),
    entry(id),
    draft(id),
    message(id, 1),
  ]);
  if (known === null) return null;
  let end = Math.min(before === null ? known.lastSequence : Math.floor(before) - 1, known.lastSequence);
  let page: Numbered[] = [];
  // Numbers of deleted messages stay empty: a page of nothing else would look like the end.
  while (end > 0 && page.length === 0) {
    const cut = await readPage(store, id, end, limit, authorsOf(ends));
    page = cut.page;
    end = cut.start - 1;
  }
  return {
    relationship: relationshipView(id, known, ends, { login: fills, mask: held, entry: kept }, first),
    messages: await views(store, id, page),
    before: end > 0 ? end + 1 : null,
    draft: typed?.text ?? '',
    permission: page.some(({ entry }) => entry.delivery === 'waiting') ? await awaitedPermission(store) : null,
  };
}

type Order = (a: Numbered, b: Numbered) => number;

/** By clock, then by author in the order of their identity keys, then by number. */
function authorsOf(ends: Proton | null): Order {
  const mineFirst = ends === null || compare(ends.identity.sign, ends.theirs.sign) < 0;
  const rank = (entry: Message): number => (entry.mine === mineFirst ? 0 : 1);
  return (a, b) => a.entry.clock - b.entry.clock || rank(a.entry) - rank(b.entry) || a.sequence - b.sequence;
}

async function readPage(
  store: Store,
  id: string,
  end: number,
  limit: number,
  order: Order,
): Promise<{ page: Numbered[]; start: number }> {
  const wanted = Math.max(1, end - limit + 1);
  const from = Math.max(1, wanted - CUT_REACH - LOOK_BACK);
  const numbers = Array.from({ length: end - from + 1 }, (_, i) => from + i);
  const kept = await store.read(numbers.map((sequence) => message(id, sequence)));
  const found = await judgedToday(store, id, kept);
  const entries = numbers.flatMap((sequence, index): Numbered[] => {
    const entry = found[index];
    return entry == null ? [] : [{ sequence, entry }];
  });
  const start = cleanCut(entries, wanted, from, order);
  return { page: entries.filter(({ sequence }) => sequence >= start).sort(order), start };
}

/**
 * The greatest number, from `wanted` down, before which nothing read belongs behind it; `wanted` itself if there is
 * none in reach.
 */
function cleanCut(entries: readonly Numbered[], wanted: number, from: number, order: Order): number {
  const latestUpTo: Numbered[] = [];
  for (const [index, entry] of entries.entries()) {
    const previous = latestUpTo[index - 1];
    latestUpTo.push(previous !== undefined && order(previous, entry) > 0 ? previous : entry);
  }
  let earliest: Numbered | undefined;
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index] as Numbered;
    if (earliest === undefined || order(entry, earliest) < 0) earliest = entry;
    if (entry.sequence > wanted) continue;
    if (wanted - entry.sequence > CUT_REACH) break;
    const before = latestUpTo[index - 1];
    if (before === undefined ? from === 1 : order(before, earliest) < 0) return entry.sequence;
  }
  return wanted;
}

const MOVING: ReadonlySet<string> = new Set(['preparing', 'uploading', 'fetching']);

async function views(store: Store, id: string, page: readonly Numbered[]): Promise<MessageView[]> {
  const moving = page.flatMap(({ entry: { id: named, content } }) =>
    hasBlob(content) && MOVING.has(content.value.state) ? [encodeHex(named)] : [],
  );
  const transfers = await store.read(moving.map((nonce) => transfer(id, nonce)));
  const progress = new Map(moving.map((nonce, at) => [nonce, progressOf(transfers[at] ?? null)]));
  const failed = page.filter(({ entry }) => entry.delivery === 'failed').map(({ sequence }) => sequence);
  const failures = await store.read(failed.map((sequence) => failure(id, sequence)));
  return page.map(({ entry, sequence }) =>
    viewOf(entry, {
      progress: progress.get(encodeHex(entry.id)) ?? null,
      failure: failures[failed.indexOf(sequence)]?.why ?? null,
    }),
  );
}

/** Handing a file in is half of its way up. */
function progressOf(known: Transfer | null): number | null {
  if (known === null) return null;
  const parts = partCount(known.reference.byteCount);
  return known.direction === 'down' ? known.moved / parts : (known.sealed + known.moved) / (2 * parts);
}
