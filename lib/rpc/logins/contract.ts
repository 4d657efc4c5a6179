// Log-ins, notes, cards and addresses: listing, reading, changing, the bin, moving in and out.
import * as v from 'valibot';
import type { ChangePage } from '#app/logins/change-page.ts';
import type { LeftOut } from '#app/logins/entry-records.ts';
import type { EntryFileRefusal, WantedFilePart } from '#app/logins/files.ts';
import type { UndoableImport } from '#app/logins/import.ts';
import type { Committed, ImportFindings } from '#app/logins/staged-import.ts';
import type { NotShared } from '#app/relationships/share-login.ts';
import type { EntryPlaces, EntryRowView, EntryView, SavedFileView } from '#app/views/entries.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import type { OneTimeCode } from '#logins/one-time/code.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id } from '../call/schemas.ts';
import { changeSchema, entrySchema } from './entry-schema.ts';

const entryId = v.object({ entry: id });
const importId = v.object({ import: id });
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
const time = v.pipe(v.number(), v.integer(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(1000));
/** To be read by `entryFilePart`, where `file` is its `ref`. */
export interface ExportedFile {
  readonly entry: string;
  readonly title: string;
  readonly name: string;
  readonly ref: string;
  readonly size: number;
}

/** When an export began, and 32 hex digits of everything that was kept then. */
export interface ExportedState {
  readonly at: number;
  readonly stamp: string;
}

/** Entries of one call: a message between contexts must stay small. */
export const MOST_TOGETHER = 100;

export const logins = {
  entries: method<{ items: EntryRowView[]; total: number }>()(
    v.object({
      kind: v.picklist(['all', 'login', 'note', 'card', 'address', 'other', 'bin']),
      query: v.pipe(v.string(), v.maxLength(200)),
      offset: count,
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
      folder: v.nullable(v.pipe(v.array(name), v.maxLength(40))),
      tag: v.nullable(name),
    }),
  ),
  entryPlaces: method<EntryPlaces>()(nothing),
  entry: method<EntryView | null>()(entryId),
  /** One secret of an entry. `index`: of a field; `version`: the id of a former version. */
  revealSecret: method<OkOrReason<{ secret: string }, 'gone'>>()(
    v.object({
      entry: id,
      part: v.picklist(['password', 'proposed', 'field', 'version', 'card-number', 'card-code', 'card-pin']),
      index: v.optional(count, 0),
      version: v.optional(id),
    }),
  ),
  /**
   * A one-time code of an entry now, and the one after it. `clock`: this device's is off by so much, as services say;
   * `isSure`: the code is by theirs.
   */
  oneTimeCode: method<OkOrReason<OneTimeCode & { clock: { offByMs: number; isSure: boolean } | null }, 'gone'>>()(
    v.object({ entry: id, index: count }),
  ),
  /** `entry`: drawn by the page, so that a second try adds none. */
  addEntry: method<{ leftOut: LeftOut[] }>()(v.object({ entry: id, given: entrySchema })),
  changeEntry: method<OkOrReason<{ leftOut: LeftOut[] }, 'gone'>>()(v.object({ entry: id, change: changeSchema })),
  /** The site took the password that was proposed at that time, or did not. */
  settleProposed: method<OkOrReason<object, 'gone'>>()(v.object({ entry: id, at: time, accepted: v.boolean() })),
  /** Where its password is changed. At a press alone: the site may be asked. `no-address`: it has none with https. */
  changePage: method<OkOrReason<ChangePage, 'gone' | 'no-address'>>()(entryId),
  restoreVersion: method<OkOrReason<object, 'gone'>>()(v.object({ entry: id, version: id })),
  deleteEntry: method<null>()(entryId),
  restoreEntry: method<null>()(entryId),
  /** For good: only of the bin. */
  eraseEntry: method<null>()(entryId),
  /** Sends a copy into a conversation. `nonce` as of `send`. */
  shareLogin: method<OkOrReason<{ message: string }, NotShared | 'storage'>>()(
    v.object({
      ...{ entry: id, relationship: id, nonce: id },
      parts: v.object({ note: v.boolean(), oneTime: v.boolean() }),
    }),
  ),
  /** What a shared log-in keeps from sight until it is asked for. */
  revealSharedLogin: method<OkOrReason<{ password: string; note: string }, 'gone'>>()(
    v.object({ relationship: id, message: id }),
  ),
  /** Makes an entry of it. `origin`: a field that says where it came from, in the person's words. */
  keepSharedLogin: method<OkOrReason<{ entry: string }, 'gone'>>()(
    v.object({
      ...{ relationship: id, message: id },
      origin: v.object({ name: v.pipe(v.string(), v.maxLength(200)), value: v.pipe(v.string(), v.maxLength(200)) }),
    }),
  ),
  /** Hands a part of a file in, as base64url. `file`: drawn by the page, so that a second try adds none. */
  putEntryFile: method<OkOrReason<{ next: WantedFilePart | null }, EntryFileRefusal | 'storage'>>()(
    v.object({
      entry: id,
      file: id,
      name: v.pipe(v.string(), v.maxLength(1024)),
      size: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 40)),
      part: count,
      bytes: v.pipe(v.string(), v.maxLength(180_000)),
      import: v.nullable(id),
    }),
  ),
  /** As base64url; null: it is not there (any more), or has no such part. */
  entryFilePart: method<{ bytes: string } | null>()(v.object({ entry: id, file: id, part: count })),
  removeEntryFile: method<null>()(v.object({ entry: id, file: id })),
  /**
   * Some entries of a file; `import` is drawn by the page, `first` the number of the first of these. `gone`: the worker
   * is another one and does not have those before.
   */
  stageImport: method<OkOrReason<object, 'full' | 'gone'>>()(
    v.object({ import: id, first: count, entries: v.pipe(v.array(entrySchema), v.maxLength(MOST_TOGETHER)) }),
  ),
  /** `gone`: the worker was ended meanwhile, and the entries are to be handed in again. */
  previewImport: method<OkOrReason<ImportFindings, 'gone'>>()(importId),
  /** Keeps some more of it. `choices`: one for each conflict that the preview told. */
  commitImport: method<OkOrReason<Committed, 'gone' | 'storage'>>()(
    v.object({
      import: id,
      from: v.pipe(v.string(), v.maxLength(60)),
      choices: v.pipe(
        v.array(v.object({ at: count, choice: v.picklist(['keep-mine', 'take-theirs', 'keep-both']) })),
        v.maxLength(50_000),
      ),
    }),
  ),
  /** Forgets what was handed in. */
  dropImport: method<null>()(importId),
  imports: method<UndoableImport[]>()(nothing),
  /** Takes some more of it back. `left`: how many it still counts; `kept`: how many stayed, since they were changed. */
  undoImport: method<{ left: number; kept: number }>()(importId),
  /**
   * Behind the passphrase. `state`: for `exportSaved`; this worker may be ended before a large file is written.
   * `vault`: the whole of it is wanted, too, for a backup file.
   */
  beginExport: method<OkOrReason<{ ticket: string; ids: string[]; state: ExportedState }, 'wrong'>>()(
    v.object({
      passphrase: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)),
      vault: v.boolean(),
    }),
  ),
  /** Each entry once. `files`: those that hang on these entries; their `ref` is that of the entry. */
  exportEntries: method<OkOrReason<{ entries: VaultEntry[]; files: ExportedFile[] }, 'gone'>>()(
    v.object({ ticket: id, ids: v.pipe(v.array(id), v.maxLength(MOST_TOGETHER)) }),
  ),
  /**
   * The pieces of the whole vault (lib/app/device/backup.ts) for a backup file, from 0 one after another, as base64url.
   * Null: there are no more.
   */
  exportPiece: method<OkOrReason<{ piece: string | null }, 'gone'>>()(v.object({ ticket: id, at: count })),
  /** All of it was handed to the browser as a backup file. */
  exportSaved: method<null>()(v.object({ at: time, stamp: id })),
  savedFile: method<SavedFileView>()(nothing),
} as const;
export type LoginsContract = typeof logins;
