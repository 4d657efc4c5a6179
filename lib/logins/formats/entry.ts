// An entry of any password manager: readers of files give it and writers take it. Text and numbers, so that it can
// cross a channel; bytes are base64url without padding. A field that a file lacks is empty.

/** A log-in, a secure note, a payment card, a person with a postal address, or a kind that no screen knows yet. */
export type EntryKind = 'login' | 'note' | 'card' | 'address' | 'other';

/** `domain`: the whole site, as `siteOf` has it; `regex` is kept, and never matched. */
export type MatchRule = 'domain' | 'host' | 'starts-with' | 'exact' | 'regex' | 'never';

export interface EntrySite {
  /** As it was written; a host without a scheme is one, too. */
  readonly url: string;
  readonly match: MatchRule;
}

/** A time-based one-time code (RFC 6238), whatever spelling it came in. */
export interface OneTime {
  /** RFC 4648 base32 in capitals, without padding. */
  readonly secret: string;
  readonly algorithm: 'SHA-1' | 'SHA-256' | 'SHA-512';
  readonly digits: number;
  readonly periodSeconds: number;
  /** `steam`: five letters of Steam's own alphabet. */
  readonly alphabet: 'decimal' | 'steam';
  readonly issuer: string;
  readonly account: string;
}

export interface EntryField {
  readonly name: string;
  /**
   * Of `yes-no`: `true` or `false`. Of `linked`: the part that it stands for, `username` or `password`; in cards and
   * addresses Bitwarden's name of one.
   */
  readonly value: string;
  readonly type: 'text' | 'hidden' | 'yes-no' | 'linked';
  /** The heading that it stands below. */
  readonly section: string;
}

export interface EntryCard {
  readonly holder: string;
  readonly number: string;
  readonly brand: string;
  /** `2027-04`, or empty. */
  readonly expiry: string;
  /** The verification code. */
  readonly code: string;
  readonly pin: string;
}

/** The parts of a name and a postal address, as forms ask for them. */
export interface EntryPerson {
  readonly title: string;
  readonly firstName: string;
  readonly middleName: string;
  readonly lastName: string;
  readonly company: string;
  readonly email: string;
  readonly phone: string;
  /** Street and number, one line each. */
  readonly lines: readonly string[];
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  /** As it came: a name or an ISO 3166 code. */
  readonly country: string;
}

export interface EntryPasskey {
  readonly credentialId: string;
  readonly rpId: string;
  readonly rpName: string;
  readonly userHandle: string;
  readonly userName: string;
  readonly userDisplayName: string;
  /** PKCS#8. Its algorithm is read from it, never from a label. */
  readonly key: string;
  readonly createdAt: number | null;
  /** Secrets of the `prf` extension: with user verification and without; empty: it has none. */
  readonly prfSecrets: { readonly verified: string; readonly unverified: string } | null;
}

export interface EntryAttachment {
  readonly name: string;
  /** The path of its bytes in the archive. */
  readonly ref: string;
  readonly size: number;
}

/** How it was before a change: of most files only the password is known. */
export interface EarlierVersion {
  /** When it was replaced, ms since the epoch; null: not known. */
  readonly until: number | null;
  readonly password: string;
  readonly rest:
    | (Pick<VaultEntry, 'title' | 'sites' | 'username' | 'note' | 'fields'> & {
        /** Absent: not known, as from most files. */
        readonly more?: EarlierRest | undefined;
      })
    | null;
}

/** All else that a person changes of an entry. */
export type EarlierRest = Pick<VaultEntry, 'folder' | 'tags' | 'favourite' | 'email' | 'oneTimes' | 'card' | 'person'>;

/** Kept whole for the writer of the same format: an SSH key, a licence, a part that is newer than its reader. */
export interface KeptPart {
  /** Id of the format that it came from. */
  readonly from: string;
  /** Its name there: `sshKey`. */
  readonly what: string;
  readonly json: string;
}

export interface VaultEntry {
  readonly kind: EntryKind;
  readonly title: string;
  /** From the outermost inwards. */
  readonly folder: readonly string[];
  readonly tags: readonly string[];
  readonly favourite: boolean;
  readonly sites: readonly EntrySite[];
  readonly username: string;
  /** If a file tells it from the user name. */
  readonly email: string;
  readonly password: string;
  readonly oneTimes: readonly OneTime[];
  readonly note: string;
  readonly fields: readonly EntryField[];
  readonly card: EntryCard | null;
  readonly person: EntryPerson | null;
  readonly passkeys: readonly EntryPasskey[];
  readonly attachments: readonly EntryAttachment[];
  /** Newest first. */
  readonly earlier: readonly EarlierVersion[];
  /** ms since the epoch. */
  readonly createdAt: number | null;
  readonly changedAt: number | null;
  /** Since when it has lain in the bin; null: it does not. */
  readonly deletedAt: number | null;
  readonly kept: readonly KeptPart[];
}

/** Of what an entry may have many of, so many are kept. */
export const MOST_KEPT = { sites: 30, fields: 200, oneTimes: 10, passkeys: 20, attachments: 60, kept: 20 };

/** An entry with nothing in it. */
export const EMPTY_ENTRY: VaultEntry = {
  ...{ kind: 'login', title: '', folder: [], tags: [], favourite: false, sites: [] },
  ...{ username: '', email: '', password: '', oneTimes: [], note: '', fields: [], card: null, person: null },
  ...{ passkeys: [], attachments: [], earlier: [], createdAt: null, changedAt: null, deletedAt: null, kept: [] },
};

/** A card and a person of whom nothing is known. */
export const EMPTY_CARD: EntryCard = { holder: '', number: '', brand: '', expiry: '', code: '', pin: '' };
export const EMPTY_PERSON: EntryPerson = {
  ...{ title: '', firstName: '', middleName: '', lastName: '', company: '', email: '', phone: '' },
  ...{ lines: [], city: '', region: '', postalCode: '', country: '' },
};
