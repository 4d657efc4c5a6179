// All that a person keeps of a log-in beside its user name and password (`login.ts`), and notes, cards and addresses.
// An entry has the id of its log-in, and of its relationship if it has one. Its former versions and its files are
// records of their own, read when they are asked for.
import { MOST_KEPT } from '#logins/formats/entry.ts';
import {
  blob,
  boolean,
  bytes,
  choice,
  list,
  nullable,
  part,
  struct,
  text,
  timestamp,
  u8,
  u32,
  type ValueOf,
} from '#wire/format.ts';
import { id16, NOWHERE, recordKind, refs } from './record.ts';
import { relationship } from './relationship.ts';

export const MAX_ENTRY_BYTES = 192 * 1024;
/** In bytes of UTF-8, as everything here. */
export const LONGEST = { title: 500, name: 300, value: 24_000, note: 60_000, url: 2048, key: 12_000, kept: 100_000 };
export const MOST = { ...MOST_KEPT, tags: 40, folders: 12, lines: 6 };

const short = text(LONGEST.name);

/** A page or site where its log-in is used. The first decides its `site`. */
export const entrySite = struct({
  url: text(LONGEST.url),
  match: choice({ domain: 1, host: 2, 'starts-with': 3, exact: 4, regex: 5, never: 6 }),
});

/** A secret of time-based codes (RFC 6238). */
const oneTime = struct({
  secret: text(400),
  algorithm: choice({ 'SHA-1': 1, 'SHA-256': 2, 'SHA-512': 3 }),
  digits: u8,
  periodSeconds: u32,
  alphabet: choice({ decimal: 1, steam: 2 }),
  issuer: short,
  account: short,
});

export const entryField = struct({
  name: short,
  value: text(LONGEST.value),
  type: choice({ text: 1, hidden: 2, 'yes-no': 3, linked: 4 }),
  section: short,
});

const card = struct({ holder: short, number: short, brand: short, expiry: text(20), code: text(40), pin: text(80) });

const person = struct({
  ...{ title: short, firstName: short, middleName: short, lastName: short },
  ...{ company: short, email: text(400), phone: short },
  ...{ lines: list(MOST.lines, short), city: short, region: short, postalCode: short, country: short },
});

/** Kept for those who can use it: nothing here signs with it. */
const passkey = struct({
  ...{ credentialId: text(2000), rpId: short, rpName: short },
  ...{ userHandle: text(400), userName: text(400), userDisplayName: text(400) },
  key: text(LONGEST.key),
  createdAt: nullable(timestamp),
  prfSecrets: nullable(struct({ verified: text(200), unverified: text(200) })),
});

const attachment = struct({ file: id16, name: text(LONGEST.title), size: u32 });

export const entryKind = recordKind(
  'entry',
  'fact',
  1,
  MAX_ENTRY_BYTES,
  struct({
    kind: choice({ login: 1, note: 2, card: 3, address: 4, other: 5 }),
    title: text(LONGEST.title),
    /** Contexts, from the outermost inwards. */
    folder: list(MOST.folders, short),
    tags: list(MOST.tags, short),
    favourite: boolean,
    sites: list(MOST.sites, entrySite),
    /** Of a log-in, if it is told from the user name. */
    email: text(400),
    note: text(LONGEST.note),
    fields: list(MOST.fields, entryField),
    oneTimes: list(MOST.oneTimes, oneTime),
    card: nullable(card),
    person: nullable(person),
    passkeys: list(MOST.passkeys, passkey),
    attachments: list(MOST.attachments, attachment),
    kept: list(MOST.kept, struct({ from: text(80), what: text(80), json: text(LONGEST.kept) })),
    createdAt: timestamp,
    changedAt: timestamp,
    /** Since when it has lain in the bin. */
    deletedAt: nullable(timestamp),
    /** The import that brought it. */
    import: nullable(id16),
  }),
  [
    { topic: 'entries' },
    {
      topic: 'thread',
      of: ({ oneTimes }) => oneTimes.flatMap(({ issuer, account }) => [issuer, account]),
      beside: relationship,
    },
    { topic: 'site', of: ({ oneTimes }) => oneTimes.flatMap(({ issuer, account }) => [issuer, account]) },
  ],
);
export type Entry = ValueOf<typeof entryKind.format>;
export const entry = refs<Entry, [id: string]>(entryKind);

export const MAX_EARLIER = 50;
const MAX_EARLIER_BYTES = 256 * 1024;

