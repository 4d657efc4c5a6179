// One item of Proton Pass, of any type, as an entry. A member without a place in an entry is a field by its own name;
// an item of a type that is newer than this file is kept whole.
import {
  EMPTY_CARD,
  EMPTY_ENTRY,
  EMPTY_PERSON,
  type EntryAttachment,
  type EntrySite,
  type KeptPart,
  type VaultEntry,
} from '../entry.ts';
import type { ReadingProblem, TellProblem } from '../format.ts';
import { isObject, type JsonObject, keptJson, listIn, memberOf, numberIn, objectIn, textIn } from '../json.ts';
import { timeOfUnix } from '../unix-time.ts';
import { CARD_BRANDS, EXTRAS, HIDDEN_IN_IDENTITY, IN_BIN, MATCHES, PERSON, WIFI_SECURITY } from './item-types.ts';
import { readProtonPasskey } from './passkey.ts';
import { addListed, addOneTime, addSections, addText, noFields, type ReadFields } from './read-fields.ts';

export const PROTON_ID = 'proton';

export interface ProtonPlace {
  /** By its number in the file, for an item without a name. */
  readonly number: number;
  readonly folder: readonly string[];
  /** Files by the names that items give them. */
  readonly files: (name: string) => EntryAttachment | 'missing-attachment' | 'damaged-attachment';
}

type Parts = Partial<VaultEntry>;

/** Null: it is no item. */
export function readProtonItem(item: unknown, place: ProtonPlace, problems: ReadingProblem[]): VaultEntry | null {
  const data = objectIn(item, 'data');
  const metadata = objectIn(data, 'metadata');
  const title = textIn(metadata, 'name');
  const entry = title || `Item ${place.number}`;
  const tell: TellProblem = (reason, what) => problems.push({ entry, reason, what });
  const type = textIn(data, 'type');
  if (!isObject(item) || data === null || type === '') {
    tell('not-understood', '');
    return null;
  }
  const read = noFields();
  const content = objectIn(data, 'content') ?? {};
  const parts = Object.hasOwn(READERS, type)
    ? (READERS[type] as Reader)(content, read, tell, item)
    : { kind: 'other' as const, kept: keptWhole(type, content, tell) };
  addListed(read, data, 'extraFields', '', tell);
  const [createdAt, changedAt] = [timeOfUnix(numberIn(item, 'createTime')), timeOfUnix(numberIn(item, 'modifyTime'))];
  return {
    ...EMPTY_ENTRY,
    title,
    folder: place.folder,
    favourite: memberOf(item, 'pinned') === true,
    note: textIn(metadata, 'note'),
    ...parts,
    sites: [...(parts.sites ?? []), ...appsIn(data)],
    fields: read.fields,
    oneTimes: read.oneTimes,
    attachments: attachmentsOf(item, place, tell),
    createdAt,
    changedAt,
    // The file does not say since when: the last change was to throw it away.
    deletedAt: numberIn(item, 'state') === IN_BIN ? (changedAt ?? createdAt ?? 0) : null,
  };
}

type Reader = (content: JsonObject, read: ReadFields, tell: TellProblem, item: JsonObject) => Parts;

const READERS: Readonly<Record<string, Reader>> = {
  login: readLogin,
  note: () => ({ kind: 'note' }),
  // At which site it is used, an alias does not say.
  alias: (_content, _read, _tell, item) => ({ kind: 'login', email: textIn(item, 'aliasEmail') }),
  creditCard: readCard,
  identity: readIdentity,
  sshKey: (content, read, tell) => {
    addText(read, 'private key', textIn(content, 'privateKey'), 'hidden');
    addText(read, 'public key', textIn(content, 'publicKey'));
    addSections(read, content, 'sections', tell);
    return { kind: 'other' };
  },
  wifi: (content, read, tell) => {
    addText(read, 'SSID', textIn(content, 'ssid'));
    addText(read, 'security', WIFI_SECURITY[numberIn(content, 'security') ?? 0] ?? '');
    addSections(read, content, 'sections', tell);
    return { kind: 'login', password: textIn(content, 'password') };
  },
  custom: (content, read, tell) => {
    addSections(read, content, 'sections', tell);
    return { kind: 'other' };
  },
};

function readLogin(content: JsonObject, read: ReadFields, tell: TellProblem): Parts {
  addOneTime(read, textIn(content, 'totpUri'), 'totp', '', tell);
  const passkeys = listIn(content, 'passkeys').map(readProtonPasskey);
  for (const it of passkeys) if (!it.ok) tell(it.reason, 'passkey');
  return {
    kind: 'login',
    // Before version 1.18.0 there was one of them, `username`: an address or not.
    username: textIn(content, 'itemUsername') || textIn(content, 'username'),
    email: textIn(content, 'itemEmail'),
    password: textIn(content, 'password'),
    sites: sitesOf(content),
    passkeys: passkeys.flatMap((it) => (it.ok ? [it.passkey] : [])),
  };
}

