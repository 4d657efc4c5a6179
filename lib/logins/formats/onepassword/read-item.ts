// One item of a 1PUX export, of any category, as an entry. A part that has no place in an entry is a field, so that a
// person finds it; an item of a category that is newer than this file is kept whole besides.
import { EMPTY_ENTRY, type EntryField, type EntrySite, type KeptPart, type VaultEntry } from '../entry.ts';
import type { ReadingProblem, TellProblem } from '../format.ts';
import { isObject, type JsonObject, keptJson, listIn, memberOf, numberIn, objectIn, textIn } from '../json.ts';
import { timeOfUnix } from '../unix-time.ts';
import { CARD, IDENTITY, kindOfCategory } from './categories.ts';
import { type FieldParts, type ItemSurroundings, noParts, readSections } from './read-fields.ts';
import { formValue, objectsIn } from './values.ts';

export const ONEPASSWORD_ID = '1pux';

export interface ItemPlace {
  /** By its number in the file, for an item without a title. */
  readonly number: number;
  readonly folder: readonly string[];
}

/** Null: it is no item. */
export function readOnePasswordItem(
  listed: unknown,
  place: ItemPlace,
  around: ItemSurroundings,
  problems: ReadingProblem[],
): VaultEntry | null {
  // Until version 2 an item stood beside its file, in an object of both.
  const item = objectIn(listed, 'item') ?? listed;
  const overview = memberOf(item, 'overview');
  const title = textIn(overview, 'title');
  const entry = title || textIn(item, 'uuid') || `Item ${place.number}`;
  const tell: TellProblem = (reason, what) => problems.push({ entry, reason, what });
  const details = objectIn(item, 'details') ?? {};
  if (!isObject(item) || (!isObject(overview) && Object.keys(details).length === 0)) {
    tell('not-understood', '');
    return null;
  }
  const category = textIn(item, 'categoryUuid');
  const parts = noParts();
  readForm(details, parts);
  parts.sites.push(...sitesOf(overview));
  const isForm = parts.username !== '' || parts.password !== '';
  const kind = kindOfCategory(category) ?? (isForm ? 'login' : 'other');
  readSections(details, category, kind === 'login', parts, around, tell);
  readDocument(listed, details, parts, around, tell);
  return {
    ...EMPTY_ENTRY,
    kind,
    title,
    folder: place.folder,
    tags: [...tagsOf(overview), ...(textIn(item, 'state') === 'archived' ? [ARCHIVED] : [])],
    favourite: (numberIn(item, 'favIndex') ?? 0) !== 0,
    note: textIn(details, 'notesPlain'),
    ...parts,
    card: category === CARD ? parts.card : null,
    person: category === IDENTITY ? parts.person : null,
    earlier: earlierOf(details),
    ...timesOf(item, tell),
    kept: [...keptOf(item, details, category, tell)],
  };
}

/** No other program has an archive beside the bin: as a tag it is found, and taken off with one press. */
const ARCHIVED = 'Archive';

const tagsOf = (overview: unknown): string[] => [
  ...new Set(listIn(overview, 'tags').filter((tag): tag is string => typeof tag === 'string' && tag !== '')),
];

const MATCHES: Readonly<Record<string, EntrySite['match']>> = { host: 'host', never: 'never' };

function sitesOf(overview: unknown): EntrySite[] {
  const urls = [...objectsIn(overview, 'urls'), { url: textIn(overview, 'url') }];
  const sites = new Map<string, EntrySite>();
  for (const listed of urls) {
    const url = textIn(listed, 'url');
    const mode = textIn(listed, 'mode');
    if (url === '' || sites.has(url)) continue;
    sites.set(url, { url, match: (Object.hasOwn(MATCHES, mode) ? MATCHES[mode] : undefined) ?? 'domain' });
  }
  return [...sites.values()];
}