const password = { until: nullable(timestamp), password: text(4096) };
const mainParts = {
  title: text(LONGEST.title),
  sites: list(MOST.sites, entrySite),
  username: text(1280),
  note: text(LONGEST.note),
  fields: list(MOST.fields, entryField),
};
/** How it was while a version was no more than this. */
const entryHistoryV1 = part(
  'entry-history record',
  MAX_EARLIER_BYTES,
  struct({ versions: list(MAX_EARLIER, struct({ ...password, rest: nullable(struct(mainParts)) })) }),
);
/** All else that a person changes of an entry; null: not known. */
const more = nullable(
  struct({
    ...{ folder: list(MOST.folders, short), tags: list(MOST.tags, short), favourite: boolean, email: text(400) },
    ...{ oneTimes: list(MOST.oneTimes, oneTime), card: nullable(card), person: nullable(person) },
  }),
);

/** How it was before its last changes, the newest first: a way back from each. */
export const entryHistoryKind = recordKind(
  'entry-history',
  'fact',
  2,
  MAX_EARLIER_BYTES,
  struct({
    versions: list(
      MAX_EARLIER,
      /** Of a version without `rest` only the password is known. */
      struct({ ...password, rest: nullable(struct({ ...mainParts, more })) }),
    ),
  }),
  [{ topic: 'entries' }],
  {
    1: (encoded) => ({
      versions: entryHistoryV1
        .decode(encoded)
        .versions.map(({ rest, ...known }) => ({ ...known, rest: rest && { ...rest, more: null } })),
    }),
  },
);
export type EntryHistory = ValueOf<typeof entryHistoryKind.format>;
export const entryHistory = refs<EntryHistory, [id: string]>(entryHistoryKind);

/** Files are kept in parts of that many bytes, the last one shorter. */
export const FILE_PART_BYTES = 128 * 1024;

export const entryFileKind = recordKind(
  'entry-file',
  'fact',
  1,
  FILE_PART_BYTES + 16,
  struct({ bytes: blob(FILE_PART_BYTES) }),
  NOWHERE,
);
export type EntryFile = ValueOf<typeof entryFileKind.format>;
export const entryFile = refs<EntryFile, [entry: string, file: string, part: number]>(entryFileKind);

/** A file that a page is handing in: its entry does not name it yet. */
export const entryUploadKind = recordKind(
  'entry-upload',
  'own',
  1,
  64,
  struct({
    /** As many of its parts are here. */
    parts: u32,
    /** When the last one came. */
    at: timestamp,
  }),
  NOWHERE,
);
export type EntryUpload = ValueOf<typeof entryUploadKind.format>;
export const entryUpload = refs<EntryUpload, [entry: string, file: string]>(entryUploadKind);

const importFields = {
  /** The format's name, for the person. */
  from: text(200),
  at: timestamp,
  /** How many numbers were given; an entry that was left out has one, too. */
  count: u32,
};
/** How it was while merges could not be undone. */
const importV1 = part('import record', 1024, struct(importFields));

/** An import, for as long as it can be undone. Ids of its entries follow from its own and their number. */
export const importKind = recordKind(
  'import',
  'fact',
  2,
  1024,
  struct({
    ...importFields,
    /** Into how many entries that were here it merged: each has an `import-merge`. */
    merged: u32,
  }),
  [{ topic: 'settings' }],
  { 1: (encoded) => ({ ...importV1.decode(encoded), merged: 0 }) },
);
export type Import = ValueOf<typeof importKind.format>;
export const importRecord = refs<Import, [id: string]>(importKind);

const MOST_LOGIN_BYTES = 16 * 1024;

/** How an entry was before an import merged into it, for as long as that can be undone. */
export const importMergeKind = recordKind(
  'import-merge',
  'fact',
  1,
  MAX_ENTRY_BYTES + MAX_EARLIER_BYTES + MOST_LOGIN_BYTES + 64,
  struct({
    entry: id16,
    /** Of its three kinds of records, as they were encoded. */
    versions: bytes(3),
    before: nullable(blob(MAX_ENTRY_BYTES)),
    login: nullable(blob(MOST_LOGIN_BYTES)),
    history: nullable(blob(MAX_EARLIER_BYTES)),
    /** Digest of the three as the import left them: another one says that they were changed since. */
    after: bytes(32),
  }),
  NOWHERE,
);
export type ImportMerge = ValueOf<typeof importMergeKind.format>;
export const importMerge = refs<ImportMerge, [import: string, number: number]>(importMergeKind);
