// Between an entry as formats and pages have it and the records that keep it. Whatever is longer than a record holds is
// cut or left out, and named: an entry from a stranger's file is never refused whole for one of its parts.
import { encodeHex } from '#bytes/base64url.ts';
import { clip, utf8Length, wellFormed } from '#bytes/utf8.ts';
import {
  type EarlierVersion,
  EMPTY_ENTRY,
  type EntrySite,
  type OneTime,
  type VaultEntry,
} from '#logins/formats/entry.ts';
import type { ProblemReason } from '#logins/formats/format.ts';
import { isSoundCode } from '#logins/one-time/assemble.ts';
import { type Site, siteOf, siteUrl } from '#logins/site.ts';
import { entryAddress } from '#logins/sites/match.ts';
import {
  type Entry,
  type EntryHistory,
  entryHistoryKind,
  entryKind,
  LONGEST,
  MAX_EARLIER,
  MAX_ENTRY_BYTES,
  MOST,
} from '../records/entry.ts';
import type { Login } from '../records/login.ts';
import type { VersionPart } from '../views/entries.ts';

/** A part of an entry that was not kept. */
export interface LeftOut {
  readonly reason: ProblemReason;
  /** The name of a field or file, else of the part: `note`. */
  readonly what: string;
}

export interface EntryRecords {
  /** Null: it is no log-in. */
  readonly login: Login | null;
  readonly entry: Entry;
  readonly history: EntryHistory | null;
  readonly leftOut: readonly LeftOut[];
}

export type Version = EntryHistory['versions'][number];

/** The site of an address as people and files write it, with or without a scheme; null: it is no web address. */
export const siteAt = (url: string): Site | null => siteOf(entryAddress(url.trim())?.href ?? '');

/** Every site that an entry is offered at. */
export function sitesOf(sites: readonly EntrySite[]): Site[] {
  const found = sites.filter(({ match }) => match !== 'never').flatMap(({ url }) => siteAt(url) ?? []);
  return [...new Set(found)];
}

/** Takes texts and lists as far as a record holds them, and notes what it could not. */
class Fitting {
  readonly leftOut: LeftOut[] = [];
  /** Codes that stay, whatever is wrong with them. */
  readonly had: readonly OneTime[];

  constructor(had: readonly OneTime[]) {
    this.had = had;
  }

  text(given: string, maxBytes: number, what: string): string {
    const whole = wellFormed(given);
    const kept = clip(whole, maxBytes);
    if (kept !== whole) this.leftOut.push({ reason: 'too-long', what });
    return kept;
  }

  list<T>(given: readonly T[], most: number, what: string): T[] {
    if (given.length > most) this.leftOut.push({ reason: 'too-many', what });
    return given.slice(0, most);
  }

  /** All texts of a value of nothing else. */
  texts<T extends Readonly<Record<string, string>>>(given: T, longest: Readonly<Partial<Record<keyof T, number>>>): T {
    const fitted = Object.entries(given).map(([name, text]) => [
      name,
      this.text(text, longest[name] ?? LONGEST.name, name),
    ]);
    return Object.fromEntries(fitted);
  }

  /** For parts of which a half is of no use. */
  whole<T>(given: readonly T[], fits: (one: T) => boolean, what: string, reason: ProblemReason = 'too-long'): T[] {
    const kept = given.filter(fits);
    if (kept.length < given.length) this.leftOut.push({ reason, what });
    return kept;
  }
}

/** Of a password nothing may be cut: half of one is a wrong one. */
export const MAX_PASSWORD_BYTES = 4096;

/** @param had one-time codes that it has or had: none of long ago is lost since no code can be made of it */
export function recordsOf(
  given: VaultEntry,
  {
    now,
    importId,
    had = [],
  }: { readonly now: number; readonly importId: Uint8Array | null; readonly had?: readonly OneTime[] },
): EntryRecords {
  const fitting = new Fitting(had);
  const entry = shrunk(entryOf(given, fitting, now, importId), fitting);
  const isLogin = given.kind === 'login' || given.username !== '' || given.password !== '';
  return {
    login: isLogin ? loginFrom(given, fitting, entry.changedAt) : null,
    entry,
    history: historyFrom(given.earlier, fitting),
    leftOut: fitting.leftOut,
  };
}

function loginFrom(given: VaultEntry, fitting: Fitting, changedAt: number): Login {
  const [password = ''] = fitting.whole(
    [wellFormed(given.password)],
    (text) => utf8Length(text) <= MAX_PASSWORD_BYTES,
    'password',
  );
  return {
    site: sitesOf(given.sites).find((site) => utf8Length(site) <= 255) ?? '',
    username: fitting.text(given.username, 1280, 'username'),
    password,
    passwordChangedAt: time(given.earlier[0]?.until ?? null) ?? changedAt,
    used: true,
    filledAt: 0,
    proposed: null,
  };
}

