// Log-ins, notes, cards and addresses: listing, reading, changing, the bin, moving in and out.
import * as v from 'valibot';
import type { LeftOut } from '#app/logins/entry-records.ts';
import type { UndoableImport } from '#app/logins/import.ts';
import type { EntryRowView, EntryView } from '#app/views/entries.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id } from '../call/schemas.ts';
import { changeSchema, entrySchema } from './entry-schema.ts';

const entryId = v.object({ entry: id });
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
  /** `entry`: drawn by the page, so that a second try adds none. */
  addEntry: method<{ leftOut: LeftOut[] }>()(v.object({ entry: id, given: entrySchema })),
  changeEntry: method<OkOrReason<{ leftOut: LeftOut[] }, 'gone'>>()(v.object({ entry: id, change: changeSchema })),
  restoreVersion: method<OkOrReason<object, 'gone'>>()(v.object({ entry: id, index: count })),
  deleteEntry: method<null>()(entryId),
  restoreEntry: method<null>()(entryId),
  /** For good: only of the bin. */
  eraseEntry: method<null>()(entryId),
  /** Some entries of a file; `import` is drawn by the page, `first` the number of the first of these. */
  importEntries: method<{ leftOut: LeftOut[][] }>()(
    v.object({
      import: id,
      from: v.pipe(v.string(), v.maxLength(60)),
      first: count,
      entries: v.pipe(v.array(entrySchema), v.maxLength(MOST_TOGETHER)),
    }),
  ),
  imports: method<UndoableImport[]>()(nothing),
  /** Takes some more of it back. `left`: how many it still counts; `kept`: how many stayed, since they were changed. */
  undoImport: method<{ left: number; kept: number }>()(v.object({ import: id })),
  /** Behind the passphrase. */
  beginExport: method<OkOrReason<{ ticket: string; ids: string[] }, 'wrong'>>()(
    v.object({ passphrase: v.pipe(v.string(), v.minLength(1), v.maxLength(1024)) }),
  ),
  exportEntries: method<OkOrReason<{ entries: VaultEntry[] }, 'gone'>>()(
    v.object({ ticket: id, ids: v.pipe(v.array(id), v.maxLength(MOST_TOGETHER)) }),
  ),
} as const;
export type LoginsContract = typeof logins;
