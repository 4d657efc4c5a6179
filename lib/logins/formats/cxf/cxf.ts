// The FIDO Alliance's Credential Exchange Format 1.0, in clear, alone or in an archive: a whole file, or one account
// of it, as Bitwarden hands it out. It is how passkeys go from one program to another. The bin is left out, since an
// importer has none.
import { decodeUtf8 } from '#bytes/utf8.ts';
import { withinBounds } from '../bounds.ts';
import type { VaultEntry } from '../entry.ts';
import {
  type EntryFormat,
  type EntrySource,
  MOST_ENTRIES,
  type ReadingOutcome,
  type ReadingProblem,
} from '../format.ts';
import { type JsonObject, listIn, memberOf, numberIn, objectIn, parseJson, textIn } from '../json.ts';
import { CXF_ID, readCxfItem } from './read-item.ts';
import { writeCxfItems } from './write-item.ts';

export const cxfFormat: EntryFormat = {
  id: CXF_ID,
  name: 'Credential Exchange Format',
  recognises: (source) => accountsIn(exportIn(source)).length > 0,
  read,
  write,
  lostReading: { attachments: 'lost' },
  lostWriting: {
    // Patterns, and addresses that are never to match, are fields.
    sites: 'partly',
    'match-rules': 'lost',
    email: 'noted',
    // One whose period is longer than a byte says is a field.
    'one-time-codes': 'partly',
    fields: 'partly',
    addresses: 'partly',
    passkeys: 'partly',
    attachments: 'lost',
    'earlier-passwords': 'lost',
    'earlier-versions': 'lost',
    dates: 'partly',
    bin: 'lost',
  },
};

const MAJOR = 1;

/** Undefined: there is none. In an archive any JSON counts, since no name of it is agreed upon. */
function exportIn(source: EntrySource): unknown {
  if (source.kind === 'text') return dataIn(source.text);
  if (source.kind !== 'archive') return undefined;
  const texts = [...source.files].filter(([path]) => /\.(?:json|cxf)$/i.test(path));
  return texts.map(([, bytes]) => dataIn(decodeUtf8(bytes) ?? '')).find((data) => accountsIn(data).length > 0);
}

const dataIn = (text: string): unknown => (text.includes('"collections"') ? parseJson(text) : undefined);

const isAccount = (value: unknown): boolean =>
  Array.isArray(memberOf(value, 'items')) && Array.isArray(memberOf(value, 'collections'));

/** The export of an organisation in Bitwarden's own JSON has collections and items, too. */
function accountsIn(data: unknown): readonly unknown[] {
  if (memberOf(data, 'encrypted') !== undefined) return [];
  return isAccount(data) ? [data] : listIn(data, 'accounts').filter(isAccount);
}

function read(source: EntrySource): ReadingOutcome {
  const data = exportIn(source);
  if ((numberIn(objectIn(data, 'version'), 'major') ?? MAJOR) > MAJOR) return { ok: false, refusal: 'unknown-version' };
  const accounts = accountsIn(data);
  if (accounts.length === 0) return { ok: false, refusal: 'damaged' };
  const problems: ReadingProblem[] = [];
  const items = accounts.flatMap((account) => {
    const folders = foldersOf(account, problems);
    return listIn(account, 'items').map((item) => ({ item, folders: folders.get(textIn(item, 'id')) ?? [] }));
  });
  if (items.length === 0) return { ok: false, refusal: 'empty' };
  const entries = items
    .slice(0, MOST_ENTRIES)
    .flatMap(({ item, folders }, at) => readCxfItem(item, { number: at + 1, folders }, problems));
  return { ok: true, ...withinBounds({ entries, problems }, items.length) };
}

/** More than anybody nests. */
const MOST_LEVELS = 32;

/** Paths by the id of an item. */
function foldersOf(account: unknown, problems: ReadingProblem[]): ReadonlyMap<string, readonly (readonly string[])[]> {
  const paths = new Map<string, (readonly string[])[]>();
  const visit = (collections: readonly unknown[], above: readonly string[]): void => {
    if (above.length >= MOST_LEVELS) {
      if (collections.length > 0) problems.push({ entry: above[0] ?? '', reason: 'too-many', what: 'collections' });
      return;
    }
    for (const collection of collections) {
      const path = [...above, textIn(collection, 'title')];
      for (const link of listIn(collection, 'items')) {
        const id = textIn(link, 'item');
        const known = paths.get(id) ?? [];
        if (known.length < MOST_LEVELS) paths.set(id, [...known, path]);
      }
      visit(listIn(collection, 'subCollections'), path);
    }
  };
  visit(listIn(account, 'collections'), []);
  return paths;
}

interface Folder {
  readonly title: string;
  readonly items: string[];
  readonly folders: Map<string, Folder>;
}

const idOf = (at: number): string => at.toString(36).padStart(8, '0');

function write(entries: readonly VaultEntry[]): string {
  const root: Folder = { title: '', items: [], folders: new Map() };
  const present = entries.filter(({ deletedAt }) => deletedAt === null);
  let count = 0;
  const items = present.flatMap((entry) =>
    writeCxfItems(entry).map((item) => {
      const id = idOf(count++);
      if (entry.folder.length > 0) folderAt(root, entry.folder).items.push(id);
      return { id, ...item };
    }),
  );
  const account = { id: idOf(0), username: '', email: '', collections: collectionsOf(root, { count: 0 }), items };
  const changes = present.map(({ changedAt, createdAt }) => changedAt ?? createdAt ?? 0);
  const header = {
    version: { major: MAJOR, minor: 0 },
    // The name of a domain, as of a site that has passkeys; we have none.
    ...{ exporterRpId: 'nucleus.invalid', exporterDisplayName: 'Nucleus' },
    timestamp: Math.floor(changes.reduce((latest, at) => Math.max(latest, at), 0) / 1000),
  };
  return JSON.stringify({ ...header, accounts: [account] }, null, 2);
}

function folderAt(root: Folder, path: readonly string[]): Folder {
  return path.reduce((folder, title) => {
    const inner = folder.folders.get(title) ?? { title, items: [], folders: new Map() };
    folder.folders.set(title, inner);
    return inner;
  }, root);
}

function collectionsOf({ folders }: Folder, ids: { count: number }): JsonObject[] {
  return [...folders.values()].map((folder) => ({
    id: idOf(ids.count++),
    title: folder.title,
    items: folder.items.map((item) => ({ item })),
    ...(folder.folders.size === 0 ? {} : { subCollections: collectionsOf(folder, ids) }),
  }));
}
