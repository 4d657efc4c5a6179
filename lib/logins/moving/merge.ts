// One entry of two of the same account. Mine wins, theirs fills: texts that mine lacks, and of lists what mine does not
// hold. Merged once more with the same, nothing changes.
import { type EarlierVersion, type EntryField, MOST_KEPT, type VaultEntry } from '../formats/entry.ts';
import { hasPasswordOf, isWithoutPassword } from './sameness.ts';

/** @returns mine itself, if theirs brings nothing. Its title and folder count only if mine has none. */
export function mergeEntry(mine: VaultEntry, theirs: VaultEntry): VaultEntry {
  const filled = (name: 'title' | 'username'): string => mine[name] || theirs[name];
  const merged: VaultEntry = {
    ...mine,
    title: filled('title'),
    folder: mine.folder.length > 0 || theirs.folder.length === 0 ? mine.folder : theirs.folder,
    tags: union(mine.tags, theirs.tags, (tag) => tag),
    favourite: mine.favourite || theirs.favourite,
    sites: union(mine.sites, theirs.sites, ({ url }) => url),
    username: filled('username'),
    email: mine.email || (theirs.email === mine.username ? '' : theirs.email),
    // One that was taken off, and is an earlier one now, stays off.
    password: isWithoutPassword(mine) ? theirs.password : mine.password,
    oneTimes: union(mine.oneTimes, theirs.oneTimes, ({ secret, algorithm, digits, periodSeconds, alphabet }) =>
      [secret, algorithm, digits, periodSeconds, alphabet].join(),
    ),
    note: mine.note.includes(theirs.note) ? mine.note : [mine.note, theirs.note].filter(Boolean).join('\n\n'),
    fields: union(mine.fields, [...theirs.fields, ...otherEmail(mine, theirs)], (field) =>
      JSON.stringify([field.name, field.value, field.section]),
    ),
    card: mine.card ?? theirs.card,
    person: mine.person ?? theirs.person,
    passkeys: union(mine.passkeys, theirs.passkeys, ({ rpId, credentialId }) => JSON.stringify([rpId, credentialId])),
    attachments: union(mine.attachments, theirs.attachments, ({ name, size }) => JSON.stringify([name, size])),
    earlier: unionOfEarlier(mine.earlier, theirs.earlier),
    createdAt: mine.createdAt ?? theirs.createdAt,
    changedAt: mine.changedAt ?? theirs.changedAt,
    kept: union(mine.kept, theirs.kept, ({ from, what, json }) => JSON.stringify([from, what, json])),
  };
  const isSame = (Object.keys(merged) as (keyof VaultEntry)[]).every((name) => merged[name] === mine[name]);
  return isSame ? mine : merged;
}

/** The bytes of a note that is kept (lib/app/records/entry.ts) hold so much of it in any letters. */
const ROOM = { ...MOST_KEPT, note: 20_000 };

/** Whether two that an entry has room for become one that it has room for, too. */
export const hasRoomFor = (mine: VaultEntry, theirs: VaultEntry, merged: VaultEntry): boolean =>
  (Object.keys(ROOM) as (keyof typeof ROOM)[]).every((name) => {
    const isFull = merged[name].length > ROOM[name] && merged[name].length > mine[name].length;
    return !isFull || theirs[name].length > ROOM[name];
  });

/** The same of mine as it may be by now: a password that it no longer has place for is an earlier one. */
export function fillEntry(mine: VaultEntry, theirs: VaultEntry): VaultEntry {
  const filled = mergeEntry(mine, theirs);
  if (theirs.password === '' || hasPasswordOf(filled, theirs)) return filled;
  return { ...filled, earlier: [...filled.earlier, { until: null, password: theirs.password, rest: null }] };
}

/** Theirs is the password from now on; mine is kept with the earlier ones. */
export function takePassword(mine: VaultEntry, theirs: VaultEntry, now: number): VaultEntry {
  if (mine.password === theirs.password) return mergeEntry(mine, theirs);
  const former: EarlierVersion = { until: now, password: mine.password, rest: null };
  return mergeEntry({ ...mine, password: theirs.password, changedAt: now, earlier: [former, ...mine.earlier] }, theirs);
}

/** A second address has no place but a field. */
function otherEmail(mine: VaultEntry, theirs: VaultEntry): EntryField[] {
  const isOther = mine.email !== '' && ![mine.email, mine.username, ''].includes(theirs.email);
  return isOther ? [{ name: 'E-mail', value: theirs.email, type: 'text', section: '' }] : [];
}

/** Mine itself, if theirs holds no more. */
function union<T>(mine: readonly T[], theirs: readonly T[], keyOf: (one: T) => string): readonly T[] {
  const keys = new Set(mine.map(keyOf));
  const more = theirs.filter((one) => {
    const isNew = !keys.has(keyOf(one));
    keys.add(keyOf(one));
    return isNew;
  });
  return more.length === 0 ? mine : [...mine, ...more];
}

/** Newest first; those without a time last. A password alone says nothing that a whole version does not. */
function unionOfEarlier(mine: readonly EarlierVersion[], theirs: readonly EarlierVersion[]): readonly EarlierVersion[] {
  const known = new Set(mine.map(passwordOf));
  const telling = theirs.filter((one) => one.rest !== null || !known.has(passwordOf(one)));
  const all = union(mine, telling, (one) => JSON.stringify([passwordOf(one), one.rest], byName));
  return all === mine ? mine : [...all].sort((a, b) => (b.until ?? -1) - (a.until ?? -1));
}

const passwordOf = ({ until, password }: EarlierVersion): string => JSON.stringify([until, password]);

/** A file and a record may name the parts of a value in another order. */
const byName = (_: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;
