// A file that a person chose, as a reader of lib/logins/formats takes it: an archive's files or a text, unlocked with
// the passphrase that Proton Pass asked for when it wrote it. Other locked files have openers of their own.
import type { EntrySource } from '#logins/formats/format.ts';
import { PROTON_DATA, PROTON_ENCRYPTED_DATA } from '#logins/formats/proton/proton.ts';
import { type ArchiveRefusal, isArchive, openArchive } from './archive.ts';
import type { CostRefusal, LongWork } from './long-work.ts';
import { openPgpMessage, type PgpRefusal } from './pgp.ts';
import { isPgpMessage } from './pgp-packets.ts';
import { type TextEncodingName, type TextOutcome, textOf } from './text.ts';

/** `passphrase-needed`: ask for it and open again. */
export type ExportRefusal =
  | ArchiveRefusal
  | PgpRefusal
  | (TextOutcome & { ok: false })['refusal']
  | 'passphrase-needed';

export type ExportOutcome =
  /** The encoding is worth a word if it was only supposed: letters may be wrong. */
  | { readonly ok: true; readonly source: EntrySource; readonly encoding: TextEncodingName | null }
  | { readonly ok: false; readonly refusal: ExportRefusal }
  | CostRefusal;

/** @param passphrase null: none was asked for yet */
export async function openExport(
  bytes: Uint8Array,
  passphrase: string | null,
  work: LongWork = {},
): Promise<ExportOutcome> {
  if (isArchive(bytes)) return openArchived(bytes, passphrase, work);
  if (!isPgpMessage(bytes)) return textExport(bytes);
  const opened = await unlocked(bytes, passphrase, work);
  if (!opened.ok) return opened;
  // Older versions encrypt the archive, newer ones the text; nothing is encrypted twice.
  if (!isArchive(opened.bytes)) return textExport(opened.bytes);
  const archive = openArchive(opened.bytes);
  return archive.ok ? { ...archive, encoding: null } : archive;
}

async function openArchived(bytes: Uint8Array, passphrase: string | null, work: LongWork): Promise<ExportOutcome> {
  const archive = openArchive(bytes);
  if (!archive.ok) return archive;
  const { source } = archive;
  const locked = source.files.get(PROTON_ENCRYPTED_DATA);
  if (locked === undefined || source.files.has(PROTON_DATA)) return { ok: true, source, encoding: null };
  const opened = await unlocked(locked, passphrase, work);
  if (!opened.ok) return opened;
  const files = new Map([...source.files, [PROTON_DATA, opened.bytes] as const]);
  files.delete(PROTON_ENCRYPTED_DATA);
  return { ok: true, source: { ...source, files }, encoding: null };
}

type Unlocked = { readonly ok: true; readonly bytes: Uint8Array } | (ExportOutcome & { ok: false });

const unlocked = async (bytes: Uint8Array, passphrase: string | null, work: LongWork): Promise<Unlocked> =>
  passphrase === null ? { ok: false, refusal: 'passphrase-needed' } : openPgpMessage(bytes, passphrase, work);

function textExport(bytes: Uint8Array): ExportOutcome {
  const outcome = textOf(bytes);
  if (!outcome.ok) return outcome;
  return { ok: true, source: { kind: 'text', text: outcome.text }, encoding: outcome.encoding };
}
