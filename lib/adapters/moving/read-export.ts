// A file that a person chose, read into entries, whatever it is sealed with: its bytes tell. The web worker that runs
// it (entrypoints/page/file-worker.ts) ends when the page wishes.
import { isProtected, readProtected } from '#logins/formats/bitwarden/protected.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import { type FileContent, type FileProblem, type FileSecret, NO_SECRET } from '#logins/formats/file-reading.ts';
import type { EntrySource } from '#logins/formats/format.ts';
import { recogniseFormat } from '#logins/formats/formats.ts';
import { parseJson } from '#logins/formats/json.ts';
import { keepassFormat } from '#logins/formats/keepass/format.ts';
import { filesInArchive, vaultInArchive } from '#logins/formats/nucleus/nucleus.ts';
import { isNucleusArchive, readArchiveHead } from '#logins/formats/nucleus/sealed-file.ts';
import { isAge, openAge } from './age.ts';
import { openKdbx } from './kdbx.ts';
import { isKdbx } from './kdbx-header.ts';
import { openKeePassXml } from './keepass-xml.ts';
import type { LongWork } from './long-work.ts';
import { openExport } from './open-export.ts';
import { type KeyWork, openingCost } from './opening-cost.ts';
import { openProtectedJson } from './protected-json.ts';
import { openNucleusArchive } from './sealed-archive.ts';

type Opened = { readonly is: 'source'; readonly source: EntrySource } | Exclude<FileContent, { is: 'read' }>;
type Locked = Extract<FileContent, { is: 'locked' }>;

const refused = (why: FileProblem) => ({ is: 'refused', why }) as const;
const locked = (wrong: Locked['wrong'], mayHaveKeyFile = false): Locked => ({ is: 'locked', wrong, mayHaveKeyFile });
/** What openers refuse for, in the words of the page; those not named are `damaged`. */
const PROBLEMS: Readonly<Record<string, FileProblem>> = {
  'too-large': 'too-large',
  'too-costly': 'too-costly',
  'no-text': 'unknown',
  'no-message': 'unknown',
  'not-zip': 'unknown',
  unsupported: 'unsupported',
  protected: 'unsupported',
  'needs-key': 'unsupported',
  'unknown-version': 'unknown-version',
};
/** A wrong secret, by the name that each opener has for it. */
const WRONG = ['wrong-secret', 'wrong-passphrase', 'wrong-password'];

type Refusal = { readonly refusal: string } | { readonly refusal: 'costly'; readonly work: KeyWork };

async function problemOf(outcome: Refusal): Promise<Opened> {
  if ('work' in outcome) return { is: 'costly', ...(await openingCost(outcome.work)) };
  if (outcome.refusal === 'passphrase-needed') return locked(null);
  return WRONG.includes(outcome.refusal) ? locked('secret') : refused(PROBLEMS[outcome.refusal] ?? 'damaged');
}

export async function readExport(
  bytes: Uint8Array,
  secret: FileSecret = NO_SECRET,
  work: LongWork = {},
): Promise<FileContent> {
  const opened = await openInAnyForm(bytes, secret, { ...work, isPatient: secret.isPatient });
  if (opened.is !== 'source') return opened;
  work.onProgress?.({ step: 'reading', part: null });
  const source = withFiles(opened.source);
  const format = recogniseFormat(source);
  if (format === null) return refused(isTorn(source) ? 'damaged' : 'unknown');
  const read = format.read(source);
  if (read.ok) {
    const { entries, problems } = read;
    const vault = source.kind === 'nucleus' ? vaultInArchive(source.records) : [];
    return { is: 'read', format: format.name, entries, problems, files: filesOf(source, entries), vault };
  }
  return read.refusal === 'password-needed'
    ? locked(secret.passphrase === null ? null : 'secret')
    : refused(read.refusal);
}

/** KeePass packs files into its XML; the reader of texts unpacks nothing. */
function withFiles(source: EntrySource): EntrySource {
  const isKeePass = source.kind === 'text' && keepassFormat.recognises(source);
  return (isKeePass ? openKeePassXml(source.text) : null) ?? source;
}

