// Views for the models' tests: the fields that a test does not name have one fixed value.

import type { ConversationView, RelationshipView } from '#app/views/conversations.ts';
import type { MessageView, TextMessageView } from '#app/views/messages.ts';

export const RELATIONSHIP = 'a'.repeat(32);

export function conversation(change: Partial<ConversationView> = {}): ConversationView {
  return {
    id: RELATIONSHIP,
    kind: 'person',
    name: 'Blair',
    picture: '00',
    me: { name: 'Alex', picture: '01' },
    host: null,
    lastAt: 0,
    preview: '',
    previewMine: false,
    unread: 0,
    draft: false,
    standing: 'active',
    verified: false,
    muted: false,
    sign: null,
    ...change,
  };
}

export function relationship(change: Partial<RelationshipView> = {}): RelationshipView {
  return {
    ...conversation(),
    history: [],
    invitedByMe: null,
    safetyNumber: null,
    startsAnew: false,
    theirServices: [],
    latency: 'now',
    createdAt: 0,
    login: null,
    oneTimes: [],
    mask: null,
    ...change,
  };
}

export function text(id: string, change: Partial<TextMessageView> = {}): TextMessageView {
  return {
    type: 'text',
    id,
    mine: false,
    text: id,
    long: null,
    sentAt: 0,
    receivedAt: 0,
    delivery: null,
    failure: null,
    ...change,
  };
}

export const ids = (messages: readonly MessageView[]): string[] => messages.map(({ id }) => id);