function entryOf(given: VaultEntry, fitting: Fitting, now: number, importId: Uint8Array | null): Entry {
  // In one piece: a record, field by field.
  const { kind, favourite, card, person } = given;
  const name = (text: string, what: string): string => fitting.text(text, LONGEST.name, what);
  const createdAt = time(given.createdAt) ?? time(given.changedAt) ?? now;
  return {
    kind,
    favourite,
    title: fitting.text(given.title, LONGEST.title, 'title'),
    folder: fitting.list(given.folder, MOST.folders, 'folder').map((part) => name(part, 'folder')),
    tags: fitting.list(given.tags, MOST.tags, 'tags').map((tag) => name(tag, 'tags')),
    sites: fitting.whole(
      fitting.list(given.sites, MOST.sites, 'sites'),
      ({ url }) => utf8Length(url) <= LONGEST.url,
      'sites',
    ),
    email: fitting.text(given.email, 400, 'email'),
    note: fitting.text(given.note, LONGEST.note, 'note'),
    fields: fitting
      .list(given.fields, MOST.fields, 'fields')
      .map(({ type, ...rest }) => ({ type, ...fitting.texts(rest, { value: LONGEST.value }) })),
    oneTimes: oneTimesOf(given.oneTimes, fitting),
    card: card === null ? null : fitting.texts({ ...card }, { expiry: 20, code: 40, pin: 80 }),
    person: person === null ? null : personOf(person, fitting),
    passkeys: passkeysOf(given.passkeys, fitting),
    attachments: [],
    kept: fitting.whole(
      fitting.list(given.kept, MOST.kept, 'kept'),
      ({ from, what, json }) => json.length * 3 <= LONGEST.kept && utf8Length(from) <= 80 && utf8Length(what) <= 80,
      'kept',
    ),
    createdAt,
    changedAt: time(given.changedAt) ?? createdAt,
    deletedAt: time(given.deletedAt),
    import: importId,
  };
}

function oneTimesOf(given: VaultEntry['oneTimes'], fitting: Fitting): Entry['oneTimes'] {
  const listed = fitting.list(given, MOST.oneTimes, 'oneTimes').map((one) => ({
    ...one,
    issuer: fitting.text(one.issuer, LONGEST.name, 'issuer'),
    account: fitting.text(one.account, LONGEST.name, 'account'),
  }));
  const short = fitting.whole(listed, ({ secret }) => secret.length <= 400, 'oneTimes');
  const isHad = ({ secret, digits, periodSeconds }: OneTime): boolean =>
    fitting.had.some((one) => one.secret === secret && one.digits === digits && one.periodSeconds === periodSeconds);
  return fitting.whole(short, (one) => isSoundCode(one) || isHad(one), 'oneTimes', 'bad-secret');
}

/** Its names may be cut; of what it signs with, half is of no use. */
function passkeysOf(given: VaultEntry['passkeys'], fitting: Fitting): Entry['passkeys'] {
  const listed = fitting.list(given, MOST.passkeys, 'passkeys').map((one) => ({
    ...one,
    rpName: fitting.text(one.rpName, LONGEST.name, 'rpName'),
    userName: fitting.text(one.userName, 400, 'userName'),
    userDisplayName: fitting.text(one.userDisplayName, 400, 'userDisplayName'),
    createdAt: time(one.createdAt),
  }));
  const longest = { credentialId: 2000, key: LONGEST.key, rpId: 255, userHandle: 400 };
  const isWithin = (one: Entry['passkeys'][number]): boolean =>
    Object.entries(longest).every(([name, most]) => utf8Length(one[name as keyof typeof longest]) <= most) &&
    Object.values(one.prfSecrets ?? {}).every((secret) => utf8Length(secret) <= 200);
  return fitting.whole(listed, isWithin, 'passkeys');
}

function personOf(given: NonNullable<VaultEntry['person']>, fitting: Fitting): NonNullable<Entry['person']> {
  const { lines, ...rest } = given;
  const kept = fitting.list(lines, MOST.lines, 'lines').map((line) => fitting.text(line, LONGEST.name, 'lines'));
  return { ...fitting.texts(rest, { email: 400 }), lines: kept };
}

/** Times of a file may be anything; a record has six bytes for one. */
const time = (given: number | null): number | null =>
  given !== null && Number.isFinite(given) && given >= 0 && given < 2 ** 47 ? Math.floor(given) : null;

/** So many times more versions than are kept may be the same once they are cut. */
const LOOKED_AT = 4;

function historyFrom(earlier: readonly EarlierVersion[], fitting: Fitting): EntryHistory | null {
  if (earlier.length === 0) return null;
  const versions = earlier.slice(0, LOOKED_AT * MAX_EARLIER).flatMap(({ until, password, rest }) => {
    if (utf8Length(password) > MAX_PASSWORD_BYTES) return [];
    return [{ until: time(until), password: wellFormed(password), rest: rest && restFrom(rest, fitting.had) }];
  });
  // Cut, two may be the same: then one of them is enough, and the other takes no room from a third.
  const different = new Map(versions.map((version) => [JSON.stringify(version), version]));
  return keptVersions(fitting.list([...different.values()], MAX_EARLIER, 'earlier'));
}

