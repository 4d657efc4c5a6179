// A file format of another password manager: its reader, perhaps its writer, and the table of the parts that are lost
// each way, from which an import's report, the words before an export and docs/moving.md are made. One bad entry never
// ends a reading: the reader names it, says why, and goes on.
import type { VaultEntry } from './entry.ts';
import type { KeePassTree } from './keepass/tree.ts';
import type { ArchiveRecord } from './nucleus/records.ts';

/** The parts of an entry that a format may be without. */
export const ENTRY_PARTS = [
  'title',
  'folder',
  'tags',
  'favourite',
  'sites',
  'match-rules',
  'username',
  'email',
  'password',
  'one-time-codes',
  'steam-codes',
  'note',
  'fields',
  'hidden-fields',
  'cards',
  'addresses',
  'passkeys',
  'attachments',
  'earlier-passwords',
  'earlier-versions',
  'dates',
  'bin',
] as const;
export type EntryPart = (typeof ENTRY_PARTS)[number];

/** `noted`: it lands in the note or in a field, for a person to find and no program. */
export type CarriedAs = 'whole' | 'partly' | 'noted' | 'lost';

/** Parts that are not named come whole. */
export type Losses = Readonly<Partial<Record<EntryPart, Exclude<CarriedAs, 'whole'>>>>;

/** Why something of an entry could not be taken. Its words are in the locales. */
export type ProblemReason =
  | 'not-understood'
  | 'cut-off'
  | 'too-long'
  | 'too-many'
  | 'unknown-algorithm'
  | 'counter-code'
  | 'bad-secret'
  | 'bad-address'
  | 'bad-date'
  | 'bad-key'
  | 'circular-reference'
  | 'missing-reference'
  | 'missing-attachment'
  | 'damaged-attachment'
  | 'no-room'
  /** Of an entry and those after it: whether the vault has them was not looked for. */
  | 'not-compared'
  /** The import ended before it was handed in. */
  | 'stopped'
  /** It may be whole: the file ends there, and in another way than its program ends one. */
  | 'maybe-cut-off'
  /** Of a picture: it shows no code that can be read. */
  | 'no-code'
  /** Of a transfer in several pictures: this one was not among them. */
  | 'missing-picture';

export interface ReadingProblem {
  /** The entry's name, or its place in the file: `Row 12`. */
  readonly entry: string;
  readonly reason: ProblemReason;
  /** The part that was left out: the name of a field, a file. Empty: the whole entry. */
  readonly what: string;
}

/** Notes a problem with a part of the entry at hand. */
export type TellProblem = (reason: ProblemReason, what: string) => void;

/** All entries that could be read, and each thing that could not. */
export interface ReadEntries {
  readonly entries: readonly VaultEntry[];
  readonly problems: readonly ReadingProblem[];
}

/** A file as it was opened: text, an archive's files, the tree in a KDBX, or the records of a Nucleus archive. */
export type EntrySource =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'archive';
      /** By path, with slashes. */
      readonly files: ReadonlyMap<string, Uint8Array>;
      /** Paths of files that are there and could not be unpacked whole. */
      readonly damaged: ReadonlySet<string>;
    }
  | { readonly kind: 'keepass'; readonly tree: KeePassTree }
  | { readonly kind: 'nucleus'; readonly records: readonly ArchiveRecord[] };

/**
 * Why nothing of a file can be read. `account-bound`: only the account that it was made in can open it;
 * `password-needed`: its opener wants one, and comes first.
 */
export type FileRefusal = 'damaged' | 'account-bound' | 'password-needed' | 'unknown-version' | 'empty';

export type ReadingOutcome =
  | ({ readonly ok: true } & ReadEntries)
  | { readonly ok: false; readonly refusal: FileRefusal };

export interface EntryFormat {
  /** Stands in kept parts. */
  readonly id: string;
  /** Its product's own name. */
  readonly name: string;
  /** By content alone, never by a file's name. */
  recognises(source: EntrySource): boolean;
  read(source: EntrySource): ReadingOutcome;
  /** Null: it is read only. */
  readonly write: ((entries: readonly VaultEntry[]) => string) | null;
  /** Parts that its reader cannot take over from a file that has it. */
  readonly lostReading: Losses;
  /** Parts that its writer leaves behind. */
  readonly lostWriting: Losses;
}

/** More entries than anybody has: a file with more is read no further. */
export const MOST_ENTRIES = 50_000;
/** The longest text that is taken, in characters: a note. */
export const MOST_LETTERS = 100_000;
