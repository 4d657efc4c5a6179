// What pages are shown of relationships: the list, a thread, what a search finds.
import type { MessageId, RelationshipId } from './ids.ts';
import type { HistoryEventView, MessageView } from './messages.ts';

export interface ConversationView {
  id: RelationshipId;
  kind: 'person' | 'site';
  /** What I call them. */
  name: string;
  /** Seed (hex) of their generated picture. */
  picture: string;
  /** Who I am there. */
  me: { name: string; picture: string };
  /** For a site: host as shown. */
  host: string | null;
  lastAt: number;
  preview: string;
  /** Whether the last message is mine. */
  previewMine: boolean;
  unread: number;
  draft: boolean;
  /** 'invited': waiting for the other to accept or answer; 'ended': terminated by them; 'blocked': by me. */
  standing: 'invited' | 'active' | 'ended' | 'blocked';
  verified: boolean;
  /** I want to hear of it only when I look. */
  muted: boolean;
  /**
   * Of the message that the row shows: mine and not taken by a service yet, mine and given up, or a mail whose sender
   * neither the site nor its mailer vouches for.
   */
  sign: 'waiting' | 'failed' | 'unsure' | null;
}

export interface RelationshipView extends ConversationView {
  history: HistoryEventView[];
  /** Of a person: whose invitation it began with; null if that is not known any more. */
  invitedByMe: boolean | null;
  /** 60 digits in 12 groups of 5, the same on both sides; null until both identities are known. */
  safetyNumber: string | null;
  theirServices: string[];
  /** I started the secure connection anew: what I write waits until their program has answered. */
  startsAnew: boolean;
  /** How soon I want to be told of what they write. */
  latency: 'now' | 'batched' | 'on-request';
  createdAt: number;
  /** The values that are filled at a site; null: none. */
  login: { username: string; hasPassword: boolean } | null;
  /** One-time codes of mine there, in their order. */
  oneTimes: readonly { issuer: string; account: string }[];
  /** The address that a site knows; null: none of mine. */
  mask: { address: string; active: boolean; former: FormerMaskView | null; takesNew: boolean } | null;
}

/** The mask before a new one. */
export interface FormerMaskView {
  address: string;
  active: boolean;
  /** The person says that the site was given the new one. */
  siteHasNew: boolean;
}

export interface ThreadView {
  relationship: RelationshipView;
  /** Oldest first. */
  messages: MessageView[];
  /** Cursor for the page before; null: this is the beginning. */
  before: number | null;
  draft: string;
  /** Set if messages wait for permission to send: when more is asked for, if that is known. */
  permission: { nextAt: number | null } | null;
}

export interface SearchView {
  query: string;
  /**
   * `matched`: the text that was found, if the row does not show it anyway: a mask, a user name, a name I use there, a
   * name of theirs.
   */
  relationships: (ConversationView & { matched: string | null })[];
  messages: {
    relationship: RelationshipId;
    name: string;
    picture: string;
    message: MessageId;
    sequence: number;
    snippet: string;
    at: number;
  }[];
  /** false while older messages are still being looked through. */
  done: boolean;
}
