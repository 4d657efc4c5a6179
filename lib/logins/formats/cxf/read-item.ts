// One item of the Credential Exchange Format, with any number of credentials of each type, as entries: one, and another
// for each further log-in, card or person.
import { readCxfTotp } from '../../one-time/cxf.ts';
import { passkeyRefusal } from '../../passkeys/foreign.ts';
import { EMPTY_ENTRY, type EntryPasskey, type KeptPart, type VaultEntry } from '../entry.ts';
import type { ProblemReason, ReadingProblem } from '../format.ts';
import { isObject, type JsonObject, keptJson, listIn, memberOf, numberIn, objectIn, textIn } from '../json.ts';
import { pathName } from '../path-name.ts';
import { cxfText, readCustomFields, readCxfCard, readCxfPasskey, readCxfPerson, readScope } from './credentials.ts';

export const CXF_ID = 'cxf';

/** Of the file around an item. */
export interface CxfPlace {
  readonly number: number;
  /** Paths of the collections that hold the item. */
  readonly folders: readonly (readonly string[])[];
}

type Tell = (reason: ProblemReason, what: string) => void;

/** Members of an item that are not read, and kept. */
const KEPT_MEMBERS = ['subtitle', 'extensions'];
const GENERATED = 'generated-password';
/** Types of credentials that are read; of others each is kept whole. */
const READ: ReadonlySet<string> = new Set([
  ...['basic-auth', 'totp', 'passkey', 'note', 'custom-fields', 'credit-card', 'address', 'person-name'],
  GENERATED,
]);
/** Of a passkey. */
export const EXTENSIONS = 'fido2Extensions';
/** Its bytes come beside the file, encrypted. */
const FILE = 'file';

const NONE: readonly JsonObject[] = [];

/** Empty: it is no item. */
export function readCxfItem(value: unknown, place: CxfPlace, problems: ReadingProblem[]): VaultEntry[] {
  const entry = textIn(value, 'title') || `Item ${place.number}`;
  const tell: Tell = (reason, what) => problems.push({ entry, reason, what });
  const credentials = memberOf(value, 'credentials');
  if (!isObject(value) || !Array.isArray(credentials)) {
    tell('not-understood', '');
    return [];
  }
  const byType = new Map<string, JsonObject[]>();
  for (const one of credentials.filter(isObject)) {
    const type = textIn(one, 'type');
    const alike = byType.get(type);
    if (alike) alike.push(one);
    else byType.set(type, [one]);
  }
  const of = (type: string): readonly JsonObject[] => byType.get(type) ?? NONE;
  for (const file of of(FILE)) tell('missing-attachment', textIn(file, 'name'));
  const common = commonOf(value, place, of('basic-auth'), tell);
  const logins = loginsOf(of);
  const cards = of('credit-card').map(readCxfCard);
  const [addresses, names] = [of('address'), of('person-name')];
  const persons = Array.from({ length: Math.max(addresses.length, names.length) }, (_, at) =>
    readCxfPerson(addresses[at], names[at]),
  );
  const secrets = secretsOf(of, tell);
  const others = credentials.filter((one) => !READ.has(textIn(one, 'type')));
  const kept = keptOf(value, { credentials: [...secrets.refused, ...others], extensions: secrets.extensions }, tell);
  const hasLogin = logins.length > 0 || secrets.oneTimes.length > 0 || secrets.passkeys.length > 0;
  const kinds = [hasLogin && 'login', cards.length > 0 && 'card', persons.length > 0 && 'address'] as const;
  const first: VaultEntry = {
    // A second spread would take a third of the time of all this.
    ...common,
    username: logins[0]?.username ?? '',
    password: logins[0]?.password ?? '',
    kind: kinds.find((kind) => kind !== false) || (others.length > 0 ? 'other' : 'note'),
    oneTimes: secrets.oneTimes,
    passkeys: secrets.passkeys,
    note: of('note')
      .map((note) => cxfText(note, 'content'))
      .filter((note) => note !== '')
      .join('\n\n'),
    card: cards[0]?.card ?? null,
    person: persons[0]?.person ?? null,
    fields: [
      ...of('custom-fields').flatMap(readCustomFields),
      ...(cards[0]?.fields ?? []),
      ...(persons[0]?.fields ?? []),
    ],
    kept,
  };
  return [
    first,
    ...logins.slice(1).map((login) => ({ ...common, ...login })),
    ...cards.slice(1).map((one) => ({ ...common, ...one, kind: 'card' as const })),
    ...persons.slice(1).map((one) => ({ ...common, ...one, kind: 'address' as const })),
  ];
}

