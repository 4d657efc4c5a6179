// A file that a person chose, read into entries, whatever it is sealed with: its bytes tell. The web worker that runs
// it (entrypoints/options/reading-worker.ts) ends when the page wishes.
import { isProtected, readProtected } from '#logins/formats/bitwarden/protected.ts';
import type { FileContent, FileProblem } from '#logins/formats/file-reading.ts';
import type { EntrySource } from '#logins/formats/format.ts';
import { recogniseFormat } from '#logins/formats/formats.ts';
import { isAge, openAge } from './age.ts';
import { openKdbx } from './kdbx.ts';
import { isKdbx } from './kdbx-header.ts';
import { openExport } from './open-export.ts';
import { openProtectedJson } from './protected-json.ts';

type Opened = { readonly is: 'source'; readonly source: EntrySource } | Exclude<FileContent, { is: 'read' }>;

const refused = (why: FileProblem) => ({ is: 'refused', why }) as const;
const wanted = (wrong: boolean) => ({ is: 'passphrase', wrong }) as const;
/** What openers refuse for, in the words of the page; those not named are `damaged`. */
const PROBLEMS: Readonly<Record<string, FileProblem>> = {
  'too-large': 'too-large',
  'too-costly': 'unsupported',
  'no-text': 'unknown',
  'no-message': 'unknown',
  'not-zip': 'unknown',
  unsupported: 'unsupported',
  protected: 'unsupported',
  'needs-key': 'unsupported',
  'unknown-version': 'unknown-version',
};
const problemOf = (refusal: string) => refused(PROBLEMS[refusal] ?? 'damaged');

/** @param passphrase null: none was asked for yet */
export async function readExport(bytes: Uint8Array, passphrase: string | null): Promise<FileContent> {
  const opened = await open(bytes, passphrase);
  if (opened.is !== 'source') return opened;
  const format = recogniseFormat(opened.source);
  if (format === null) return refused('unknown');
  const read = format.read(opened.source);
  if (read.ok) return { is: 'read', format: format.name, entries: read.entries, problems: read.problems };
  return read.refusal === 'password-needed' ? wanted(passphrase !== null) : refused(read.refusal);
}

async function open(bytes: Uint8Array, passphrase: string | null): Promise<Opened> {
  if (isKdbx(bytes)) return passphrase === null ? wanted(false) : openDatabase(bytes, passphrase);
  if (isAge(bytes)) return passphrase === null ? wanted(false) : openSealed(bytes, passphrase);
  const outcome = await openExport(bytes, passphrase);
  if (!outcome.ok) {
    if (outcome.refusal === 'passphrase-needed') return wanted(false);
    return outcome.refusal === 'wrong-passphrase' ? wanted(true) : problemOf(outcome.refusal);
  }
  const { source } = outcome;
  const isLocked = source.kind === 'text' && isProtected(source.text);
  return isLocked ? openProtected(source.text, passphrase) : { is: 'source', source };
}

async function openDatabase(bytes: Uint8Array, password: string): Promise<Opened> {
  // The person waits beside a button that stops it.
  const outcome = await openKdbx(bytes, { password, keyFile: null }, { isPatient: true });
  if (outcome.ok) return { is: 'source', source: { kind: 'keepass', tree: outcome.tree } };
  return outcome.refusal === 'wrong-secret' ? wanted(true) : problemOf(outcome.refusal);
}

async function openSealed(bytes: Uint8Array, passphrase: string): Promise<Opened> {
  const outcome = await openAge(bytes, { passphrase });
  if (outcome.ok) return open(outcome.content, passphrase);
  return outcome.refusal === 'wrong-secret' ? wanted(true) : problemOf(outcome.refusal);
}

async function openProtected(text: string, passphrase: string | null): Promise<Opened> {
  const read = readProtected(text);
  if (!read.ok) return problemOf(read.refusal);
  if (passphrase === null) return wanted(false);
  const outcome = await openProtectedJson(read.file, passphrase);
  if (outcome.ok) return { is: 'source', source: { kind: 'text', text: outcome.text } };
  return outcome.refusal === 'wrong-password' ? wanted(true) : refused('damaged');
}
