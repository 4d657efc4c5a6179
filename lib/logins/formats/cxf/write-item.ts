// An entry as items of the Credential Exchange Format: importers take the first credential of each type in an item, so
// a second code or passkey stands in an item of its own.
import { cxfTotp } from '../../one-time/cxf.ts';
import { otpauthLink } from '../../one-time/link.ts';
import type { EntryField, EntrySite, OneTime, VaultEntry } from '../entry.ts';
import { isObject, type JsonObject, objectIn, parseJson, textIn } from '../json.ts';
import {
  cxfField,
  writeCustomFields,
  writeCxfCard,
  writeCxfPasskey,
  writeCxfPerson,
  writeScope,
} from './credentials.ts';
import { CXF_ID, EXTENSIONS, placeOfKept } from './read-item.ts';

export function writeCxfItems(entry: VaultEntry): JsonObject[] {
  const codes = entry.oneTimes.flatMap((oneTime) => cxfTotp(oneTime) ?? []).map((totp) => ({ type: 'totp', ...totp }));
  const kept = entry.kept.filter(({ from }) => from === CXF_ID);
  const keptAs = (place: ReturnType<typeof placeOfKept>) => kept.filter((part) => placeOfKept(part) === place);
  const extensions = keptAs('passkey').map(({ json }) => parseJson(json));
  const passkeys = entry.passkeys.map((passkey) => withExtensions(writeCxfPasskey(passkey), extensions));
  const first = {
    ...itemOf(entry),
    ...Object.fromEntries(keptAs('item').map(({ what, json }) => [what, parseJson(json)])),
    credentials: [
      ...basicAuth(entry, codes.length + passkeys.length > 0),
      ...codes.slice(0, 1),
      ...passkeys.slice(0, 1),
      ...(entry.card === null ? [] : [writeCxfCard(entry.card)]),
      ...(entry.person === null ? [] : writeCxfPerson(entry.person)),
      ...(entry.note === '' ? [] : [{ type: 'note', content: { fieldType: 'string', value: entry.note } }]),
      ...writeCustomFields([...entry.fields, ...notedFields(entry)], (field) => linkedText(entry, field)),
      ...keptAs('credential').map(({ json }) => parseJson(json)),
    ],
  };
  const more = Array.from({ length: Math.max(codes.length, passkeys.length, 1) - 1 }, (_, at) => ({
    ...itemOf(entry),
    credentials: [...codes.slice(at + 1, at + 2), ...passkeys.slice(at + 1, at + 2)],
  }));
  return [first, ...more];
}

function withExtensions(passkey: JsonObject, kept: readonly unknown[]): JsonObject {
  const id = textIn(passkey, 'credentialId');
  const others = kept.filter(isObject).find((part) => textIn(part, 'credentialId') === id);
  if (others === undefined) return passkey;
  const { credentialId: _, ...extensions } = others;
  return { ...passkey, [EXTENSIONS]: { ...extensions, ...objectIn(passkey, EXTENSIONS) } };
}

/** Importers fill in at every address of a scope, so a pattern and an address that is never to match are none of it. */
const isInScope = ({ match }: EntrySite): boolean => match !== 'regex' && match !== 'never';

function itemOf(entry: VaultEntry): JsonObject {
  const { title, favourite, tags, createdAt, changedAt } = entry;
  const sites = entry.sites.filter(isInScope);
  return {
    ...(createdAt === null ? {} : { creationAt: Math.floor(createdAt / 1000) }),
    ...(changedAt === null ? {} : { modifiedAt: Math.floor(changedAt / 1000) }),
    title,
    ...(favourite ? { favorite: true } : {}),
    ...(sites.length === 0 ? {} : { scope: writeScope(sites) }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/** A log-in without anything has one all the same: by it an importer knows a log-in. @param isLogin by another one */
function basicAuth({ kind, username, email, password }: VaultEntry, isLogin: boolean): JsonObject[] {
  const name = username || email;
  if (name === '' && password === '' && (kind !== 'login' || isLogin)) return [];
  return [
    {
      type: 'basic-auth',
      ...cxfField('username', 'string', name),
      ...cxfField('password', 'concealed-string', password),
    },
  ];
}

/** The text itself: there are no linked fields. */
function linkedText({ username, password }: VaultEntry, { value }: EntryField): string {
  return value === 'username' ? username : value === 'password' ? password : value;
}

function notedFields({ username, email, oneTimes, person, sites }: VaultEntry): EntryField[] {
  const field = (name: string, value: string, type: 'text' | 'hidden' = 'text'): EntryField[] =>
    value === '' ? [] : [{ name, value, type, section: '' }];
  const isTooSlow = (oneTime: OneTime): boolean => cxfTotp(oneTime) === null;
  return [
    ...field('Email', username === '' ? '' : email),
    ...oneTimes.filter(isTooSlow).flatMap((oneTime) => field('One-time code', otpauthLink(oneTime), 'hidden')),
    ...field('Email', person?.email ?? ''),
    ...field('Company', person?.company ?? ''),
    ...sites.filter((site) => !isInScope(site)).flatMap(({ url }) => field('Website', url)),
  ];
}
