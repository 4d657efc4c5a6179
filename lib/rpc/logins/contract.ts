// Log-ins, notes, cards and addresses: listing, reading, changing, the bin, moving in and out.
import * as v from 'valibot';
import type { LeftOut } from '#app/logins/entry-records.ts';
import type { UndoableImport } from '#app/logins/import.ts';
import type { Committed, ConflictView } from '#app/logins/staged-import.ts';
import type { EntryRowView, EntryView } from '#app/views/entries.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import type { ImportCounts } from '#logins/moving/preview.ts';
import type { OneTimeCode } from '#logins/one-time/code.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id } from '../call/schemas.ts';
import { changeSchema, entrySchema } from './entry-schema.ts';

const entryId = v.object({ entry: id });
const importId = v.object({ import: id });
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
/** Entries of one call: a message between contexts must stay small. */
export const MOST_TOGETHER = 100;

export const logins = {
  entries: method<{ items: EntryRowView[]; total: number }>()(
    v.object({
      kind: v.picklist(['all', 'login', 'note', 'card', 'address', 'other', 'bin']),
      query: v.pipe(v.string(), v.maxLength(200)),
      offset: count,
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
  entry: method<EntryView | null>()(entryId),
  /** One secret of an entry. `index`: of a field, or of a former version. */
  revealSecret: method<OkOrReason<{ secret: string }, 'gone'>>()(
    v.object({
      entry: id,
      part: v.picklist(['password', 'field', 'version', 'card-number', 'card-code', 'card-pin']),
      index: v.optional(count, 0),
    }),
  ),
  /** A one-time code of an entry now, and the one after it. */
  oneTimeCode: method<OkOrReason<OneTimeCode, 'gone'>>()(v.object({ entry: id, index: count })),
  /** `entry`: drawn by the page, so that a second try adds none. */
  addEntry: method<{ leftOut: LeftOut[] }>()(v.object({ entry: id, given: entrySchema })),
  changeEntry: method<OkOrReason<{ leftOut: LeftOut[] }, 'gone'>>()(v.object({ entry: id, change: changeSchema })),
  restoreVersion: method<OkOrReason<object, 'gone'>>()(v.object({ entry: id, index: count })),
  deleteEntry: method<null>()(entryId),
  restoreEntry: method<null>()(entryId),
  /** For good: only of the bin. */
  eraseEntry: method<null>()(entryId),
  /** Some entries of a file; `import` is drawn by the page, `first` the number of the first of these. */
  stageImport: method<OkOrReason<object, 'full'>>()(
    v.object({ import: id, first: count, entries: v.pipe(v.array(entrySchema), v.maxLength(MOST_TOGETHER)) }),
  ),
  /** `gone`: the worker was ended meanwhile, and the entries are to be handed in again. */
  previewImport: method<OkOrReason<{ counts: ImportCounts; conflicts: ConflictView[] }, 'gone'>>()(importId),
  /** Keeps some more of it. `choices`: one for each conflict, in their order. */
  commitImport: method<OkOrReason<Committed, 'gone'>>()(
    v.object({
      import: id,
      from: v.pipe(v.string(), v.maxLength(60)),
      choices: v.pipe(v.array(v.picklist(['keep-mine', 'take-theirs', 'keep-both'])), v.maxLength(50_000)),
    }),
  ),
  /** Forgets what was handed in. */
  dropImport: method<null>()(importId),
  imports: method<UndoableImport[]>()(nothing),
  /** Takes some more of it back. `left`: how many it still counts; `kept`: how many stayed, since they were changed. */
  undoImport: method<{ left: number; kept: number }>()(importId),
  /** Behind the passphrase. */
  beginExport: method<OkOrReason<{ ticket: string; ids: string[] }, 'wrong'>>()(
    v.object({ passphrase: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)) }),
  ),
  exportEntries: method<OkOrReason<{ entries: VaultEntry[] }, 'gone'>>()(
    v.object({ ticket: id, ids: v.pipe(v.array(id), v.maxLength(MOST_TOGETHER)) }),
  ),
} as const;
export type LoginsContract = typeof logins;
