// The value of a field of a section: an object of one member, whose name tells its sort.
import { isObject, type JsonObject, keptJson, listIn, memberOf, numberIn, textIn } from '../json.ts';
import { dayOfUnix } from '../unix-time.ts';
import { brandOf } from './categories.ts';

export type FieldValue =
  | { readonly sort: 'nothing' }
  | { readonly sort: 'text' | 'hidden' | 'url' | 'one-time' | 'reference'; readonly text: string }
  | { readonly sort: 'address'; readonly lines: readonly string[]; readonly address: JsonObject }
  | { readonly sort: 'file'; readonly documentId: string; readonly name: string }
  /** Several texts, each with a name of its own. */
  | { readonly sort: 'several'; readonly parts: readonly (readonly [name: string, text: string, isHidden: boolean])[] }
  | { readonly sort: 'unreadable'; readonly reason: 'bad-date' | 'too-long'; readonly text: string };

const NOTHING: FieldValue = { sort: 'nothing' };

type Reader = (value: unknown) => FieldValue;

const text: Reader = (value) => textual('text', value);

function textual(sort: 'text' | 'hidden' | 'url' | 'one-time' | 'reference', value: unknown): FieldValue {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'string') return { sort, text: value };
  if (typeof value === 'number' || typeof value === 'boolean') return { sort, text: String(value) };
  return other(value);
}

/** A value of a sort that is not known, or of another shape than its sort has: it may well be a secret. */
function other(value: unknown): FieldValue {
  if (value === null || value === '') return NOTHING;
  if (!isObject(value) && !Array.isArray(value)) return textual('hidden', value);
  const json = keptJson(value);
  return json === null ? { sort: 'unreadable', reason: 'too-long', text: '' } : { sort: 'hidden', text: json };
}

/** An address alone in older files; since then an object, of a mailbox that another service made. */
function email(value: unknown): FieldValue {
  if (!isObject(value)) return text(value);
  const address = textIn(value, 'email_address') || textIn(value, 'string');
  const provider = textIn(value, 'provider');
  if (address === '' && provider === '') return NOTHING;
  if (provider === '') return { sort: 'text', text: address };
  return {
    sort: 'several',
    parts: [
      ['', address, false],
      ['provider', provider, false],
    ],
  };
}

function date(value: unknown): FieldValue {
  if (typeof value !== 'number') return text(value);
  const day = dayOfUnix(value);
  return day === null ? { sort: 'unreadable', reason: 'bad-date', text: String(value) } : { sort: 'text', text: day };
}

/** `202704`; 0 is an empty field. */
function monthYear(value: unknown): FieldValue {
  const written = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  if (written === '' || written === '0') return value === '' || written === '0' ? NOTHING : other(value);
  const [, year, month] = /^(\d{4})(0[1-9]|1[0-2])$/.exec(written) ?? [];
  if (year === undefined) return { sort: 'unreadable', reason: 'bad-date', text: written };
  return { sort: 'text', text: `${year}-${month}` };
}

function address(value: unknown): FieldValue {
  if (!isObject(value)) return text(value);
  const line = (...names: readonly string[]) =>
    names
      .map((name) => textIn(value, name))
      .filter((part) => part !== '')
      .join(' ');
  const lines = [line('street'), line('zip', 'city'), line('state'), line('country')].filter((it) => it !== '');
  return lines.length === 0 ? NOTHING : { sort: 'address', lines, address: value };
}

function file(value: unknown): FieldValue {
  const documentId = textIn(value, 'documentId');
  return documentId === '' ? other(value) : { sort: 'file', documentId, name: textIn(value, 'fileName') };
}

/** The key in the metadata has one form in all items; the one beside it has not. */
function sshKey(value: unknown): FieldValue {
  const metadata = memberOf(value, 'metadata');
  const key = textIn(metadata, 'privateKey') || textIn(value, 'privateKey');
  if (key === '') return other(value);
  const facts = ['publicKey', 'fingerprint', 'keyType'] as const;
  return {
    sort: 'several',
    parts: [['', key, true], ...facts.map((name) => [name, factOf(metadata, name), false] as const)],
  };
}

/** The sort of a key is a text, or an object that says more of it. */
const factOf = (metadata: unknown, name: string): string => {
  const fact = memberOf(metadata, name);
  return isObject(fact) ? (keptJson(fact) ?? '') : textIn(metadata, name);
};

/** Signing in with an account elsewhere. */
function ssoLogin(value: unknown): FieldValue {
  const provider = textIn(value, 'provider');
  return provider === '' ? other(value) : { sort: 'text', text: provider };
}

const READERS: Readonly<Record<string, Reader>> = {
  ...{ string: text, phone: text, menu: text, gender: text, email, date, monthYear, address, file, sshKey, ssoLogin },
  url: (value) => textual('url', value),
  concealed: (value) => textual('hidden', value),
  creditCardNumber: (value) => textual('hidden', value),
  creditCardType: (value) => (typeof value === 'string' ? text(brandOf(value)) : text(value)),
  totp: (value) => textual('one-time', value),
  reference: (value) => textual('reference', value),
};

/** What stands in a field; of a sort that is newer than this file it is hidden. */
export function fieldValue(value: unknown): FieldValue {
  if (!isObject(value)) return value === undefined || Array.isArray(value) ? NOTHING : text(value);
  const [sort, inner] = Object.entries(value)[0] ?? [];
  if (sort === undefined) return NOTHING;
  return Object.hasOwn(READERS, sort) ? (READERS[sort] as Reader)(inner) : other(inner);
}

/** The value of a field of a form: a text, or an object if it was filled from elsewhere. */
export function formValue(value: unknown): string {
  if (!isObject(value)) return textual('text', value).sort === 'text' ? String(value) : '';
  return textIn(value, 'email_address') || textIn(value, 'string') || (numberIn(value, 'date') ?? '').toString();
}

/** Of lists in which programs leave gaps. */
export const objectsIn = (value: unknown, name: string): JsonObject[] => listIn(value, name).filter(isObject);
