// A kind, as a value. Two tables share it: items as they come in a body (`#wire/message.ts`), and contents as they are
// kept in a conversation (`records/message.ts`). A text is both; a receipt is only the first, a mail only the second.
// Both stand below the conversation: `apply` changes records and returns the event to tell, so a kind needs nothing of
// its callers.
import { encodeHex } from '#bytes/base64url.ts';
import type { Item } from '#wire/message.ts';
import type { Message } from '../records/message.ts';
import type { HistoryEvent } from '../records/relationship.ts';
import type { Failure } from '../records/watch.ts';
import type { StrictTransaction } from '../store/transaction.ts';
import type { MessageView } from '../views/messages.ts';

export type Content = Message['content'];
export type Contents = { [C in Content as C['kind']]: C['value'] };
export type Items = { [I in Item as I['kind']]: I['value'] };

/** Known to the step that takes an item in. */
export interface Arriving {
  /** The relationship's id. */
  readonly id: string;
  readonly now: number;
}

/** The event that an item caused, for the thread and the history. */
export interface Told {
  readonly event: HistoryEvent;
  /** Whether the person may want to hear of it at once. */
  readonly isNews: boolean;
}

/** A kind of item that comes in a body. */
export interface ItemRules<V> {
  /** What it adds to the conversation, with its fallback text ('' if it has none); null: nothing. */
  readonly content?: (value: V, fallback: string) => Content | null;
  /** Ids of my messages that it names: they are read before it is applied. */
  readonly names?: (value: V) => readonly Uint8Array[];
  /** What it does to the relationship, in the step that advanced the ratchet. */
  readonly apply?: (transaction: StrictTransaction, to: Arriving, value: V) => Told | null;
  /** A body that comes late says nothing of it any more: it holds from its message on, until the next. */
  readonly isOutdatedWhenLate?: true;
  /** Of several in a body only the last is applied, after everything else. */
  readonly isLastWord?: true;
}

/** A kind of content in a conversation. */
export interface ContentKind<V> {
  /** The line under the name in the list, unclipped; '' if it is no message to a person. */
  readonly preview: (value: V) => string;
  /** The text that the search looks through. */
  readonly searched: (value: V) => string;
  /** Theirs counts as unread. */
  readonly countsAsUnread: boolean;
  /** Found by its id: receipts name mine, and a second copy of theirs is known for one. */
  readonly isNamed: boolean;
  /** Its author waits to hear that it was read. */
  readonly earnsReadReceipt: boolean;
  /** The item that brings it to the other side; absent if it is never sent. */
  readonly item?: (value: V) => Item;
  /** True if no domain vouches for the author that it names. */
  readonly isUnvouched?: (value: V) => boolean;
  readonly show: (value: V, entry: Message, beside: Beside) => MessageView;
}

/** Shown with a message, but kept in other records. */
export interface Beside {
  /** Of a blob on its way, 0 … 1. */
  readonly progress: number | null;
  readonly failure: Failure | null;
}

/** Common to every view of a message between two people. */
export function between(entry: Message, { failure }: Beside) {
  const { id, mine, sentAt, receivedAt, delivery } = entry;
  return { id: encodeHex(id), mine, sentAt, receivedAt: mine ? null : receivedAt, delivery, failure };
}

/** A text in one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
