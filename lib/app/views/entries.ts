// What pages are shown of log-ins, notes, cards and addresses. Secrets are asked for one at a time.
import type {
  EarlierRest,
  EarlierVersion,
  EntryField,
  EntryKind,
  EntryPerson,
  EntrySite,
} from '#logins/formats/entry.ts';

/** Of a new password: what the page that was given it told by its form. */
export type ProposedSeen = 'nothing' | 'taken' | 'back';

export type EntryListKind = 'all' | EntryKind | 'bin';

/** Folders and tags that are in use, each with how many have it. */
export interface EntryPlaces {
  folders: readonly { path: readonly string[]; count: number }[];
  tags: readonly { name: string; count: number }[];
}

/** The last backup file of everything. */
export interface SavedFileView {
  /** Log-ins, notes, cards and addresses that are kept now, the bin left out. */
  count: number;
  /** Null: none was ever saved. */
  at: number | null;
  /** Nothing was changed since. */
  isWhole: boolean;
}

/** Those in this folder or one below it, with this tag; null: in any. */
export interface EntryPlace {
  readonly folder: readonly string[] | null;
  readonly tag: string | null;
}

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
  /** When a form of the site was given a new password; null: none waits for the site. */
  proposedAt: number | null;
  proposedSeen: ProposedSeen;
  /** Newest first. `isWhole`: more than its password is known. `changed`: what was changed then, if that is known. */
  versions: readonly {
    /** It stays the same wherever others move it; of two that are the same in everything it is one. */
    id: string;
    until: number | null;
    isWhole: boolean;
    hasPassword: boolean;
    changed: readonly VersionPart[];
  }[];
}

/** What a person changes of an entry. */
export type VersionPart = keyof EarlierRest | Exclude<keyof NonNullable<EarlierVersion['rest']>, 'more'> | 'password';

/** A card as a form is filled with it. */
export interface CardDetails {
  readonly holder: string;
  readonly number: string;
  readonly brand: string;
  /** `2027-04`, or empty. */
  readonly expiry: string;
  readonly code: string;
}

/** A person's name and postal address as a form is filled with it. */
export type AddressDetails = Omit<EntryPerson, 'email'>;

export type DetailFill = { readonly card: CardDetails } | { readonly address: AddressDetails };

/** Cards and addresses to be chosen among: no more of a card than its last digits. */
export interface DetailRows {
  cards: readonly { id: string; title: string; ending: string; about: string }[];
  addresses: readonly { id: string; title: string; about: string }[];
}
