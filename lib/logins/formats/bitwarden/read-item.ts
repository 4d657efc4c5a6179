// One item of Bitwarden's JSON, of any type, as an entry. Nothing of it is lost without a word: a part is read, kept
// whole for the writer, or told as a problem.
import { readOneTime } from '../../one-time/read.ts';
import {
  type EarlierVersion,
  EMPTY_ENTRY,
  type EntryAttachment,
  type EntryField,
  type EntrySite,
  type KeptPart,
  type VaultEntry,
} from '../entry.ts';
import type { ProblemReason, ReadingProblem } from '../format.ts';
import { timeOfIso } from '../iso-time.ts';
import { isObject, type JsonObject, listIn, memberOf, numberIn, objectIn, textIn } from '../json.ts';
import { pathName } from '../path-name.ts';
import { ENTRY_KINDS, FIELD_TYPES, ITEM_TYPE, linkedPart, MATCH_RULES, SECTIONS } from './item-types.ts';
import { BITWARDEN_ID, leftover } from './leftover.ts';
import { readBitwardenPasskey } from './passkey.ts';
import { readCard, readIdentity } from './sections.ts';

/** Of the file around an item. */
export interface BitwardenPlace {
  /** By its number in the file, for an item without a name. */
  readonly number: number;
  /** Paths by the id of a folder or collection. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  readonly attachments: readonly EntryAttachment[];
}

type Tell = (reason: ProblemReason, what: string) => void;
type Parts = Partial<VaultEntry>;

/** Members of every item that are read, or that belong to the account and not to the item. */
const TAKEN = [
  ...['id', 'organizationId', 'folderId', 'collectionIds', 'name', 'notes', 'type', 'favorite', 'fields'],
  ...['passwordHistory', 'creationDate', 'revisionDate', 'deletedDate', 'attachments'],
];

/** Null: it is no item. */
export function readItem(value: unknown, place: BitwardenPlace, problems: ReadingProblem[]): VaultEntry | null {
  const entry = textIn(value, 'name') || `Item ${place.number}`;
  const tell: Tell = (reason, what) => problems.push({ entry, reason, what });
  const type = numberIn(value, 'type');
  if (!isObject(value) || type === null) {
    tell('not-understood', '');
    return null;
  }
  const section = ENTRY_KINDS[type] === undefined ? undefined : SECTIONS[type];
  const kept = leftover(value, [...TAKEN, ...(section === undefined ? [] : [section])], '', tell);
  const parts = section === undefined ? {} : readSection(type, objectIn(value, section) ?? {}, `${section}.`, tell);
  const isNamed = ENTRY_KINDS[type] !== undefined || kept.some(({ what }) => what === SECTIONS[type]);
  const typePart: KeptPart[] = isNamed ? [] : [{ from: BITWARDEN_ID, what: 'type', json: String(type) }];
  return {
    ...EMPTY_ENTRY,
    kind: ENTRY_KINDS[type] ?? 'other',
    title: textIn(value, 'name'),
    ...placed(value, place.folders),
    favourite: memberOf(value, 'favorite') === true,
    note: textIn(value, 'notes'),
    attachments: place.attachments,
    earlier: earlierOf(value),
    createdAt: timeAt(value, 'creationDate', tell),
    changedAt: timeAt(value, 'revisionDate', tell),
    deletedAt: timeAt(value, 'deletedDate', tell),
    ...parts,
    fields: [...fieldsOf(value, type, tell), ...(parts.fields ?? [])],
    kept: [...typePart, ...kept, ...(parts.kept ?? [])],
  };
}

function readSection(type: number, section: JsonObject, prefix: string, tell: Tell): Parts {
  const keep = (taken: readonly string[]) => leftover(section, taken, prefix, tell);
  if (type === ITEM_TYPE.login) return readLogin(section, keep, tell);
  if (type === ITEM_TYPE.card) {
    const { part, taken } = readCard(section);
    return { card: part, kept: keep(taken) };
  }
  if (type !== ITEM_TYPE.identity) return { kept: keep([]) };
  const { part, taken, username, fields } = readIdentity(section);
  return { person: part, username, fields, kept: keep(taken) };
}

function readLogin(login: JsonObject, keep: (taken: readonly string[]) => KeptPart[], tell: Tell): Parts {
  const secret = textIn(login, 'totp');
  const reading = secret === '' ? null : readOneTime(secret);
  if (reading?.ok === false) tell(reading.reason, 'totp');
  const passkeys = listIn(login, 'fido2Credentials').map(readBitwardenPasskey);
  for (const it of passkeys) if (!it.ok) tell(it.reason, 'passkey');
  // Ours count nothing, and a site that has seen a count may refuse a passkey that stopped counting.
  const hasCount = listIn(login, 'fido2Credentials').some((it) => !['', '0'].includes(textIn(it, 'counter')));
  if (hasCount) tell('not-understood', 'counter');
  const read = ['username', 'password', 'uris', 'fido2Credentials'];
  return {
    username: textIn(login, 'username'),
    password: textIn(login, 'password'),
    sites: listIn(login, 'uris').flatMap(readSite),
    oneTimes: reading?.ok === true ? [reading.oneTime] : [],
    passkeys: passkeys.flatMap((it) => (it.ok ? [it.passkey] : [])),
    kept: keep(reading?.ok === false ? read : [...read, 'totp']),
  };
}

function readSite(value: unknown): EntrySite[] {
  const url = textIn(value, 'uri');
  const match = numberIn(value, 'match');
  // A rule of a later Bitwarden counts as the narrowest one that is known.
  return url === '' ? [] : [{ url, match: match === null ? 'domain' : (MATCH_RULES[match] ?? 'exact') }];
}

/** Its folder, or its first collection; further collections are tags. */
function placed(value: JsonObject, folders: BitwardenPlace['folders']): Pick<VaultEntry, 'folder' | 'tags'> {
  const ids = [memberOf(value, 'folderId'), ...listIn(value, 'collectionIds')];
  const paths = ids.map((id) => folders.get(id as string) ?? []).filter((path) => path.length > 0);
  return { folder: paths[0] ?? [], tags: paths.slice(1).map(pathName) };
}

function fieldsOf(value: JsonObject, itemType: number, tell: Tell): EntryField[] {
  return listIn(value, 'fields').flatMap((field): EntryField[] => {
    const name = textIn(field, 'name');
    const text = textIn(field, 'value');
    // Types of a later Bitwarden may well be secrets.
    const type = FIELD_TYPES[numberIn(field, 'type') ?? 0] ?? 'hidden';
    const part = linkedPart(itemType, numberIn(field, 'linkedId'));
    if (!isObject(field) || (type === 'linked' && part === '')) {
      tell('not-understood', name);
      return [];
    }
    if (type === 'linked') return [{ name, value: part, type, section: '' }];
    const isNeither = type === 'yes-no' && text !== 'true' && text !== 'false';
    return [{ name, value: text, type: isNeither ? 'text' : type, section: '' }];
  });
}

function earlierOf(value: JsonObject): EarlierVersion[] {
  return listIn(value, 'passwordHistory')
    .map((it) => ({ until: timeOfIso(textIn(it, 'lastUsedDate')), password: textIn(it, 'password'), rest: null }))
    .filter(({ password }) => password !== '')
    .sort((a, b) => (b.until ?? 0) - (a.until ?? 0));
}

function timeAt(value: JsonObject, name: string, tell: Tell): number | null {
  const text = textIn(value, name);
  const at = timeOfIso(text);
  if (text !== '' && at === null) tell('bad-date', name);
  return at;
}
