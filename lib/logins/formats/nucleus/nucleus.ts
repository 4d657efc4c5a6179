// A Nucleus archive as entries: records of the kind `entry`, files beside them, and what a later program put there,
// which becomes an entry that no screen knows and is written out again as it was.
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { decodeUtf8, encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { isSoundCode } from '../../one-time/assemble.ts';
import { withinBounds } from '../bounds.ts';
import { type EarlierVersion, EMPTY_ENTRY, type KeptPart, type VaultEntry } from '../entry.ts';
import type { EntryFormat, ProblemReason, ReadEntries, ReadingProblem, TellProblem } from '../format.ts';
import { numberIn, parseJson, textIn } from '../json.ts';
import { readEntryJson, writeEntryJson } from './entry-json.ts';
import type { ArchiveRecord } from './records.ts';

const NUCLEUS_ID = 'nucleus';
const ENTRY = { kind: 'entry', version: 1 } as const;
const FILE = { kind: 'file', version: 1 } as const;
const VAULT = { kind: 'vault', version: 1 } as const;
/** A record is kept in pieces that fit a kept part (33,000 letters), as many as fit an entry. */
const PIECE_BYTES = 22_000;
const MOST_PIECES = 5;

const isOf = ({ kind, version }: ArchiveRecord, known: typeof ENTRY | typeof FILE | typeof VAULT): boolean =>
  kind === known.kind && version === known.version;

export const nucleusFormat: EntryFormat = {
  id: NUCLEUS_ID,
  name: 'Nucleus',
  recognises: (source) => source.kind === 'nucleus',
  read(source) {
    if (source.kind !== 'nucleus') return { ok: false, refusal: 'damaged' };
    const read = withinBounds(entriesOf(source.records));
    // Of a person who has conversations and no log-in yet.
    const isBackup = source.records.some((record) => isOf(record, VAULT));
    const isEmpty = read.entries.length + read.problems.length === 0 && !isBackup;
    return isEmpty ? { ok: false, refusal: 'empty' } : { ok: true, ...read };
  },
  // A text it is not: `archiveRecords`, sealed by an adapter.
  write: null,
  lostReading: {},
  lostWriting: {},
};

function entriesOf(records: readonly ArchiveRecord[]): ReadEntries {
  const entries: VaultEntry[] = [];
  const problems: ReadingProblem[] = [];
  const files = filesInArchive(records);
  for (const [at, record] of records.entries()) {
    if (isOf(record, FILE) || isOf(record, VAULT)) continue;
    const entry = isOf(record, ENTRY) ? readEntryJson(decodeUtf8(record.body) ?? '') : keptRecord(record);
    if (entry === null) {
      const reason = isOf(record, ENTRY) ? 'not-understood' : 'too-long';
      problems.push({ entry: `${record.kind} ${at + 1}`, reason, what: '' });
      continue;
    }
    const tell = (reason: ProblemReason, what: string) => problems.push({ entry: entry.title, reason, what });
    entries.push({ ...entry, ...codesOf(entry, tell), attachments: attachmentsOf(entry, files, tell) });
  }
  return { entries, problems };
}

/** Sizes are those of the files: what the entry says of them may be anything. */
function attachmentsOf(
  { attachments }: VaultEntry,
  files: ReadonlyMap<string, Uint8Array>,
  tell: TellProblem,
): VaultEntry['attachments'] {
  return attachments.flatMap(({ name, ref }) => {
    const bytes = files.get(ref);
    if (bytes === undefined) tell('missing-attachment', name);
    return bytes === undefined ? [] : [{ name, ref, size: bytes.length }];
  });
}

/** A code that cannot be made is a hidden field, so that nothing is lost and nothing is asked for in vain. */
function codesOf({ oneTimes, fields, earlier }: VaultEntry, tell: TellProblem) {
  const unsound = oneTimes.filter((one) => !isSoundCode(one));
  if (unsound.length > 0) tell('bad-secret', 'oneTimes');
  const kept = unsound.map(({ secret: value }) => ({ name: 'TOTP', value, type: 'hidden' as const, section: '' }));
  const versions = earlier.map(({ rest, ...known }) => ({ ...known, rest: rest && withSoundCodes(rest) }));
  return { oneTimes: oneTimes.filter(isSoundCode), fields: [...fields, ...kept], earlier: versions };
}

const withSoundCodes = ({ more, ...main }: NonNullable<EarlierVersion['rest']>): EarlierVersion['rest'] => ({
  ...main,
  more: more && { ...more, oneTimes: more.oneTimes.filter(isSoundCode) },
});

/** Bytes of attachments by their `ref`. */
export function filesInArchive(records: readonly ArchiveRecord[]): ReadonlyMap<string, Uint8Array> {
  return new Map(
    records.filter((record) => isOf(record, FILE)).map(({ id, body }) => [decodeUtf8(id) ?? '', body] as const),
  );
}

/** The pieces of a whole vault. */
export const vaultInArchive = (records: readonly ArchiveRecord[]): Uint8Array[] =>
  records.filter((record) => isOf(record, VAULT)).map(({ body }) => body);

export const archivedVault = (pieces: readonly Uint8Array[]): ArchiveRecord[] =>
  pieces.map((body) => ({ ...VAULT, id: new Uint8Array(), body }));

/** @param files bytes of attachments by their `ref`; those that are not there are left out */
export function archiveRecords(
  entries: readonly VaultEntry[],
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): ArchiveRecord[] {
  const records: ArchiveRecord[] = entries.map(
    (entry) =>
      recordKept(entry) ?? { ...ENTRY, id: new Uint8Array(), body: encodeUtf8(wellFormed(writeEntryJson(entry))) },
  );
  const refs = new Set(entries.flatMap(({ attachments }) => attachments.map(({ ref }) => ref)));
  for (const ref of refs) {
    const body = files.get(ref);
    if (body !== undefined) records.push({ ...FILE, id: encodeUtf8(ref), body });
  }
  return records;
}

/** Null: it is too long for an entry. */
function keptRecord({ kind, version, id, body }: ArchiveRecord): VaultEntry | null {
  const count = Math.max(1, Math.ceil(body.length / PIECE_BYTES));
  if (count > MOST_PIECES) return null;
  const kept = Array.from({ length: count }, (_, at): KeptPart => {
    const piece = encodeBase64url(body.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES));
    return { from: NUCLEUS_ID, what: kind, json: JSON.stringify({ version, id: encodeBase64url(id), body: piece }) };
  });
  return { ...EMPTY_ENTRY, kind: 'other', title: kind, kept };
}

/** The record that an entry was made of, whole; null: it is an entry. */
function recordKept({ kind, kept }: VaultEntry): ArchiveRecord | null {
  const own = kept.filter(({ from }) => from === NUCLEUS_ID);
  if (kind !== 'other' || own.length === 0) return null;
  const pieces = own.map(({ json }) => parseJson(json));
  const bytes = (value: unknown, name: string): Uint8Array => decodeBase64url(textIn(value, name)) ?? new Uint8Array();
  return {
    kind: own[0]?.what ?? '',
    version: numberIn(pieces[0], 'version') ?? 1,
    id: bytes(pieces[0], 'id'),
    body: concat(...pieces.map((piece) => bytes(piece, 'body'))),
  };
}
