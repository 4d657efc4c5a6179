// Files that hang on an entry: handed in part by part, so that no more than a part is in memory, and read so again. The
// entry names a file from the step that takes in its last part on.
import { encodeHex } from '#bytes/base64url.ts';
import { clip, wellFormed } from '#bytes/utf8.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { idBytes } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import {
  type Entry,
  entry,
  entryFile,
  entryUpload,
  entryUploadKind,
  FILE_PART_BYTES,
  LONGEST,
  MOST,
} from '../records/entry.ts';
import { login } from '../records/login.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import { entryFor } from './entry-records.ts';

export const MAX_FILE_BYTES = 10 * 2 ** 20;
/** All files of one entry. */
export const MAX_FILES_BYTES = 100 * 2 ** 20;

/** `gone`: there is no such entry (any more). `full`: it has as many files, or as many bytes, as one may have. */
export type EntryFileRefusal = 'gone' | 'too-large' | 'full';

export interface NewFile {
  readonly entry: string;
  /** 32 hex digits that the page drew for it, so that a second try adds none. */
  readonly file: string;
  readonly name: string;
  readonly size: number;
  /** The import that brings it; null: the person adds it. */
  readonly import: string | null;
}

/** `next`: null: all of it is here. */
export type FileTaken = { ok: true; next: WantedFilePart | null } | { ok: false; reason: EntryFileRefusal };

/** Bytes of a file that are wanted next: `from` inclusive, `to` exclusive. */
export interface WantedFilePart {
  readonly part: number;
  readonly from: number;
  readonly to: number;
}

const rangeOf = (size: number, part: number): WantedFilePart => ({
  part,
  from: part * FILE_PART_BYTES,
  to: Math.min(size, (part + 1) * FILE_PART_BYTES),
});

export const filePartCount = (size: number): number => Math.max(1, Math.ceil(size / FILE_PART_BYTES));

/** Takes a part in, if it is the one that is wanted, and answers which one is now: without bytes it only asks. */
export async function putFilePart(
  app: AppContext,
  given: NewFile,
  part: number,
  bytes: Uint8Array,
): Promise<FileTaken> {
  const { entry: id, file, size } = given;
  if (size > MAX_FILE_BYTES) return { ok: false, reason: 'too-large' };
  const now = app.now();
  return transact(
    app.store,
    [entry(id), login(id), entryUpload(id, file)],
    (transaction): FileTaken => {
      const known = knownEntry(transaction, id);
      if (known === null) return { ok: false, reason: 'gone' };
      if (isThere(known, file)) return { ok: true, next: null };
      if (!hasRoom(known, size)) return { ok: false, reason: 'full' };
      const taken = transaction.get(entryUpload(id, file))?.parts ?? 0;
      if (taken === filePartCount(size)) {
        transaction.remove(entryUpload(id, file));
        transaction.put(entry(id), withFile(known, given, now));
        return { ok: true, next: null };
      }
      const { from, to } = rangeOf(size, taken);
      if (part !== taken || bytes.length !== to - from) return { ok: true, next: rangeOf(size, taken) };
      transaction.put(entryFile(id, file, part), { bytes });
      if (taken + 1 < filePartCount(size)) {
        transaction.put(entryUpload(id, file), { parts: taken + 1, at: now });
        return { ok: true, next: rangeOf(size, taken + 1) };
      }
      transaction.remove(entryUpload(id, file));
      transaction.put(entry(id), withFile(known, given, now));
      return { ok: true, next: null };
    },
    STRICT,
  );
}

function knownEntry(transaction: Transaction, id: string): Entry | null {
  const fills = transaction.get(login(id));
  return transaction.get(entry(id)) ?? (fills === null ? null : entryFor(fills));
}

const isThere = ({ attachments }: Entry, file: string): boolean =>
  attachments.some((one) => encodeHex(one.file) === file);

function hasRoom({ attachments }: Entry, size: number): boolean {
  const bytes = attachments.reduce((sum, one) => sum + one.size, size);
  return attachments.length < MOST.attachments && bytes <= MAX_FILES_BYTES;
}

/** One that a person added a file to is theirs: the undoing of its import leaves it. */
function withFile(known: Entry, { file, name, size, import: of }: NewFile, now: number): Entry {
  const kept = clip(wellFormed(name), LONGEST.title);
  const attachments = [...known.attachments, { file: idBytes(file), name: kept, size }];
  return of === null ? { ...known, attachments, changedAt: now, import: null } : { ...known, attachments };
}

/** @returns null: it is not there (any more), or has no such part */
export async function readFilePart(
  { store }: Pick<AppContext, 'store'>,
  id: string,
  file: string,
  part: number,
): Promise<Uint8Array | null> {
  const [known, found] = await store.read([entry(id), entryFile(id, file, part)]);
  return known !== null && isThere(known, file) ? (found?.bytes ?? null) : null;
}

/** No version of an entry has its files. It can be handed in anew without a part for a day: all of them are here. */
export async function removeFile(app: AppContext, id: string, file: string): Promise<void> {
  const now = app.now();
  await transact(
    app.store,
    [entry(id)],
    (transaction) => {
      const known = transaction.get(entry(id));
      const gone = known?.attachments.find((one) => encodeHex(one.file) === file);
      if (known === null || gone === undefined) return;
      const attachments = known.attachments.filter((one) => one !== gone);
      transaction.put(entry(id), { ...known, attachments, changedAt: now, import: null });
      transaction.put(entryUpload(id, file), { parts: filePartCount(gone.size), at: now });
    },
    STRICT,
  );
}

export function forgetFileParts(transaction: Transaction, id: string, file: string, count: number): void {
  for (let part = 0; part < count; part++) transaction.remove(entryFile(id, file, part));
}

/** Files that were removed, or whose page was closed, or whose entry is gone, before the last part came. */
export async function forgetUploads(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const now = app.now();
  for await (const batch of app.store.scan(entryUploadKind, signal)) {
    for (const { id: name, value } of batch) {
      if (Math.abs(now - value.at) < DAY_MS) continue;
      const [id = '', file = ''] = name.split(':');
      await transact(app.store, [entryUpload(id, file)], (transaction) => {
        const known = transaction.get(entryUpload(id, file));
        if (known === null || known.at !== value.at) return;
        forgetFileParts(transaction, id, file, known.parts);
        transaction.remove(entryUpload(id, file));
      });
    }
  }
}
