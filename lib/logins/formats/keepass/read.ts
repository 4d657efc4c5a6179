// Tree → entries. Groups are folders, the bin is the bin, templates are left out; fields whose meaning is known become
// parts of the entry, all others fields of it.

import { withinBounds } from '../bounds.ts';
import { type EarlierVersion, EMPTY_ENTRY, type EntryField, type EntrySite, type VaultEntry } from '../entry.ts';
import { MOST_ENTRIES, type ProblemReason, type ReadEntries, type ReadingProblem } from '../format.ts';
import { readCodes } from './codes.ts';
import { keptOf } from './kept.ts';
import { PASSKEY_TAG, readPasskey } from './passkeys.ts';
import { References } from './references.ts';
import type { KeePassEntry, KeePassGroup, KeePassTree } from './tree.ts';

/** As KeePassXC calls it when it takes favourites over from others; KeePass has none. */
export const FAVOURITE_TAG = 'Favorite';
export const STANDARD_FIELDS: readonly string[] = ['Title', 'UserName', 'Password', 'URL', 'Notes'];
/** More addresses: `KP2A_URL`, `KP2A_URL_1`. */
export const MORE_SITES = 'KP2A_URL';
/** A field that stands for another one. */
export const LINKED: Readonly<Record<string, string>> = { '{USERNAME}': 'username', '{PASSWORD}': 'password' };

interface Place {
  readonly folder: readonly string[];
  readonly isInBin: boolean;
}

export function readKeePassTree(tree: KeePassTree): ReadEntries {
  const reading = new TreeReader(tree);
  reading.group(tree.root, { folder: [], isInBin: false }, true);
  return withinBounds(reading);
}

class TreeReader {
  readonly entries: VaultEntry[] = [];
  readonly problems: ReadingProblem[] = [];
  readonly #tree: KeePassTree;
  readonly #references: References;
  readonly #paths: ReadonlyMap<string, readonly string[]>;

  constructor(tree: KeePassTree) {
    this.#tree = tree;
    this.#references = new References(entriesIn(tree.root));
    this.#paths = pathsIn(tree);
  }

  group(group: KeePassGroup, { folder, isInBin }: Place, isRoot = false) {
    const { recycleBin, templates } = this.#tree;
    if (templates !== '' && group.uuid === templates) return;
    const isBin = recycleBin !== '' && group.uuid === recycleBin;
    const place = { folder: isRoot || isBin ? folder : [...folder, group.name], isInBin: isInBin || isBin };
    for (const entry of group.entries) {
      if (this.entries.length >= MOST_ENTRIES) return void this.#problem(group.name, 'too-many', '');
      this.entries.push(this.#entry(entry, place));
    }
    for (const inner of group.groups) this.group(inner, place);
  }

  #problem(entry: string, reason: ProblemReason, what: string) {
    this.problems.push({ entry, reason, what });
  }

  #entry(raw: KeePassEntry, { folder, isInBin }: Place): VaultEntry {
    const { times } = raw;
    const values = this.#values(raw, true);
    const name = values.get('Title') || values.get('URL') || raw.uuid;
    const codes = readCodes(values);
    const passkey = readPasskey(values);
    for (const { reason, what } of codes.problems) this.#problem(name, reason, what);
    if (passkey.problem !== null) this.#problem(name, passkey.problem, 'KPEX_PASSKEY_PRIVATE_KEY_PEM');
    const kept = keptOf(raw);
    if (kept === null) this.#problem(name, 'too-long', 'AutoType');
    const used = new Set([...codes.used, ...passkey.used]);
    const tags = tagsOf(raw.tags).filter((tag) => passkey.passkey === null || tag !== PASSKEY_TAG);
    const deletedAt = isInBin ? (times.movedAt ?? times.changedAt ?? times.createdAt ?? 0) : null;
    const entry: VaultEntry = {
      ...EMPTY_ENTRY,
      ...this.#common(raw, values, used),
      password: values.get('Password') ?? '',
      folder: (isInBin ? this.#paths.get(raw.previousGroup) : undefined) ?? folder,
      tags: tags.filter((tag) => tag !== FAVOURITE_TAG),
      favourite: tags.includes(FAVOURITE_TAG),
      oneTimes: codes.oneTimes,
      passkeys: passkey.passkey === null ? [] : [passkey.passkey],
      attachments: raw.binaries.flatMap((binary) => this.#attachment(name, binary)),
      earlier: this.#earlier(raw),
      ...{ createdAt: times.createdAt, changedAt: times.changedAt, deletedAt },
      kept: kept ?? [],
    };
    return { ...entry, kind: isNote(entry) ? 'note' : 'login' };
  }

  /** Texts by name of the field, with references resolved. */
  #values(raw: KeePassEntry, isCurrent: boolean): ReadonlyMap<string, string> {
    const values = new Map<string, string>();
    const name = () => values.get('Title') ?? raw.uuid;
    for (const field of raw.fields) {
      const resolved = this.#references.resolve(raw, field.name);
      if (resolved === null) continue;
      if (resolved.problem !== null && isCurrent) this.#problem(name(), resolved.problem, field.name);
      values.set(field.name, resolved.value);
    }
    return values;
  }