/** It begins as JSON does and is none: an export that was cut off, and not a file of another kind. */
const isTorn = (source: EntrySource): boolean =>
  source.kind === 'text' && /^\s*[[{]/.test(source.text) && parseJson(source.text) === undefined;

function filesIn(source: EntrySource): ReadonlyMap<string, Uint8Array> {
  switch (source.kind) {
    case 'text':
      return new Map();
    case 'archive':
      return source.files;
    case 'keepass':
      return source.tree.binaries;
    case 'nucleus':
      return filesInArchive(source.records);
  }
}

/** Those of its files that hang on an entry. */
function filesOf(source: EntrySource, entries: readonly VaultEntry[]): ReadonlyMap<string, Uint8Array> {
  const all = filesIn(source);
  const refs = new Set(entries.flatMap(({ attachments }) => attachments.map(({ ref }) => ref)));
  return new Map([...all].filter(([ref]) => refs.has(ref)));
}

/**
 * Others take a passphrase as it was typed, letter by letter, and a keyboard elsewhere may compose its letters in
 * another way. Plain letters have one form, so they are tried once.
 */
async function openInAnyForm(bytes: Uint8Array, secret: FileSecret, work: LongWork): Promise<Opened> {
  const typed = secret.passphrase ?? '';
  let opened = await open(bytes, secret, work);
  for (const passphrase of new Set(FORMS.map((form) => typed.normalize(form)))) {
    if (opened.is !== 'locked' || opened.wrong !== 'secret') break;
    if (passphrase !== typed) opened = await open(bytes, { ...secret, passphrase }, work);
  }
  return opened;
}
const FORMS = ['NFC', 'NFKC', 'NFD'] as const;

async function open(bytes: Uint8Array, secret: FileSecret, work: LongWork): Promise<Opened> {
  const { passphrase } = secret;
  if (isKdbx(bytes)) return openDatabase(bytes, secret, work);
  if (isNucleusArchive(bytes)) return openOwn(bytes, passphrase, work);
  if (isAge(bytes)) return passphrase === null ? locked(null) : openSealed(bytes, { ...secret, passphrase }, work);
  const outcome = await openExport(bytes, passphrase, work);
  if (!outcome.ok) return problemOf(outcome);
  const { source } = outcome;
  const isLocked = source.kind === 'text' && isProtected(source.text);
  return isLocked ? openProtected(source.text, passphrase, work) : { is: 'source', source };
}

async function openDatabase(bytes: Uint8Array, { passphrase, keyFile }: FileSecret, work: LongWork): Promise<Opened> {
  if (passphrase === null && keyFile === null) return locked(null, true);
  // Beside a key file nothing typed is no password, which is another secret than an empty one.
  const password = keyFile !== null && passphrase === '' ? null : passphrase;
  const outcome = await openKdbx(bytes, { password, keyFile }, work);
  if (outcome.ok) return { is: 'source', source: { kind: 'keepass', tree: outcome.tree } };
  if (outcome.refusal === 'damaged-key-file') return locked('key-file', true);
  return outcome.refusal === 'wrong-secret' ? locked('secret', true) : problemOf(outcome);
}

async function openOwn(bytes: Uint8Array, passphrase: string | null, work: LongWork): Promise<Opened> {
  const head = readArchiveHead(bytes);
  // Before its passphrase is asked for in vain.
  if (!head.ok) return problemOf(head);
  if (passphrase === null) return locked(null);
  const outcome = await openNucleusArchive(bytes, passphrase, work);
  return outcome.ok ? { is: 'source', source: { kind: 'nucleus', records: outcome.records } } : problemOf(outcome);
}

async function openSealed(bytes: Uint8Array, secret: FileSecret & { passphrase: string }, work: LongWork) {
  const outcome = await openAge(bytes, secret, work);
  if (!outcome.ok) return problemOf(outcome);
  // Each layer of a file in a file in a file would cost what one costs, unasked.
  return isAge(outcome.content) ? refused('unsupported') : open(outcome.content, secret, work);
}

async function openProtected(text: string, passphrase: string | null, work: LongWork): Promise<Opened> {
  const read = readProtected(text);
  if (!read.ok) return problemOf(read);
  if (passphrase === null) return locked(null);
  const outcome = await openProtectedJson(read.file, passphrase, work);
  return outcome.ok ? { is: 'source', source: { kind: 'text', text: outcome.text } } : problemOf(outcome);
}
