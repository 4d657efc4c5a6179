// Bitwarden's JSON: exports of a person and of an organisation, and the archive with attachments that holds the former.
// One that is protected by a password is opened before (protected.ts); one that is bound to an account is refused.
import { decodeUtf8, encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { withinBounds } from '../bounds.ts';
import type { EntryAttachment, VaultEntry } from '../entry.ts';
import {
  type EntryFormat,
  type EntrySource,
  MOST_ENTRIES,
  type ReadingOutcome,
  type ReadingProblem,
} from '../format.ts';
import { listIn, memberOf, parseJson, textIn } from '../json.ts';
import { uniqueNames } from '../unique-names.ts';
import { BITWARDEN_ID } from './leftover.ts';
import { readItem } from './read-item.ts';
import { writeItems } from './write-item.ts';

export const bitwardenFormat: EntryFormat = {
  id: BITWARDEN_ID,
  name: 'Bitwarden',
  recognises: (source) => {
    const data = exportIn(source);
    // Proton Pass says of its vaults, too, whether they are encrypted.
    return typeof memberOf(data, 'encrypted') === 'boolean' && memberOf(data, 'vaults') === undefined;
  },
  read,
  write,
  lostReading: {},
  lostWriting: {
    // A slash in a name parts it.
    folder: 'partly',
    tags: 'noted',
    email: 'noted',
    'match-rules': 'partly',
    'one-time-codes': 'partly',
    'steam-codes': 'partly',
    fields: 'partly',
    cards: 'partly',
    addresses: 'partly',
    passkeys: 'partly',
    attachments: 'lost',
    'earlier-versions': 'lost',
  },
};

/** In the archive, beside `data.json`: a folder for each item, by its id. */
const ATTACHMENTS = 'attachments/';

/** The whole export, of which nothing is believed; undefined: there is none. */
function exportIn(source: EntrySource): unknown {
  if (source.kind === 'text') return source.text.includes('"encrypted"') ? parseJson(source.text) : undefined;
  const data = source.kind === 'archive' ? source.files.get('data.json') : undefined;
  return data === undefined ? undefined : parseJson(decodeUtf8(data) ?? '');
}

function read(source: EntrySource): ReadingOutcome {
  const data = exportIn(source);
  if (memberOf(data, 'encrypted') === true)
    return { ok: false, refusal: memberOf(data, 'passwordProtected') === true ? 'password-needed' : 'account-bound' };
  const items = memberOf(data, 'items');
  if (!Array.isArray(items)) return { ok: false, refusal: 'damaged' };
  if (items.length === 0) return { ok: false, refusal: 'empty' };
  const problems: ReadingProblem[] = [];
  const folders = foldersOf(data);
  const attachments = attachmentsOf(source, items, problems);
  const entries = items.slice(0, MOST_ENTRIES).flatMap((item: unknown, at): VaultEntry[] => {
    const place = { number: at + 1, folders, attachments: attachments.get(textIn(item, 'id')) ?? [] };
    const entry = readItem(item, place, problems);
    return entry === null ? [] : [entry];
  });
  return { ok: true, ...withinBounds({ entries, problems }, items.length) };
}

/** Names hold the whole path. */
function foldersOf(data: unknown): ReadonlyMap<string, readonly string[]> {
  const folders = [...listIn(data, 'folders'), ...listIn(data, 'collections')];
  return new Map(
    folders.map((it) => [
      textIn(it, 'id'),
      textIn(it, 'name')
        .split('/')
        .filter((name) => name !== ''),
    ]),
  );
}

/** By the id of their item. */
function attachmentsOf(
  source: EntrySource,
  items: readonly unknown[],
  problems: ReadingProblem[],
): ReadonlyMap<string, readonly EntryAttachment[]> {
  const byItem = new Map<string, EntryAttachment[]>();
  if (source.kind !== 'archive') return byItem;
  const titles = new Map(items.map((item) => [textIn(item, 'id'), textIn(item, 'name')]));
  for (const ref of [...source.files.keys(), ...source.damaged]) {
    const [, id = '', name = ''] = /^attachments\/([^/]+)\/([^/]+)$/.exec(ref) ?? [];
    const title = titles.get(id);
    if (title === undefined) {
      if (ref.startsWith(ATTACHMENTS)) problems.push({ entry: ref, reason: 'missing-reference', what: '' });
    } else if (source.damaged.has(ref)) problems.push({ entry: title, reason: 'damaged-attachment', what: name });
    else byItem.set(id, [...(byItem.get(id) ?? []), { name, ref, size: source.files.get(ref)?.length ?? 0 }]);
  }
  return byItem;
}

/** Ids of our own making: the program that takes the file in gives others. */
const idOf = (variant: 'item' | 'folder', at: number): string =>
  `00000000-0000-4000-${variant === 'item' ? '8000' : '9000'}-${at.toString(16).padStart(12, '0')}`;

function write(entries: readonly VaultEntry[]): string {
  return JSON.stringify(exportOf(entries).data, null, 2);
}

/** @returns the files of the archive by their paths: its JSON, and those of `files` by the refs of their entries */
export function bitwardenArchive(
  entries: readonly VaultEntry[],
  files: ReadonlyMap<string, Uint8Array>,
): ReadonlyMap<string, Uint8Array> {
  const { data, itemOf } = exportOf(entries);
  const archive = new Map([['data.json', encodeUtf8(wellFormed(JSON.stringify(data, null, 2)))]]);
  for (const [at, { attachments }] of entries.entries()) {
    const there = attachments.map(({ name, ref }) => ({ name: pathPart(name), ref }));
    for (const { name, ref } of uniqueNames(there)) {
      const bytes = files.get(ref);
      if (bytes !== undefined) archive.set(`${ATTACHMENTS}${itemOf[at]}/${name}`, bytes);
    }
  }
  return archive;
}

/** A name that is one part of a path, wherever it is unpacked. */
const pathPart = (name: string): string => name.replace(/[/\\\p{Cc}]/gu, '_').replace(/^\.{0,2}$/, 'file');

/** `itemOf`: of each entry the id of its first item, since some are several. */
function exportOf(entries: readonly VaultEntry[]) {
  const names = [...new Set(entries.map(({ folder }) => folder.join('/')).filter((name) => name !== ''))];
  const ids = new Map(names.map((name, at) => [name, idOf('folder', at)]));
  const itemOf: string[] = [];
  let count = 0;
  const items = entries.flatMap((entry) => {
    itemOf.push(idOf('item', count));
    const written = writeItems(entry);
    count += written.length;
    return written.map((item) => ({ folderId: ids.get(entry.folder.join('/')) ?? null, ...item }));
  });
  const folders = names.map((name) => ({ id: ids.get(name), name }));
  const numbered = items.map((item, at) => ({ id: idOf('item', at), ...item }));
  return { data: { encrypted: false, folders, items: numbered }, itemOf };
}
