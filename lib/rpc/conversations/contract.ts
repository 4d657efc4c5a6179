// Conversations: the list, one thread, writing, reading, and changes to a relationship.
import * as v from 'valibot';
import type { ConversationView, RelationshipView, SearchView, ThreadView } from '#app/views/conversations.ts';
import type { MessageId } from '#app/views/ids.ts';
import type { MailView } from '#app/views/messages.ts';
import { method, type OkOrReason } from '../call/contract.ts';
import { form, id, longTextString, name, relationshipId } from '../call/schemas.ts';

export const conversations = {
  conversations: method<{ items: ConversationView[]; total: number; unread: number }>()(
    v.object({
      kind: v.picklist(['all', 'person', 'site']),
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
  thread: method<ThreadView | null>()(
    v.object({
      relationship: id,
      before: v.nullable(v.number()),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
  relationship: method<RelationshipView | null>()(relationshipId),
  /** `nonce` is made by the page once per message typed: two windows or an impatient second call send once. */
  send: method<OkOrReason<{ message: MessageId }, 'too-long' | 'empty' | 'ended' | 'blocked' | 'storage' | 'site'>>()(
    v.object({ relationship: id, text: longTextString, nonce: id }),
  ),
  retryMessage: method<null>()(v.object({ relationship: id, message: id })),
  /** Text typed into a form and not yet sent; null: nothing. */
  formDraft: method<{ text: string } | null>()(v.object({ form })),
  /** Empty forgets it. */
  saveFormDraft: method<null>()(v.object({ form, text: v.pipe(v.string(), v.maxLength(100_000)) })),
  saveDraft: method<null>()(v.object({ relationship: id, text: longTextString })),
  markRead: method<null>()(relationshipId),
  rename: method<null>()(v.object({ relationship: id, name })),
  setMyName: method<null>()(v.object({ relationship: id, name })),
  confirmNumbers: method<null>()(relationshipId),
  /** They count as not compared again. */
  retractNumbers: method<null>()(relationshipId),
  setLatency: method<null>()(v.object({ relationship: id, latency: v.picklist(['now', 'batched', 'on-request']) })),
  /** The correspondent gets new addresses, and the old ones are revoked once the new ones are there. */
  replaceAddresses: method<OkOrReason<object, 'unreachable'>>()(relationshipId),
  /** A second call while it waits for their answer asks again. `waiting`: no address of theirs is good now. */
  startAnew: method<'begun' | 'waiting' | 'refused'>()(relationshipId),
  block: method<null>()(relationshipId),
  unblock: method<null>()(relationshipId),
  /** Says goodbye (unless blocked), retires the addresses and deletes the conversation here. */
  end: method<null>()(relationshipId),
  mail: method<MailView | null>()(v.object({ relationship: id, message: id })),
  /** The target of a mail's confirmation link: the page shows it whole, and opens it if the person wants to. */
  mailLink: method<OkOrReason<{ url: string }, 'gone'>>()(v.object({ relationship: id, message: id })),
  search: method<SearchView>()(v.object({ query: v.pipe(v.string(), v.maxLength(200)) })),
} as const;
export type ConversationsContract = typeof conversations;