/** Cut as the entry itself would be, without a word about each. */
function restFrom({ more, ...main }: NonNullable<EarlierVersion['rest']>, had: readonly OneTime[]): Version['rest'] {
  const parts = new Fitting(had);
  const whole = entryOf({ ...EMPTY_ENTRY, ...main, ...more }, parts, 0, null);
  return {
    ...{ title: whole.title, sites: whole.sites, username: parts.text(main.username, 1280, '') },
    ...{ note: whole.note, fields: whole.fields },
    more: more === undefined ? null : moreOf(whole),
  };
}

/** The one-time codes of an entry and of its versions. */
export const codesHad = (
  { oneTimes }: Pick<VaultEntry, 'oneTimes'>,
  versions: readonly Pick<Version | EarlierVersion, 'rest'>[],
): OneTime[] => [...oneTimes, ...versions.flatMap(({ rest }) => rest?.more?.oneTimes ?? [])];

const moreOf = ({ folder, tags, favourite, email, oneTimes, card, person }: Entry) => ({
  ...{ folder, tags, favourite, email, oneTimes, card, person },
});

export function versionOf(known: Login | null, kept: Entry, until: number): Version {
  const { title, sites, note, fields } = kept;
  return {
    until,
    password: known?.password ?? '',
    rest: { title, sites, username: known?.username ?? '', note, fields, more: moreOf(kept) },
  };
}

/** In what two versions differ, as far as both are known. */
export function changedParts(before: Version, after: Version): VersionPart[] {
  const partsOf = ({ password, rest }: Version) => {
    const { more, ...main } = rest ?? { more: null };
    return { password, ...main, ...more } as Partial<Record<VersionPart, unknown>>;
  };
  const [one, other] = [partsOf(before), partsOf(after)];
  const known = (Object.keys(one) as VersionPart[]).filter((name) => name in other);
  return known.filter((name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]));
}

/** As many of the newest as a record holds. */
export function keptVersions(versions: EntryHistory['versions']): EntryHistory | null {
  for (let count = Math.min(versions.length, MAX_EARLIER); count > 0; count--) {
    const kept = { versions: versions.slice(0, count) };
    if (fits(() => entryHistoryKind.format.encode(kept))) return kept;
  }
  return null;
}

/** All parts at their longest are longer than a record: then the largest go, the last first. */
function shrunk(whole: Entry, fitting: Fitting): Entry {
  let entry = whole;
  const smaller: readonly [what: string, () => Entry][] = [
    ['kept', () => ({ ...entry, kept: [] })],
    ['fields', () => ({ ...entry, fields: entry.fields.slice(0, entry.fields.length >> 1) })],
    ['fields', () => ({ ...entry, fields: [] })],
    ['passkeys', () => ({ ...entry, passkeys: [] })],
    ['sites', () => ({ ...entry, sites: entry.sites.slice(0, 4) })],
  ];
  for (const [what, without] of smaller) {
    if (fits(() => entryKind.format.encode(entry))) break;
    entry = without();
    fitting.leftOut.push({ reason: 'too-long', what });
  }
  return entry;
}

function fits(encode: () => Uint8Array): boolean {
  try {
    return encode().length <= MAX_ENTRY_BYTES;
  } catch {
    return false;
  }
}

/** The entry that records hold. @param title if they have none: a site's name */
export function vaultEntryOf(
  login: Login | null,
  entry: Entry | null,
  history: EntryHistory | null,
  title: string,
): VaultEntry {
  const { import: _, ...kept } = entry ?? entryFor(login);
  return {
    ...kept,
    title: kept.title === '' ? title : kept.title,
    username: login?.username ?? '',
    password: login?.password ?? '',
    attachments: kept.attachments.map(({ file, name, size }) => ({ name, size, ref: encodeHex(file) })),
    // Of a site that may have taken it or not neither is lost by moving out.
    earlier: [
      ...(login?.proposed == null ? [] : [{ until: null, password: login.proposed.password, rest: null }]),
      ...(history?.versions ?? []).map(({ rest, ...known }) => ({
        ...known,
        rest: rest && { ...rest, more: rest.more ?? undefined },
      })),
    ],
  };
}

/** The entry of a log-in with which nothing else is kept, as of one that Nucleus made. */
export function entryFor(login: Login | null): Entry {
  const at = login?.passwordChangedAt ?? 0;
  const url = login === null || login.site === '' ? null : siteUrl(login.site);
  return {
    ...{ kind: 'login', title: '', folder: [], tags: [], favourite: false, email: '', note: '', fields: [] },
    sites: url === null ? [] : [{ url, match: 'domain' }],
    ...{ oneTimes: [], card: null, person: null, passkeys: [], attachments: [], kept: [] },
    ...{ createdAt: at, changedAt: at, deletedAt: null, import: null },
  };
}
