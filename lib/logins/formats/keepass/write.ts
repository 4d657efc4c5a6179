// Entries → tree. Folders become groups, an entry's parts the fields that KeePassXC and others look for; what KeePass
// has no place for becomes fields that a person finds. Uuids come from the content: the same vault gives the same file.

import { encodeHex } from '#bytes/base64url.ts';
import { encodeUtf8, wellFormed } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import type { EarlierVersion, EntryField, VaultEntry } from '../entry.ts';
import { uniqueNames } from '../unique-names.ts';
import { codeFields } from './codes.ts';
import { readKept } from './kept.ts';
import { notedFields } from './noted.ts';
import { PASSKEY_TAG, passkeyFields } from './passkeys.ts';
import { FAVOURITE_TAG, LINKED, MORE_SITES, STANDARD_FIELDS } from './read.ts';
import { type KeePassEntry, type KeePassField, type KeePassGroup, type KeePassTree, NO_TIMES } from './tree.ts';
import { sayable } from './xml.ts';

const ROOT = 'Root';
const BIN = 'Recycle Bin';

interface GrowingGroup extends KeePassGroup {
  readonly groups: GrowingGroup[];
  readonly entries: KeePassEntry[];
}

/** @param files bytes of attachments, by their `ref`; those that are not there are left out */
export function writeKeePassTree(
  entries: readonly VaultEntry[],
  files: ReadonlyMap<string, Uint8Array> = new Map(),
): KeePassTree {
  const groups = new Groups();
  const uuids = new Uuids();
  const binaries = new Map<string, Uint8Array>();
  for (const entry of entries.flatMap(onePasskeyEach)) {
    for (const { ref } of entry.attachments) {
      const bytes = files.get(ref);
      if (bytes !== undefined) binaries.set(ref, bytes);
    }
    const folder = groups.of(entry.folder);
    const group = entry.deletedAt === null ? folder : groups.bin;
    group.entries.push(treeEntry(entry, uuids.of(entry), folder.uuid));
  }
  const recycleBin = groups.bin.entries.length === 0 ? '' : groups.bin.uuid;
  if (recycleBin !== '') groups.root.groups.push(groups.bin);
  return { generator: 'Nucleus', root: groups.root, recycleBin, templates: '', binaries };
}

const digest = (text: string) => encodeHex(sha256(encodeUtf8(wellFormed(text)))).slice(0, 32);

class Groups {
  readonly root = newGroup(ROOT, []);
  readonly bin = newGroup(BIN, null);
  readonly #known = new Map<string, GrowingGroup>();

  of(folder: readonly string[]): GrowingGroup {
    let group = this.root;
    for (const [depth, name] of folder.entries()) {
      const path = folder.slice(0, depth + 1);
      const key = JSON.stringify(path);
      const known = this.#known.get(key) ?? newGroup(name, path);
      if (!this.#known.has(key)) group.groups.push(known);
      this.#known.set(key, known);
      group = known;
    }
    return group;
  }
}

/** @param path null: the bin, which no path names */
function newGroup(name: string, path: readonly string[] | null): GrowingGroup {
  return { uuid: digest(`group ${JSON.stringify(path)}`), name, groups: [], entries: [] };
}

class Uuids {
  readonly #seen = new Map<string, number>();

  of(entry: VaultEntry): string {
    const content = digest(`entry ${JSON.stringify(entry)}`);
    const before = this.#seen.get(content) ?? 0;
    this.#seen.set(content, before + 1);
    return before === 0 ? content : digest(`again ${before} ${content}`);
  }
}

/** An entry of KeePass has one passkey: each further one comes in an entry of its own beside it. */
function onePasskeyEach(entry: VaultEntry): VaultEntry[] {
  const [first, ...further] = entry.passkeys;
  if (first === undefined || further.length === 0) return [entry];
  const bare = {
    username: entry.username || entry.email,
    email: '',
    password: '',
    oneTimes: [],
    note: '',
    fields: [],
    card: null,
    person: null,
    kept: [],
  };
  const beside = { ...entry, ...bare, attachments: [], earlier: [] };
  return [{ ...entry, passkeys: [first] }, ...further.map((passkey) => ({ ...beside, passkeys: [passkey] }))];
}

function treeEntry(entry: VaultEntry, uuid: string, folder: string): KeePassEntry {
  const { createdAt, changedAt, deletedAt, attachments, earlier, passkeys } = entry;
  const { expiresAt, customData, rest } = readKept(entry.kept);
  const marks = [...(entry.favourite ? [FAVOURITE_TAG] : []), ...(passkeys.length > 0 ? [PASSKEY_TAG] : [])];
  const special = [...passkeys.slice(0, 1).flatMap(passkeyFields), ...codeFields(entry.oneTimes)];
  return {
    uuid,
    fields: fieldsOf(
      entry,
      entry.username || entry.email,
      entry.password,
      [...entry.fields, ...notedFields(entry)],
      special,
    ),
    tags: [...entry.tags, ...marks].join(';'),
    times: { createdAt, changedAt, movedAt: deletedAt, expiresAt },
    binaries: uniqueNames(attachments.map(({ name, ref }) => ({ name, ref }))),
    history: earlier.map((version, at) => historyEntry(version, uuid, earlier[at + 1]?.until ?? null)).reverse(),
    customData,
    previousGroup: deletedAt === null ? '' : folder,
    rest,
  };
}

/** @param since when it came to be as it was */
function historyEntry({ password, rest }: EarlierVersion, uuid: string, since: number | null): KeePassEntry {
  const fields =
    rest === null
      ? [{ name: 'Password', value: password, isProtected: true }]
      : fieldsOf(rest, rest.username, password, rest.fields, []);
  return {
    ...{ uuid, fields, tags: '', binaries: [], history: [], customData: [], previousGroup: '', rest: [] },
    times: { ...NO_TIMES, changedAt: since },
  };
}

function fieldsOf(
  { title, sites, note }: Pick<VaultEntry, 'title' | 'sites' | 'note'>,
  username: string,
  password: string,
  own: readonly EntryField[],
  special: readonly KeePassField[],
): KeePassField[] {
  const [url = '', ...more] = sites.map((site) => site.url).filter((address) => address !== '');
  const open = (name: string, value: string) => ({ name, value, isProtected: false });
  const standard = [
    ...[open('Title', title), open('UserName', username)],
    { name: 'Password', value: password, isProtected: true },
    ...[open('URL', url), open('Notes', note)],
    ...more.map((address, at) => open(at === 0 ? MORE_SITES : `${MORE_SITES}_${at}`, address)),
    ...special,
  ];
  const linkTo = Object.fromEntries(Object.entries(LINKED).map(([placeholder, to]) => [to, placeholder]));
  const custom = own.map(({ name, value, type }) => ({
    name: isTaken(sayable(name)) ? `Field ${name}`.trim() : sayable(name),
    value: type === 'linked' ? (linkTo[value] ?? value) : value,
    isProtected: type === 'hidden',
  }));
  return uniqueNames([...standard, ...custom]);
}

/** Names that would make another part of an entry of the field, or none. */
const isTaken = (name: string) => name === '' || STANDARD_FIELDS.includes(name) || name.startsWith(MORE_SITES);
