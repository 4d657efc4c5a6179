// Categories of 1Password, and the fields of its templates that have a place of their own in an entry. Their ids are
// the same in every language; all other fields keep their names and sections.
import type { EntryCard, EntryKind, EntryPerson } from '../entry.ts';

export const CARD = '002';
export const IDENTITY = '004';

/** By `categoryUuid`. */
const KINDS: Readonly<Record<string, EntryKind>> = {
  '001': 'login',
  [CARD]: 'card',
  '003': 'note',
  [IDENTITY]: 'address',
  // A password without a log-in, as the generator keeps it.
  '005': 'login',
  // A document.
  '006': 'note',
  // Software licence, bank account.
  '100': 'other',
  '101': 'other',
  // Database.
  '102': 'login',
  // Driving licence, outdoor licence, membership, passport, rewards, social security number.
  '103': 'other',
  '104': 'other',
  '105': 'other',
  '106': 'other',
  '107': 'other',
  '108': 'other',
  // Router, server, e-mail account, credential of an interface.
  '109': 'login',
  '110': 'login',
  '111': 'login',
  '112': 'login',
  // Medical record, SSH key, crypto wallet.
  '113': 'other',
  '114': 'other',
  '115': 'other',
};

/** Null: a category that is newer than this table. */
export const kindOfCategory = (category: string): EntryKind | null =>
  Object.hasOwn(KINDS, category) ? (KINDS[category] as EntryKind) : null;

type LoginPart = 'username' | 'password' | 'site';

/** In log-ins whose category has no fields of a form. */
const LOGIN_FIELDS: Readonly<Record<string, LoginPart>> = {
  username: 'username',
  password: 'password',
  pop_username: 'username',
  pop_password: 'password',
  wireless_password: 'password',
  credential: 'password',
  url: 'site',
  hostname: 'site',
};

const CARD_FIELDS: Readonly<Record<string, keyof EntryCard>> = {
  cardholder: 'holder',
  ccnum: 'number',
  type: 'brand',
  expiry: 'expiry',
  cvv: 'code',
  pin: 'pin',
};

const PERSON_FIELDS: Readonly<Record<string, Exclude<keyof EntryPerson, 'lines'>>> = {
  firstname: 'firstName',
  initial: 'middleName',
  lastname: 'lastName',
  company: 'company',
  email: 'email',
  defphone: 'phone',
};

const partOf =
  <T>(fields: Readonly<Record<string, T>>) =>
  (id: string): T | null =>
    Object.hasOwn(fields, id) ? (fields[id] as T) : null;

export const loginPart = partOf(LOGIN_FIELDS);
export const cardPart = partOf(CARD_FIELDS);
export const personPart = partOf(PERSON_FIELDS);

const BRANDS = partOf({
  visa: 'Visa',
  mc: 'Mastercard',
  amex: 'American Express',
  diners: 'Diners Club',
  discover: 'Discover',
  jcb: 'JCB',
  maestro: 'Maestro',
  unionpay: 'UnionPay',
});

/** The name of a brand by its code; a code that is not known stays. */
export const brandOf = (code: string): string => BRANDS(code) ?? code;
