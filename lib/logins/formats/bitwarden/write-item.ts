// An entry as items of Bitwarden's JSON: one, or one for each thing that the entry is at once, since there an item is a
// log-in or a card or a person. Parts that an item has no place for become fields, which people find.

import { bitwardenOneTime } from '../../one-time/bitwarden.ts';
import type { EntryField, VaultEntry } from '../entry.ts';
import { isoOfTime } from '../iso-time.ts';
import type { JsonObject } from '../json.ts';
import { ENTRY_KINDS, FIELD_TYPES, ITEM_TYPE, linkedId, MATCH_RULES, SECTIONS } from './item-types.ts';
import { keptMembers } from './leftover.ts';
import { writeBitwardenPasskey } from './passkey.ts';
import { identityMember, writeCard, writeIdentity } from './sections.ts';

export function writeItems(entry: VaultEntry): JsonObject[] {
  const main = typeOf(entry);
  const others = [
    ...(main !== ITEM_TYPE.login && hasLogin(entry, main) ? [ITEM_TYPE.login] : []),
    ...(main !== ITEM_TYPE.card && entry.card !== null ? [ITEM_TYPE.card] : []),
    ...(main !== ITEM_TYPE.identity && entry.person !== null ? [ITEM_TYPE.identity] : []),
  ];
  const hasSites = main === ITEM_TYPE.login || others.includes(ITEM_TYPE.login);
  const kept = keptMembers(entry.kept, null);
  const first = {
    ...kept,
    ...itemOf(entry, main),
    ...(ENTRY_KINDS[main] === undefined ? {} : sectionOf(entry, main, true)),
    notes: orNull(entry.note),
    fields: [...fieldsOf(entry, main), ...notedFields(entry, hasSites)],
    passwordHistory: historyOf(entry),
  };
  return [first, ...others.map((type) => ({ ...itemOf(entry, type), ...sectionOf(entry, type, false) }))];
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** An identity has a user name of its own. */
function hasLogin({ username, email, password, oneTimes, passkeys }: VaultEntry, main: number): boolean {
  const names = main === ITEM_TYPE.identity ? [email, password] : [username, email, password];
  return names.some((text) => text !== '') || oneTimes.length > 0 || passkeys.length > 0;
}

/** What the entry is first of all. */
function typeOf(entry: VaultEntry): number {
  const { kind, card, person } = entry;
  const kept = keptMembers(entry.kept, null);
  const named = kept['type'];
  if (kind === 'other') {
    if (typeof named === 'number') return named;
    const [type] = Object.entries(SECTIONS).find(([, section]) => kept[section] !== undefined) ?? [];
    if (type !== undefined) return Number(type);
  }
  if (kind === 'card' && card !== null) return ITEM_TYPE.card;
  if (kind === 'address' && person !== null) return ITEM_TYPE.identity;
  if (kind === 'login' || hasLogin(entry, ITEM_TYPE.note)) return ITEM_TYPE.login;
  return card !== null ? ITEM_TYPE.card : person !== null ? ITEM_TYPE.identity : ITEM_TYPE.note;
}

function itemOf(entry: VaultEntry, type: number): JsonObject {
  return {
    organizationId: null,
    collectionIds: null,
    name: entry.title,
    notes: null,
    type,
    favorite: entry.favourite,
    reprompt: keptMembers(entry.kept, null)['reprompt'] ?? 0,
    passwordHistory: null,
    creationDate: isoOfTime(entry.createdAt),
    revisionDate: isoOfTime(entry.changedAt),
    deletedDate: isoOfTime(entry.deletedAt),
  };
}

/** @param isMain of an identity: only there its user name is the entry's */
function sectionOf(entry: VaultEntry, type: number, isMain: boolean): JsonObject {
  const section = SECTIONS[type];
  if (section === undefined) return {};
  return { [section]: { ...sectionParts(entry, type, isMain), ...keptMembers(entry.kept, section) } };
}

function sectionParts(entry: VaultEntry, type: number, isMain: boolean): JsonObject {
  if (type === ITEM_TYPE.login) return loginOf(entry);
  if (type === ITEM_TYPE.card && entry.card !== null) return writeCard(entry.card);
  if (type === ITEM_TYPE.identity && entry.person !== null) {
    const numbers = entry.fields.flatMap((field): [string, string][] => {
      const member = isMain ? identityMember(field) : undefined;
      return member === undefined ? [] : [[member, field.value]];
    });
    return writeIdentity(entry.person, isMain ? entry.username : '', Object.fromEntries(numbers));
  }
  return { type: 0 };
}

function loginOf(entry: VaultEntry): JsonObject {
  const [oneTime] = entry.oneTimes;
  return {
    // The member that Bitwarden fills into forms.
    username: orNull(entry.username || entry.email),
    password: orNull(entry.password),
    totp: oneTime === undefined ? null : bitwardenOneTime(oneTime),
    uris: entry.sites.map(({ url, match }) => ({
      uri: url,
      match: match === 'domain' ? null : MATCH_RULES.indexOf(match),
    })),
    fido2Credentials: entry.passkeys.map((passkey) =>
      writeBitwardenPasskey(passkey, entry.createdAt ?? entry.changedAt),
    ),
  };
}

function fieldsOf(entry: VaultEntry, type: number): JsonObject[] {
  return entry.fields
    .filter((field) => type !== ITEM_TYPE.identity || identityMember(field) === undefined)
    .map((field) => {
      const name = field.section === '' ? field.name : `${field.section}: ${field.name}`;
      const id = field.type === 'linked' ? linkedId(type, field.value) : null;
      if (id !== null) return { name: orNull(name), value: null, type: FIELD_TYPES.indexOf('linked'), linkedId: id };
      const fieldType = field.type === 'linked' ? 'text' : field.type;
      return fieldOf(name, field.value, fieldType);
    });
}

const fieldOf = (name: string, value: string, type: EntryField['type']): JsonObject => ({
  name: orNull(name),
  value: orNull(value),
  type: FIELD_TYPES.indexOf(type),
  linkedId: null,
});

/** Parts without a place. @param hasSites one of the items has addresses */
function notedFields(entry: VaultEntry, hasSites: boolean): JsonObject[] {
  const { username, email, oneTimes, sites, tags, card } = entry;
  return [
    ...(username !== '' && email !== '' ? [fieldOf('Email', email, 'text')] : []),
    ...oneTimes.slice(1).map((oneTime) => fieldOf('One-time code', bitwardenOneTime(oneTime), 'hidden')),
    ...(hasSites ? [] : sites.map(({ url }) => fieldOf('Website', url, 'text'))),
    ...(tags.length === 0 ? [] : [fieldOf('Tags', tags.join(', '), 'text')]),
    ...(card === null || card.pin === '' ? [] : [fieldOf('PIN', card.pin, 'hidden')]),
  ];
}

/** Bitwarden wants a time of each; one that is not known is that of the last change. */
function historyOf({ earlier, changedAt, createdAt }: VaultEntry): JsonObject[] | null {
  const known = earlier.filter(({ password }) => password !== '');
  if (known.length === 0) return null;
  return known.map(({ until, password }) => ({
    password,
    lastUsedDate: isoOfTime(until) ?? isoOfTime(changedAt ?? createdAt) ?? '1970-01-01T00:00:00.000Z',
  }));
}