/** Fields of a form as it was saved, and the password that stands alone in its category. */
function readForm(details: JsonObject, parts: FieldParts): void {
  for (const field of objectsIn(details, 'loginFields')) {
    const value = formValue(field.value);
    const part = textIn(field, 'designation');
    const isMain = (part === 'username' || part === 'password') && value !== '';
    if (isMain && (parts[part] === '' || parts[part] === value)) parts[part] = value;
    else parts.fields.push(...formField(field, value));
  }
  const password = textIn(details, 'password');
  if (password === '' || password === parts.password) return;
  if (parts.password === '') parts.password = password;
  else parts.fields.push({ name: 'password', value: password, type: 'hidden', section: '' });
}

/** Buttons have nothing to say; a box that is not ticked has. */
function formField(field: JsonObject, value: string): EntryField[] {
  const name = textIn(field, 'name') || textIn(field, 'id');
  const type = textIn(field, 'fieldType') || textIn(field, 'type');
  if (type === 'C') return [{ name, value: String(value !== '' && value !== 'false'), type: 'yes-no', section: '' }];
  if (value === '' || ['B', 'I', 'S', 'R'].includes(type)) return [];
  return [{ name, value, type: type === 'P' ? 'hidden' : 'text', section: '' }];
}

function readDocument(
  listed: unknown,
  details: JsonObject,
  parts: FieldParts,
  { files }: ItemSurroundings,
  tell: TellProblem,
): void {
  const document = objectIn(details, 'documentAttributes');
  const beside = objectIn(listed, 'file');
  const name = textIn(document, 'fileName') || textIn(memberOf(beside, 'attrs'), 'name');
  const id = textIn(document, 'documentId');
  const path = textIn(beside, 'path');
  if (id === '' && path === '') return;
  const found = id === '' ? files.at(path, name) : files.find(id, name);
  if (typeof found === 'string') tell(found, name);
  else parts.attachments.push(found);
}

const earlierOf = (details: JsonObject): VaultEntry['earlier'] =>
  objectsIn(details, 'passwordHistory')
    .map((it) => ({ until: timeOfUnix(numberIn(it, 'time')), password: textIn(it, 'value'), rest: null }))
    .filter(({ password }) => password !== '')
    .sort((a, b) => (b.until ?? 0) - (a.until ?? 0));

function timesOf(item: JsonObject, tell: TellProblem): Pick<VaultEntry, 'createdAt' | 'changedAt' | 'deletedAt'> {
  const at = (name: string): number | null => {
    const number = numberIn(item, name);
    const time = timeOfUnix(number);
    if (time === null && number !== null && number !== 0) tell('bad-date', name);
    return time;
  };
  const [createdAt, changedAt] = [at('createdAt'), at('updatedAt')];
  const isInBin = textIn(item, 'state') === 'trashed' || item.trashed === true;
  // The file does not say since when: the last change was to throw it away.
  return { createdAt, changedAt, deletedAt: isInBin ? (changedAt ?? createdAt ?? 0) : null };
}

const READ_DETAILS = [
  ...['loginFields', 'notesPlain', 'sections', 'passwordHistory', 'password', 'documentAttributes'],
  // Of the form that it was saved from.
  ...['htmlAction', 'htmlForm', 'htmlID', 'htmlMethod', 'htmlName', 'backupKeys'],
];

/** The category, if its kind does not say it, and parts that this file does not know. */
function* keptOf(item: JsonObject, details: JsonObject, category: string, tell: TellProblem): Iterable<KeptPart> {
  const kind = kindOfCategory(category);
  if (kind === 'other' || (kind !== null && !['001', '002', '003', '004'].includes(category)))
    yield { from: ONEPASSWORD_ID, what: 'categoryUuid', json: JSON.stringify(category) };
  const unread = Object.entries(details).filter(([name]) => !READ_DETAILS.includes(name));
  const parts: [string, unknown][] =
    kind === null ? [['item', item]] : unread.map(([name, it]) => [`details.${name}`, it]);
  for (const [what, part] of parts) {
    if (part === null || part === '' || part === false) continue;
    // 1Password says that it exports no passkeys; if it begins to, none shall be missed silently.
    if (what === 'details.passkey') tell('not-understood', 'passkey');
    const json = keptJson(part);
    if (json === null) tell('too-long', what);
    else yield { from: ONEPASSWORD_ID, what, json };
  }
}