/** `autofillUrls` has them all, with rules; before it there was only `urls`. */
function sitesOf(content: JsonObject): EntrySite[] {
  const sites = new Map<string, EntrySite>();
  for (const listed of listIn(content, 'autofillUrls')) {
    const url = textIn(listed, 'url');
    // A rule of a later Proton Pass counts as the narrowest one.
    if (url !== '') sites.set(url, { url, match: MATCHES[numberIn(listed, 'mode') ?? 0] ?? 'exact' });
  }
  for (const url of listIn(content, 'urls'))
    if (typeof url === 'string' && url !== '' && !sites.has(url)) sites.set(url, { url, match: 'domain' });
  return [...sites.values()];
}

/** Programs of Android that the log-in is filled in, as Bitwarden writes them. */
const appsIn = (data: JsonObject): EntrySite[] =>
  listIn(objectIn(objectIn(data, 'platformSpecific'), 'android'), 'allowedApps').flatMap((app) => {
    const name = textIn(app, 'packageName');
    return name === '' ? [] : [{ url: `androidapp://${name}`, match: 'domain' }];
  });

function readCard(content: JsonObject, read: ReadFields, tell: TellProblem): Parts {
  const written = textIn(content, 'expirationDate');
  const expiry = monthOf(written);
  if (expiry === '' && written !== '') {
    tell('bad-date', 'expirationDate');
    addText(read, 'expirationDate', written);
  }
  const card = {
    holder: textIn(content, 'cardholderName'),
    number: textIn(content, 'number'),
    brand: CARD_BRANDS[numberIn(content, 'cardType') ?? 0] ?? '',
    expiry,
    code: textIn(content, 'verificationNumber'),
    pin: textIn(content, 'pin'),
  };
  return { kind: 'card', card: { ...EMPTY_CARD, ...card } };
}

/** `2027-04`; older items have `042027` or `0427`, with a stroke or not. Empty: it is no month. */
function monthOf(text: string): string {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  if (year !== undefined) return `${year}-${month}`;
  const [, before, after = ''] = /^(0[1-9]|1[0-2])\/?(\d\d|\d{4})$/.exec(text) ?? [];
  return before === undefined ? '' : `${after.length === 2 ? `20${after}` : after}-${before}`;
}

function readIdentity(content: JsonObject, read: ReadFields, tell: TellProblem): Parts {
  const placed = Object.entries(PERSON).map(([name, part]) => [part, textIn(content, name)]);
  const lines = [textIn(content, 'streetAddress'), textIn(content, 'floor')].filter((line) => line !== '');
  const person = { ...EMPTY_PERSON, ...Object.fromEntries(placed), lines };
  const done = [...Object.keys(PERSON), 'streetAddress', 'floor', 'fullName'];
  const fullName = textIn(content, 'fullName');
  if (person.firstName === '' && person.lastName === '') Object.assign(person, namesOf(fullName));
  const names = [person.firstName, person.middleName, person.lastName].filter((name) => name !== '').join(' ');
  if (names !== fullName) addText(read, 'fullName', fullName);
  for (const [name, value] of Object.entries(content)) {
    if (done.includes(name)) continue;
    if (Object.hasOwn(EXTRAS, name)) addListed(read, content, name, EXTRAS[name] as string, tell);
    else if (name === 'extraSections') addSections(read, content, name, tell);
    else if (typeof value === 'string')
      addText(read, name, value, HIDDEN_IN_IDENTITY.includes(name) ? 'hidden' : 'text');
  }
  return { kind: 'address', person };
}

/** The last word of a name is the family's, as far as one can tell. */
function namesOf(fullName: string): { firstName: string; lastName: string } {
  const [, firstName = '', lastName = ''] = /^(.*?) ?([^ ]+)$/.exec(fullName) ?? [];
  return firstName === '' ? { firstName: lastName, lastName: '' } : { firstName, lastName };
}

function attachmentsOf(item: JsonObject, place: ProtonPlace, tell: TellProblem): EntryAttachment[] {
  const names = new Set(listIn(item, 'files').filter((name): name is string => typeof name === 'string'));
  return [...names].flatMap((name) => {
    const found = place.files(name);
    if (typeof found !== 'string') return [found];
    tell(found, name);
    return [];
  });
}

function keptWhole(type: string, content: JsonObject, tell: TellProblem): KeptPart[] {
  const json = keptJson(content);
  if (json === null) tell('too-long', type);
  return json === null ? [] : [{ from: PROTON_ID, what: type, json }];
}
