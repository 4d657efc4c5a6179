// An entry as JSON in a Nucleus archive: the members of `VaultEntry` by their names. A member that is absent or of
// another type is empty, as everywhere in files.
import {
  type EarlierRest,
  type EarlierVersion,
  EMPTY_CARD,
  EMPTY_ENTRY,
  EMPTY_PERSON,
  type EntryCard,
  type EntryField,
  type EntryPerson,
  type EntrySite,
  type KeptPart,
  type OneTime,
  type VaultEntry,
} from '../entry.ts';
import { isObject, parseJson } from '../json.ts';

type Reader<T> = (value: unknown) => T;

const string: Reader<string> = (value) => (typeof value === 'string' ? value : '');
const number: Reader<number> = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const flag: Reader<boolean> = (value) => value === true;
const time: Reader<number | null> = (value) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const oneOf =
  <const Name extends string>(...names: readonly [Name, ...Name[]]): Reader<Name> =>
  (value) =>
    names.find((name) => name === value) ?? names[0];
const list =
  <T>(element: Reader<T>): Reader<T[]> =>
  (value) =>
    Array.isArray(value) ? value.map(element) : [];
const members =
  <T extends object>(readers: { readonly [Name in keyof T]: Reader<T[Name]> }): Reader<T> =>
  (value) => {
    const given = isObject(value) ? value : {};
    const read = Object.entries<Reader<unknown>>(readers).map(([name, reader]) => [
      name,
      reader(Object.hasOwn(given, name) ? given[name] : undefined),
    ]);
    return Object.fromEntries(read) as T;
  };
const orNull =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value) =>
    isObject(value) ? reader(value) : null;
/** All members are texts. */
const texts = <T extends Readonly<Record<string, unknown>>>(like: T): Reader<T> =>
  members(Object.fromEntries(Object.keys(like).map((name) => [name, string])) as never);

const site = members<EntrySite>({
  url: string,
  match: oneOf('domain', 'host', 'starts-with', 'exact', 'regex', 'never'),
});
const field = members<EntryField>({
  ...{ name: string, value: string, section: string },
  type: oneOf('text', 'hidden', 'yes-no', 'linked'),
});
const oneTime = members<OneTime>({
  ...{ secret: string, issuer: string, account: string, digits: number, periodSeconds: number },
  algorithm: oneOf('SHA-1', 'SHA-256', 'SHA-512'),
  alphabet: oneOf('decimal', 'steam'),
});
const passkey = members<VaultEntry['passkeys'][number]>({
  ...{ credentialId: string, rpId: string, rpName: string, userHandle: string, userName: string },
  ...{ userDisplayName: string, key: string, createdAt: time },
  prfSecrets: orNull(members({ verified: string, unverified: string })),
});
const card = orNull<EntryCard>(texts({ ...EMPTY_CARD }));
const person = orNull<EntryPerson>(members({ ...personReaders(), lines: list(string) }));
const more = members<EarlierRest>({
  ...{ folder: list(string), tags: list(string), favourite: flag, email: string, oneTimes: list(oneTime) },
  ...{ card, person },
});
const earlierRest = members<NonNullable<EarlierVersion['rest']>>({
  ...{ title: string, sites: list(site), username: string, note: string, fields: list(field) },
  more: (value) => (isObject(value) ? more(value) : undefined),
});
const earlier = members<EarlierVersion>({ ...{ until: time, password: string }, rest: orNull(earlierRest) });

const entry = members<VaultEntry>({
  kind: oneOf('login', 'note', 'card', 'address', 'other'),
  ...{ title: string, folder: list(string), tags: list(string), favourite: flag, sites: list(site) },
  ...{ username: string, email: string, password: string, oneTimes: list(oneTime), note: string, fields: list(field) },
  ...{ card, person },
  passkeys: list(passkey),
  attachments: list(members({ name: string, ref: string, size: number })),
  earlier: list(earlier),
  ...{ createdAt: time, changedAt: time, deletedAt: time },
  kept: list(texts<KeptPart & Record<string, string>>({ from: '', what: '', json: '' })),
});

function personReaders() {
  const { lines: _, ...names } = EMPTY_PERSON;
  return Object.fromEntries(Object.keys(names).map((name) => [name, string])) as {
    readonly [Name in keyof typeof names]: Reader<string>;
  };
}

/** Empty members are left out. */
export function writeEntryJson(given: VaultEntry): string {
  const said = Object.entries(given).filter(
    ([name, value]) =>
      name === 'kind' || JSON.stringify(value) !== JSON.stringify(EMPTY_ENTRY[name as keyof VaultEntry]),
  );
  return JSON.stringify(Object.fromEntries(said));
}

/** Null: it is no JSON object. */
export function readEntryJson(json: string): VaultEntry | null {
  const value = parseJson(json);
  return isObject(value) ? entry(value) : null;
}
