// The list of conversations, newest first. The first page is made of the `recent` record and the relationships of that
// page alone, so that it costs the same with ten relationships and with ten thousand; pages beyond, and exact numbers,
// come from the directory.
import { idText } from '../conversation/conversation.ts';
import { isUnvouched, previewOf } from '../items/items.ts';
import { judgedToday } from '../logins/joined-mail.ts';
import { draft, type Message, message } from '../records/message.ts';
import {
  MAX_RECENT,
  type Recent,
  type Relationship,
  recent,
  relationship,
  relationshipKind,
} from '../records/relationship.ts';
import type { Store } from '../store/store.ts';
import type { ConversationView } from '../views/conversations.ts';
import { readable } from '../words/visible.ts';
import { type ConversationKind, type Directory, inListOrder } from './directory.ts';
import { conversationView } from './relationship.ts';

export interface ConversationsView {
  items: ConversationView[];
  /** Of that kind. An estimate until the directory is listed, if there are more than the recent ones. */
  total: number;
  unread: number;
}

export async function showConversations(
  store: Store,
  directory: Directory,
  { kind, offset, limit }: { readonly kind: ConversationKind; readonly offset: number; readonly limit: number },
): Promise<ConversationsView> {
  const known = (await store.read([recent]))[0] ?? { items: [], unread: 0 };
  if (!directory.isListed) {
    const first = await fromRecent(store, known, kind);
    if (first.isWhole || offset + limit <= first.ids.length) {
      if (!first.isWhole) directory.noteEstimate();
      const items = await conversationsOf(store, first.ids.slice(offset, offset + limit));
      return { items, total: first.total, unread: known.unread };
    }
    await directory.load('listed');
  }
  directory.noteRecent(known);
  const list = await directory.list(kind);
  const ids = list.slice(offset, offset + limit).map(({ id }) => id);
  return { items: await conversationsOf(store, ids), total: list.length, unread: known.unread };
}

/** What the recent ones say of the order. `isWhole`: there are no others. */
async function fromRecent(
  store: Store,
  { items }: Recent,
  kind: ConversationKind,
): Promise<{ ids: string[]; total: number; isWhole: boolean }> {
  // Counting takes a database as long as reading a page. If the list of recent ones is full, there are others, and
  // their number is known once all are listed.
  const count = items.length < MAX_RECENT ? await store.count(relationshipKind) : items.length;
  const isWhole = items.length < MAX_RECENT && count === items.length;
  // If others follow, those of the last moment are left out: which of several equal ones are among the recent is
  // chance.
  const last = items.at(-1)?.lastAt ?? 0;
  const ids = items
    .filter((item) => (kind === 'all' || item.kind === kind) && (isWhole || item.lastAt > last))
    .map((item) => ({ id: idText(item.id), lastAt: item.lastAt }))
    .sort(inListOrder)
    .map(({ id }) => id);
  return { ids, total: kind === 'all' ? count : ids.length, isWhole };
}

/**
 * Rows as they are now. One that was deleted a moment ago is left out. If there is a draft, the row shows its words.
 */
export async function conversationsOf(store: Store, ids: readonly string[]): Promise<ConversationView[]> {
  const known = await store.read(ids.map((id) => relationship(id)));
  const unsent = ids.filter((_, index) => known[index]?.draft);
  const drafts = unsent.length === 0 ? [] : await store.read(unsent.map((id) => draft(id)));
  const signs = await signsOf(store, ids, known);
  return ids.flatMap((id, index) => {
    const one = known[index];
    if (one == null) return [];
    const row = { ...conversationView(id, one), sign: signs.get(id) ?? null };
    const typed = drafts[unsent.indexOf(id)]?.text;
    return typed === undefined
      ? [row]
      : [{ ...row, preview: readable(previewOf({ kind: 'text', value: typed })), previewMine: false, sign: null }];
  });
}

/** The message that a row shows may lie this far back: an event is no line under the name. */
const LOOKED_BACK = 2;

/**
 * The signs of the messages that the rows show: only my own texts and mails can have one. Read in one go for all rows.
 */
async function signsOf(
  store: Store,
  ids: readonly string[],
  known: readonly (Relationship | null)[],
): Promise<Map<string, ConversationView['sign']>> {
  const wanted = ids.flatMap((id, index) => {
    const one = known[index];
    if (one == null || one.preview === '' || !(one.previewMine || one.kind === 'site')) return [];
    const back = Math.min(LOOKED_BACK, one.lastSequence);
    return Array.from({ length: back }, (_, by) => ({ id, sequence: one.lastSequence - by }));
  });
  const found = wanted.length === 0 ? [] : await store.read(wanted.map(({ id, sequence }) => message(id, sequence)));
  const signs = new Map<string, ConversationView['sign']>();
  for (const [index, { id }] of wanted.entries()) {
    const [one] = await judgedToday(store, id, [found[index] ?? null]);
    if (one != null && previewOf(one.content) !== '' && !signs.has(id)) signs.set(id, signOf(one));
  }
  return signs;
}

function signOf({ mine, delivery, content }: Message): ConversationView['sign'] {
  if (mine) return delivery === 'waiting' || delivery === 'failed' ? delivery : null;
  return isUnvouched(content) ? 'unsure' : null;
}
