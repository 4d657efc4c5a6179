// What pages are shown of log-ins, notes, cards and addresses. Secrets are asked for one at a time.
import type { EntryField, EntryKind, EntryPerson, EntrySite } from '#logins/formats/entry.ts';

export type EntryListKind = 'all' | EntryKind | 'bin';

export interface EntryRowView {
  id: string;
  kind: EntryKind;
  title: string;
  username: string;
  /** For a log-in: its site's host as shown. */
  host: string | null;
  /** Seed (hex) of its picture. */
  picture: string;
  favourite: boolean;
  /** It belongs to an identity, with a conversation of its own. */
  isIdentity: boolean;
  hasPassword: boolean;
  hasOneTime: boolean;
  deletedAt: number | null;
}

export interface EntryView extends EntryRowView {
  sites: readonly EntrySite[];
  mask: string;
  email: string;
  folder: readonly string[];
  tags: readonly string[];
  note: string;
  /** Values of hidden ones are left out. */
  fields: readonly EntryField[];
  /** Its number but for the last digits, its code and its PIN are left out. */
  card: { holder: string; number: string; brand: string; expiry: string; code: string; pin: string } | null;
  person: EntryPerson | null;
  oneTimes: readonly { issuer: string; account: string }[];
  passkeys: readonly { rpId: string; userName: string; createdAt: number | null }[];
  attachments: readonly { file: string; name: string; size: number }[];
  /** Names of the parts that no screen knows. */
  keptParts: readonly string[];
  createdAt: number;
  changedAt: number;
  passwordChangedAt: number | null;
  /** Newest first. `isWhole`: more than its password is known. */
  versions: readonly { until: number | null; isWhole: boolean }[];
}
