// What the popup is shown of the site in front, and of identities there.
import type { ProposedSeen } from './entries.ts';
import type { MessageId, RelationshipId } from './ids.ts';

/** The question before a secret goes into a page. Hosts are as a person reads them. */
export interface FillQuestion {
  /** Of the page. */
  site: string;
  /** The log-in is of this other site; null: of the page's, or of one that belongs to it. */
  elsewhere: string | null;
  /** A site with log-ins of the person, for which the page may be taken. */
  like: string | null;
  /** The connection can be read on its way. */
  isPlain: boolean;
  /** Whether the answer may stand from now on. */
  keeps: boolean;
}

/** What a person decided of sites. */
export interface SiteChoicesView {
  /** As a person writes their addresses. */
  groups: string[][];
  /** Sites to which secrets go over plain text without a question. */
  plain: { site: string; shown: string }[];
}

export interface SiteIdentityView {
  id: RelationshipId;
  name: string;
  picture: string;
  /** The host of the site that it is of; null: of the one in front. */
  host: string | null;
  /** Empty: it has none. */
  mask: string;
  username: string;
  hasPassword: boolean;
  /** When a form of the site was given a new password; null: none waits for the site. */
  proposedAt: number | null;
  proposedSeen: ProposedSeen;
  createdAt: number;
  /** When a form was last filled with it; null: not known. */
  usedAt: number | null;
  /** Made for a form that was never sent, and nothing has come. */
  isUnused: boolean;
  unread: number;
  /** It has a mask, which takes no mail. */
  maskPaused: boolean;
  /** `mailer`: who vouches for it in the site's place; null: the site does. */
  oneTimes: readonly { account: string }[];
  code: { message: MessageId; digits: string; receivedAt: number; mailer: string | null } | null;
}

/** Made for a form that was never sent; nothing has come to it. */
export interface UnusedIdentityView {
  id: RelationshipId;
  name: string;
  picture: string;
  /** As a person reads it. */
  site: string;
  mask: string;
  createdAt: number;
}

/** Whether a log-in is to be kept that was typed into a page. */
export interface TypedQuestionView {
  id: string;
  is: 'new' | 'changed';
  /** As a person reads it. */
  site: string;
  /** By which the person knows the log-in; it may be empty. */
  name: string;
}

export interface SiteView {
  /** Site in front of the person; null: a page that can have no identity (a browser page, a file). */
  site: string | null;
  secure: boolean;
  /** Whether Nucleus may see pages of this site (host permission). */
  access: boolean;
  quiet: boolean;
  identities: SiteIdentityView[];
  /** Of whatever site: its page may be gone. */
  typed: TypedQuestionView[];
  /** The page in front is an invitation link. */
  invitation: string | null;
}