  /** What the entry and its earlier versions have alike. */
  #common(raw: KeePassEntry, values: ReadonlyMap<string, string>, used: ReadonlySet<string>) {
    const isOther = (name: string) =>
      !STANDARD_FIELDS.includes(name) && !name.startsWith(MORE_SITES) && !used.has(name) && values.has(name);
    const names = new Set(raw.fields.map(({ name }) => name).filter(isOther));
    return {
      title: values.get('Title') ?? '',
      username: values.get('UserName') ?? '',
      note: values.get('Notes') ?? '',
      sites: sitesOf(values),
      fields: [...names].map((name) => this.#field(raw, name)),
    };
  }

  #field(raw: KeePassEntry, name: string): EntryField {
    const linked = LINKED[this.#references.field(raw, name)?.value.toUpperCase() ?? ''];
    if (linked !== undefined) return { name, value: linked, type: 'linked', section: '' };
    const { value, isSecret } = this.#references.resolve(raw, name) ?? { value: '', isSecret: false };
    return { name, value, type: isSecret ? 'hidden' : 'text', section: '' };
  }

  #attachment(entry: string, { name, ref }: { readonly name: string; readonly ref: string }) {
    const bytes = this.#tree.binaries.get(ref);
    if (bytes === undefined) this.#problem(entry, 'missing-attachment', name);
    return bytes === undefined ? [] : [{ name, ref, size: bytes.length }];
  }

  /** Each was replaced when the next one was made. */
  #earlier({ history, times }: KeePassEntry): readonly EarlierVersion[] {
    const ends = [...history.slice(1).map((next) => next.times.changedAt), times.changedAt];
    const versions = history.map((raw, at): EarlierVersion => {
      const values = this.#values(raw, false);
      const used = new Set([...readCodes(values).used, ...readPasskey(values).used]);
      const isWhole = raw.fields.some(({ name }) => name !== 'Password');
      const rest = isWhole ? this.#common(raw, values, used) : null;
      return { until: ends[at] ?? null, password: values.get('Password') ?? '', rest };
    });
    return versions.reverse();
  }
}

function entriesIn(group: KeePassGroup): KeePassEntry[] {
  return [...group.entries, ...group.groups.flatMap(entriesIn)];
}

/** Folders by uuid, of as many groups as entries are read; the root is none, and neither is the bin. */
function pathsIn({ root, recycleBin }: KeePassTree): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, readonly string[]>();
  const visit = (group: KeePassGroup, above: readonly string[] | null): void => {
    if (paths.size >= MOST_ENTRIES) return;
    const path = above === null || group.uuid === recycleBin ? (above ?? []) : [...above, group.name];
    paths.set(group.uuid, path);
    for (const inner of group.groups) visit(inner, path);
  };
  visit(root, null);
  return paths;
}

/** KeePass joins by `;`, KeePassXC by `,`; pykeepass writes what it is given. */
export function tagsOf(text: string): string[] {
  return text
    .split(/[;,]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}

function sitesOf(values: ReadonlyMap<string, string>): readonly EntrySite[] {
  const more = [...values.keys()].filter((name) => name.startsWith(MORE_SITES));
  const place = (name: string) => Number(/_(\d+)$/.exec(name)?.[1] ?? 0);
  const names = ['URL', ...more.sort((a, b) => place(a) - place(b))];
  const urls = names.map((name) => values.get(name) ?? '').filter((url) => url !== '');
  return urls.map((url) => ({ url, match: 'domain' }));
}

/** KeePass has one kind of entry: what nobody can log in with and says something is a note. */
function isNote({ username, password, sites, oneTimes, passkeys, note, fields, attachments }: VaultEntry): boolean {
  const logsIn = username !== '' || password !== '' || [sites, oneTimes, passkeys].some(({ length }) => length > 0);
  return !logsIn && (note !== '' || fields.length > 0 || attachments.length > 0);
}
