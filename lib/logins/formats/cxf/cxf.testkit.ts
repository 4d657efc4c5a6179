// How entries look once they went through the Credential Exchange Format: the loss table of the writer, as a function.

import { otpauthLink } from '../../one-time/link.ts';
import {
  EMPTY_ENTRY,
  type EntryField,
  type EntryPasskey,
  type EntrySite,
  type OneTime,
  type VaultEntry,
} from '../entry.ts';

const LONGEST_PERIOD_SECONDS = 255;
const isFast = ({ periodSeconds }: OneTime): boolean => periodSeconds <= LONGEST_PERIOD_SECONDS;
const toSecond = (at: number | null): number | null => (at === null ? null : Math.floor(at / 1000) * 1000);
const isMatched = ({ match }: EntrySite): boolean => !['regex', 'never'].includes(match);
const plain = (name: string, value: string): EntryField => ({ name, value, type: 'text', section: '' });

/** For entries without kept parts. */
export function cxfImage(entry: VaultEntry): VaultEntry[] {
  if (entry.deletedAt !== null) return [];
  const codes = entry.oneTimes.filter(isFast);
  const { passkeys } = entry;
  const base = common(entry);
  const hasLogin = entry.kind === 'login' || `${entry.username}${entry.email}${entry.password}` !== '';
  const first: VaultEntry = {
    ...base,
    kind:
      hasLogin || codes.length > 0 || passkeys.length > 0
        ? 'login'
        : entry.card !== null
          ? 'card'
          : entry.person !== null
            ? 'address'
            : 'note',
    username: entry.username || entry.email,
    password: entry.password,
    oneTimes: codes.slice(0, 1),
    passkeys: passkeys.slice(0, 1).map(passkeyOf),
    note: entry.note,
    card: entry.card,
    person: entry.person && { ...entry.person, company: '', email: '' },
    fields: fieldsOf(entry),
  };
  const more = Array.from({ length: Math.max(codes.length, passkeys.length, 1) - 1 }, (_, at) => ({
    ...base,
    oneTimes: codes.slice(at + 1, at + 2),
    passkeys: passkeys.slice(at + 1, at + 2).map(passkeyOf),
  }));
  return [first, ...more];
}

function common({ title, folder, tags, favourite, sites, createdAt, changedAt }: VaultEntry): VaultEntry {
  const urls = sites.filter(isMatched).map(({ url }) => url);
  const isApp = (url: string): boolean => url.startsWith('androidapp:');
  return {
    ...EMPTY_ENTRY,
    ...{ title, folder, tags, favourite },
    sites: [...urls.filter((url) => !isApp(url)), ...urls.filter(isApp)].map((url) => ({ url, match: 'domain' })),
    createdAt: toSecond(createdAt),
    changedAt: toSecond(changedAt),
  };
}

const passkeyOf = (passkey: EntryPasskey): EntryPasskey => ({ ...passkey, rpName: '', createdAt: null });

function fieldsOf({ fields, username, password, email, oneTimes, person, sites }: VaultEntry): EntryField[] {
  const own = fields.map(({ name, value, type, section }): EntryField => {
    const isPassword = value === 'password';
    return {
      name: section === '' ? name : `${section}: ${name}`,
      value: type !== 'linked' ? value : isPassword ? password : username,
      type: type !== 'linked' ? type : isPassword ? 'hidden' : 'text',
      section: '',
    };
  });
  const links = oneTimes.filter((one) => !isFast(one)).map((one) => plain('One-time code', otpauthLink(one)));
  return [
    ...own,
    ...[plain('Email', username === '' ? '' : email), ...links.map((link) => ({ ...link, type: 'hidden' as const }))],
    ...[plain('Email', person?.email ?? ''), plain('Company', person?.company ?? '')],
    ...sites.filter((site) => !isMatched(site)).map(({ url }) => plain('Website', url)),
  ].filter((field, at) => at < own.length || field.value !== '');
}
