// A file that a person chose, read into entries: its bytes tell its kind. The web worker that runs it
// (entrypoints/options/reading-worker.ts) ends when the page wishes.
import type { FileContent, FileProblem } from '#logins/formats/file-reading.ts';
import type { EntrySource } from '#logins/formats/format.ts';
import { recogniseFormat } from '#logins/formats/formats.ts';
import { isArchive, openArchive } from './archive.ts';
import { openPgpMessage } from './pgp.ts';
import { textOf } from './text.ts';

type Opened = { readonly is: 'source'; readonly source: EntrySource } | Exclude<FileContent, { is: 'read' }>;

const refused = (why: FileProblem) => ({ is: 'refused', why }) as const;

export async function readExport(bytes: Uint8Array, passphrase: string | null): Promise<FileContent> {
  const opened = await openedFile(bytes, passphrase);
  if (opened.is !== 'source') return opened;
  const format = recogniseFormat(opened.source);
  if (format === null) return refused('unknown');
  const read = format.read(opened.source);
  if (!read.ok) return read.refusal === 'password-needed' ? refused('unsupported') : refused(read.refusal);
  return { is: 'read', format: format.name, entries: read.entries, problems: read.problems };
}

async function openedFile(bytes: Uint8Array, passphrase: string | null): Promise<Opened> {
  if (isArchive(bytes)) {
    const archive = openArchive(bytes);
    if (archive.ok) return { is: 'source', source: archive.source };
    return refused(archive.refusal === 'too-large' ? 'too-large' : 'damaged');
  }
  const text = textOf(bytes);
  if (!text.ok) return text.refusal === 'too-large' ? refused('too-large') : openSealed(bytes, passphrase);
  if (text.text.trimStart().startsWith('-----BEGIN PGP MESSAGE')) return openSealed(bytes, passphrase);
  return { is: 'source', source: { kind: 'text', text: text.text } };
}

async function openSealed(bytes: Uint8Array, passphrase: string | null): Promise<Opened> {
  if (passphrase === null) return { is: 'passphrase', wrong: false };
  const message = await openPgpMessage(bytes, passphrase);
  if (message.ok) {
    const text = textOf(message.bytes);
    return text.ok ? { is: 'source', source: { kind: 'text', text: text.text } } : refused('damaged');
  }
  if (message.refusal === 'wrong-passphrase') return { is: 'passphrase', wrong: true };
  return refused(message.refusal === 'no-message' ? 'unknown' : message.refusal);
}
