// Proton Pass's JSON: in an archive with attachments, or alone as it comes out of an encrypted export. Read only: what
// Proton Pass takes in from others, it takes from their files as well. Encrypted inside the archive it is `data.pgp`,
// which lib/adapters/moving opens.
import { withinBounds } from '../bounds.ts';
import type { EntryAttachment, VaultEntry } from '../entry.ts';
import {
  type EntryFormat,
  type EntrySource,
  MOST_ENTRIES,
  type ReadingOutcome,
  type ReadingProblem,
} from '../format.ts';
import { listIn, objectIn, parseJson, textIn } from '../json.ts';
import { sourceText } from '../source-text.ts';
import { PROTON_ID, type ProtonPlace, readProtonItem } from './read-item.ts';

export const PROTON_DATA = 'Proton Pass/data.json';
export const PROTON_ENCRYPTED_DATA = 'Proton Pass/data.pgp';
const FILES = 'Proton Pass/files/';

export const protonFormat: EntryFormat = {
  id: PROTON_ID,
  name: 'Proton Pass',
  recognises: (source) => {
    if (source.kind === 'archive')
      return [PROTON_DATA, PROTON_ENCRYPTED_DATA].some((path) => source.files.has(path) || source.damaged.has(path));
    const text = sourceText(source) ?? '';
    return text.includes('"contentFormatVersion"') && objectIn(parseJson(text), 'vaults') !== null;
  },
  read,
  write: null,
  // Its patterns with asterisks count as exact addresses; the bin says not since when.
  lostReading: { 'match-rules': 'partly', bin: 'partly' },
  lostWriting: {},
};

function read(source: EntrySource): ReadingOutcome {
  const text = sourceText(source, PROTON_DATA);
  if (text === null && source.kind === 'archive' && source.files.has(PROTON_ENCRYPTED_DATA))
    return { ok: false, refusal: 'password-needed' };
  const vaults = objectIn(parseJson(text ?? ''), 'vaults');
  if (vaults === null) return { ok: false, refusal: 'damaged' };
  const problems: ReadingProblem[] = [];
  const listed = Object.values(vaults).flatMap((vault) => {
    const folders = foldersIn(vault, problems);
    return listIn(vault, 'items').map((item) => ({ item, folder: folders(textIn(item, 'folderId')) }));
  });
  if (listed.length === 0) return { ok: false, refusal: 'empty' };
  const files = filesIn(source);
  const entries = listed.slice(0, MOST_ENTRIES).flatMap(({ item, folder }, at): VaultEntry[] => {
    const entry = readProtonItem(item, { number: at + 1, folder, files }, problems);
    return entry === null ? [] : [entry];
  });
  return { ok: true, ...withinBounds({ entries, problems }, listed.length) };
}

/** More folders in one another than anybody has. */
const MOST_LEVELS = 32;

/** Folders of folders, by id: the vault is the outermost. One that is inside itself is not followed further. */
function foldersIn(vault: unknown, problems: ReadingProblem[]): (id: string) => readonly string[] {
  const root = [textIn(vault, 'name')].filter((name) => name !== '');
  const above = new Map(listIn(vault, 'folders').map((folder) => [textIn(folder, 'folderId'), folder]));
  const paths = new Map<string, readonly string[]>();
  return (id) => {
    const known = paths.get(id);
    if (known !== undefined) return known;
    const names: string[] = [];
    const seen = new Set<string>();
    for (let at = id; above.has(at); at = textIn(above.get(at), 'parentFolderId')) {
      if (seen.has(at) || seen.size === MOST_LEVELS) {
        const reason = seen.has(at) ? 'circular-reference' : 'too-many';
        problems.push({ entry: textIn(above.get(id), 'name'), reason, what: 'folder' });
        break;
      }
      seen.add(at);
      names.push(textIn(above.get(at), 'name'));
    }
    const path = [...root, ...names.reverse().filter((name) => name !== '')];
    paths.set(id, path);
    return path;
  };
}

/** Of the letters before the name of a file, by which older versions say it alone. */
const ID_LETTERS = 16;

function filesIn(source: EntrySource): ProtonPlace['files'] {
  const files = source.kind === 'archive' ? source.files : new Map<string, Uint8Array>();
  const damaged = source.kind === 'archive' ? source.damaged : new Set<string>();
  const byId = new Map<string, string>();
  for (const ref of [...files.keys(), ...damaged])
    if (ref.startsWith(FILES)) byId.set(ref.slice(FILES.length, FILES.length + ID_LETTERS), ref);
  return (name): ReturnType<ProtonPlace['files']> => {
    const ref = byId.get(name.slice(0, ID_LETTERS)) ?? '';
    const bytes = files.get(ref);
    if (bytes === undefined) return damaged.has(ref) ? 'damaged-attachment' : 'missing-attachment';
    const attachment: EntryAttachment = { name: ref.slice(FILES.length + ID_LETTERS + 1), ref, size: bytes.length };
    return attachment;
  };
}
