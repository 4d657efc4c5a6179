// How entries look once they went through Bitwarden's JSON: the loss table of the writer, as a function.

import { otpauthLink } from '../../one-time/link.ts';
import { EMPTY_ENTRY, type EntryField, type VaultEntry } from '../entry.ts';

const text = (name: string, value: string): EntryField => ({ name, value, type: 'text', section: '' });
const hidden = (name: string, value: string): EntryField => ({ name, value, type: 'hidden', section: '' });

/** What Bitwarden keeps of an entry, as the items that it becomes. For entries without kept parts. */
export function bitwardenImage(entry: VaultEntry): VaultEntry[] {
  const { card, person } = entry;
  const isPerson = entry.kind === 'address' && person !== null;
  const hasLogin = [isPerson ? '' : entry.username, entry.email, entry.password, ...entry.oneTimes, ...entry.passkeys];
  const isLogin = entry.kind === 'login' || hasLogin.some((part) => part !== '');
  const kinds = [isLogin ? login(entry) : null, card && cardOf(entry), person && personOf(entry, isPerson)];
  const present = kinds.flatMap((one) => one ?? []);
  const main =
    present.find(({ kind }) => kind === entry.kind) ?? present[0] ?? ({ ...common(entry), kind: 'note' } as VaultEntry);
  const first = {
    ...main,
    note: entry.note,
    fields: [...entry.fields.map((field) => fieldOf(field, main.kind)), ...noted(entry, isLogin)],
    earlier: earlier(entry),
  };
  return [first, ...present.filter((one) => one !== main)];
}

function common({ title, folder, favourite, createdAt, changedAt, deletedAt }: VaultEntry): VaultEntry {
  const path = folder
    .join('/')
    .split('/')
    .filter((name) => name !== '');
  return { ...EMPTY_ENTRY, title, folder: path, favourite, createdAt, changedAt, deletedAt };
}

const login = (entry: VaultEntry): VaultEntry => ({
  ...common(entry),
  kind: 'login',
  username: entry.username || entry.email,
  password: entry.password,
  sites: entry.sites,
  oneTimes: entry.oneTimes
    .slice(0, 1)
    .map((one) => (one.alphabet === 'steam' ? { ...one, issuer: '', account: '' } : one)),
  passkeys: entry.passkeys.map((passkey) => ({
    ...passkey,
    createdAt: passkey.createdAt ?? entry.createdAt ?? entry.changedAt ?? 0,
    prfSecrets: null,
  })),
});

const cardOf = (entry: VaultEntry): VaultEntry => ({
  ...common(entry),
  kind: 'card',
  card: entry.card && { ...entry.card, pin: '' },
});

function personOf(entry: VaultEntry, isMain: boolean): VaultEntry {
  const { person } = entry;
  const lines = person?.lines ?? [];
  const three = [...lines.slice(0, 2), ...(lines.length > 2 ? [lines.slice(2).join(', ')] : [])];
  return {
    ...common(entry),
    kind: 'address',
    username: isMain ? entry.username : '',
    person: person && { ...person, lines: three.filter((line) => line !== '') },
  };
}

function fieldOf(field: EntryField, kind: VaultEntry['kind']): EntryField {
  const { section, type, value } = field;
  const links = { login: ['username', 'password'], address: ['username'] } as Partial<Record<string, string[]>>;
  const isKnown = type !== 'linked' || links[kind]?.includes(value) === true;
  return {
    name: section === '' ? field.name : `${section}: ${field.name}`,
    value,
    type: isKnown ? type : 'text',
    section: '',
  };
}

function noted({ username, email, oneTimes, sites, tags, card }: VaultEntry, isLogin: boolean): EntryField[] {
  return [
    ...(username !== '' && email !== '' ? [text('Email', email)] : []),
    ...oneTimes
      .slice(1)
      .map((one) => hidden('One-time code', one.alphabet === 'steam' ? `steam://${one.secret}` : otpauthLink(one))),
    ...(isLogin ? [] : sites.map(({ url }) => text('Website', url))),
    ...(tags.length > 0 ? [text('Tags', tags.join(', '))] : []),
    ...(card !== null && card.pin !== '' ? [hidden('PIN', card.pin)] : []),
  ];
}

function earlier({ earlier: versions, changedAt, createdAt }: VaultEntry): VaultEntry['earlier'] {
  return versions
    .filter(({ password }) => password !== '')
    .map(({ until, password }) => ({ until: until ?? changedAt ?? createdAt ?? 0, password, rest: null }))
    .sort((a, b) => b.until - a.until);
}