function commonOf(value: JsonObject, place: CxfPlace, logins: readonly JsonObject[], tell: Tell): VaultEntry {
  const tags = listIn(value, 'tags').filter((tag) => typeof tag === 'string');
  // Drafts of the format had the addresses in the credential.
  const sites = [...readScope(memberOf(value, 'scope')), ...logins.flatMap(readScope)];
  return {
    ...EMPTY_ENTRY,
    title: textIn(value, 'title'),
    folder: place.folders[0] ?? [],
    tags: [...tags, ...place.folders.slice(1).map(pathName)],
    favourite: memberOf(value, 'favorite') === true,
    sites,
    createdAt: timeAt(value, 'creationAt', tell),
    changedAt: timeAt(value, 'modifiedAt', tell),
  };
}

/** A password that was generated and never saved with a name is one, too. */
const loginsOf = (of: (type: string) => readonly JsonObject[]): Pick<VaultEntry, 'username' | 'password'>[] => [
  ...of('basic-auth').map((one) => ({ username: cxfText(one, 'username'), password: cxfText(one, 'password') })),
  ...of(GENERATED).map((one) => ({ username: '', password: cxfText(one, 'password') })),
];

interface Secrets extends Pick<VaultEntry, 'oneTimes' | 'passkeys'> {
  readonly extensions: readonly JsonObject[];
  readonly refused: readonly JsonObject[];
}

const NO_SECRETS: Secrets = { oneTimes: [], passkeys: [], extensions: [], refused: [] };

/** Codes and passkeys; those that cannot be used are told, and kept. */
function secretsOf(of: (type: string) => readonly JsonObject[], tell: Tell): Secrets {
  if (of('totp').length + of('passkey').length === 0) return NO_SECRETS;
  const codes = of('totp').map((one) => ({ one, reading: readCxfTotp(one) }));
  const passkeys = of('passkey').map((one) => {
    const passkey = readCxfPasskey(one);
    return { one, passkey, reason: passkeyRefusal(passkey) };
  });
  for (const { reading } of codes) if (!reading.ok) tell(reading.reason, 'totp');
  for (const { reason } of passkeys) if (reason !== null) tell(reason, 'passkey');
  return {
    oneTimes: codes.flatMap(({ reading }) => (reading.ok ? [reading.oneTime] : [])),
    passkeys: passkeys.flatMap(({ passkey, reason }) => (reason === null ? [passkey] : [])),
    extensions: passkeys.flatMap(({ one, passkey, reason }) => (reason === null ? otherExtensions(one, passkey) : [])),
    refused: [
      ...codes.flatMap(({ one, reading }) => (reading.ok ? [] : [one])),
      ...passkeys.flatMap(({ one, reason }) => (reason === null ? [] : [one])),
    ],
  };
}

/** Extensions of a passkey that are not read (blobs, payments), with its id beside them. */
function otherExtensions(one: JsonObject, { credentialId, prfSecrets }: EntryPasskey): JsonObject[] {
  const extensions = Object.entries(objectIn(one, EXTENSIONS) ?? {});
  const others = extensions.filter(([name]) => prfSecrets === null || name !== 'hmacCredentials');
  return others.length === 0 ? [] : [{ credentialId, ...Object.fromEntries(others) }];
}

interface Kept {
  readonly credentials: readonly unknown[];
  readonly extensions: readonly JsonObject[];
}

function keptOf(value: JsonObject, { credentials, extensions }: Kept, tell: Tell): KeptPart[] {
  const members = KEPT_MEMBERS.map((name) => ({ what: name, part: memberOf(value, name) }));
  const ofPasskeys = extensions.map((part) => ({ what: EXTENSIONS, part }));
  const parts = [
    ...members,
    ...ofPasskeys,
    ...credentials.map((one) => ({ what: textIn(one, 'type') || 'credential', part: one })),
  ];
  return parts.flatMap(({ what, part }) => {
    if (part === undefined || part === null) return [];
    const json = keptJson(part);
    if (json === null) tell('too-long', what);
    return json === null ? [] : [{ from: CXF_ID, what, json }];
  });
}

const LAST_SECOND = 253_402_300_799;

function timeAt(value: JsonObject, name: string, tell: Tell): number | null {
  const seconds = numberIn(value, name);
  if (seconds === null) return null;
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= LAST_SECOND) return 1000 * seconds;
  tell('bad-date', name);
  return null;
}

/** The place of a kept part: the item, a passkey, or among the credentials. */
export const placeOfKept = ({ what }: KeptPart): 'item' | 'passkey' | 'credential' =>
  KEPT_MEMBERS.includes(what) ? 'item' : what === EXTENSIONS ? 'passkey' : 'credential';
