// What the popup is shown of the site in front, and of identities there.
import type { MessageId, RelationshipId } from './ids.ts';

export interface SiteIdentityView {
  id: RelationshipId;
  name: string;
  picture: string;
  /** Empty: it has none. */
  mask: string;
  username: string;
  hasPassword: boolean;
  createdAt: number;
  /** When a form was last filled with it; null: not known. */
  usedAt: number | null;
  /** Made for a form that was never sent, and nothing has come. */
  isUnused: boolean;
  unread: number;
  /** It has a mask, which takes no mail. */
  maskPaused: boolean;
  /** `mailer`: who vouches for it in the site's place; null: the site does. */
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

export interface SiteView {
  /** Site in front of the person; null: a page that can have no identity (a browser page, a file). */
  site: string | null;
  secure: boolean;
  /** Whether Nucleus may see pages of this site (host permission). */
  access: boolean;
  quiet: boolean;
  identities: SiteIdentityView[];
  /** The page in front is an invitation link. */
  invitation: string | null;
}
