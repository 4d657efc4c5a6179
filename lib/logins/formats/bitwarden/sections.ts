// Cards and identities of Bitwarden's JSON. Of a member that is not understood the reader says nothing: what it does
// not name in `taken` is kept.
import type { EntryCard, EntryField, EntryPerson } from '../entry.ts';
import { type JsonObject, textIn } from '../json.ts';

interface Taken<T> {
  readonly part: T;
  /** Names of the members that are in it. */
  readonly taken: readonly string[];
}

const orNull = (text: string): string | null => (text === '' ? null : text);

/** `2027-04`; empty: it is no month of a year. A year of two digits is of this century. */
function expiryOf(year: string, month: string): string {
  const [, digits] = /^(?:20)?(\d\d)$/.exec(year.trim()) ?? [];
  const [, number] = /^0?([1-9]|1[0-2])$/.exec(month.trim()) ?? [];
  return digits === undefined || number === undefined ? '' : `20${digits}-${number.padStart(2, '0')}`;
}

export function readCard(value: JsonObject): Taken<EntryCard> {
  const expiry = expiryOf(textIn(value, 'expYear'), textIn(value, 'expMonth'));
  return {
    part: {
      holder: textIn(value, 'cardholderName'),
      number: textIn(value, 'number'),
      brand: textIn(value, 'brand'),
      expiry,
      code: textIn(value, 'code'),
      pin: '',
    },
    taken: ['cardholderName', 'number', 'brand', 'code', ...(expiry === '' ? [] : ['expMonth', 'expYear'])],
  };
}

export function writeCard({ holder, number, brand, expiry, code }: EntryCard): JsonObject {
  const [, year, month] = /^(\d{4})-(\d\d)$/.exec(expiry) ?? [];
  return {
    cardholderName: orNull(holder),
    ...(year === undefined ? {} : { expMonth: String(Number(month)), expYear: year }),
    code: orNull(code),
    brand: orNull(brand),
    number: orNull(number),
  };
}

/** The heading of the fields below, by which the writer knows them again. */
export const IDENTITY_SECTION = 'Identity';
/** Members of an identity that a person here has no place for: fields, under Bitwarden's own labels. */
const NUMBERS: readonly (readonly [member: string, name: string])[] = [
  ['ssn', 'Social Security number'],
  ['passportNumber', 'Passport number'],
  ['licenseNumber', 'License number'],
];
const MOST_LINES = 3;
const PLAIN = ['title', 'firstName', 'middleName', 'lastName', 'company', 'email', 'phone', 'city'] as const;
const LINES = ['address1', 'address2', 'address3'];

export function readIdentity(value: JsonObject): Taken<EntryPerson> & {
  readonly username: string;
  readonly fields: readonly EntryField[];
} {
  const texts = Object.fromEntries(PLAIN.map((name) => [name, textIn(value, name)]));
  return {
    part: {
      ...(texts as Record<(typeof PLAIN)[number], string>),
      lines: LINES.map((name) => textIn(value, name)).filter((line) => line !== ''),
      region: textIn(value, 'state'),
      postalCode: textIn(value, 'postalCode'),
      country: textIn(value, 'country'),
    },
    username: textIn(value, 'username'),
    fields: NUMBERS.map(([member, name]) => numberField(name, textIn(value, member))).filter((it) => it.value !== ''),
    taken: [...PLAIN, ...LINES, ...['state', 'postalCode', 'country', 'username'], ...NUMBERS.map(([name]) => name)],
  };
}

const numberField = (name: string, value: string): EntryField => ({
  name,
  value,
  type: 'hidden',
  section: IDENTITY_SECTION,
});

/** The member that a field came from; undefined: from none. */
export const identityMember = ({ name, type, section }: EntryField): string | undefined =>
  type === 'hidden' && section === IDENTITY_SECTION ? NUMBERS.find(([, known]) => known === name)?.[0] : undefined;

export function writeIdentity(person: EntryPerson, username: string, numbers: JsonObject): JsonObject {
  const { lines } = person;
  // Three lines are all that there are.
  const three = [...lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1).join(', ')];
  return {
    ...Object.fromEntries(PLAIN.map((name) => [name, orNull(person[name])])),
    ...Object.fromEntries(LINES.map((name, at) => [name, orNull(three[at] ?? '')])),
    state: orNull(person.region),
    postalCode: orNull(person.postalCode),
    country: orNull(person.country),
    ...Object.fromEntries(NUMBERS.map(([member]) => [member, null])),
    ...numbers,
    username: orNull(username),
  };
}
