// A field's kind by its words, its autocomplete token and its type. Pure, no DOM. Visible words (label, placeholder, or
// the text before the field) count before names that only programs see. Autocomplete tokens are believed if they are
// specific (HTML Standard, 4.10.18.7) and no visible word contradicts: pages also write them to keep browsers from
// filling.
import type { FieldFacts } from '../page/facts.ts';
import { w } from './vocabulary.ts';

/** A part of a card or of a postal address (lib/autofill/details/naming.ts). Only these have a dash. */
export type DetailKind =
  | `card-${'name' | 'given' | 'family' | 'number' | 'expiry' | 'month' | 'year' | 'code' | 'brand'}`
  | `address-${'title' | 'name' | 'given' | 'middle' | 'family' | 'company' | 'city' | 'region' | 'postal' | 'country'}`
  | `address-${'street' | 'line1' | 'line2' | 'line3' | 'house' | 'phone' | 'phone-country' | 'phone-national'}`
  /** Before a closer look. */
  | 'some-detail';

export type FieldKind =
  | DetailKind
  | 'email'
  | 'username'
  | 'newPassword'
  | 'currentPassword'
  | 'otp'
  | 'name'
  | 'givenName'
  | 'familyName'
  | 'other';

const AUTOCOMPLETE: Record<string, FieldKind> = {
  email: 'email',
  username: 'username',
  'new-password': 'newPassword',
  'current-password': 'currentPassword',
  'one-time-code': 'otp',
  name: 'name',
  nickname: 'name',
  'given-name': 'givenName',
  'family-name': 'familyName',
};
const AUTOCOMPLETE_OTHER =
  /^(tel|street|address|postal|country|cc|bday|organization|sex|url|language|additional|honorific|photo|impp|transaction|section)/;

/** An address that shows how one looks. */
const EXAMPLE = /\S+@\S+( \w+)?/;

export function declared(field: FieldFacts): FieldKind | undefined {
  for (const token of field.autocomplete.split(/\s+/).reverse()) {
    const kind = Object.hasOwn(AUTOCOMPLETE, token) ? AUTOCOMPLETE[token] : undefined;
    if (kind) return kind;
    if (AUTOCOMPLETE_OTHER.test(token)) return 'other';
  }
  return undefined;
}

export const isCode = (text: string): boolean => w.code.test(text) && !w.notCode.test(text);

export const wordsOf = (field: FieldFacts): string =>
  `${field.label} ${field.placeholder} ${field.near} ${field.attributes}`;

const isName = (kind: FieldKind | undefined): boolean =>
  kind === 'name' || kind === 'givenName' || kind === 'familyName';

/** "Mobile number (a code will be sent to it)": it begins with something else, and speaks of a code in a remark. */
function remarks(text: string): boolean {
  return w.other.exec(text)?.index === 0 && (w.code.exec(text)?.index ?? 0) > 12;
}

/** So far into a label begins a remark: "Name (where you have none, we show your user name)". */
const REMARK = 24;

function nameIn(text: string): FieldKind | undefined {
  if (w.givenName.test(text)) return 'givenName';
  if (w.familyName.test(text)) return 'familyName';
  return w.name.test(text) ? 'name' : undefined;
}

/**
 * The kind that one text says. E-mail comes first ("e-mail address" is no street), other people's and other data next.
 */
export function kindOf(text: string): FieldKind | undefined {
  if (isCode(text)) return remarks(text) ? 'other' : 'otp';
  if (w.email.test(text)) return w.notMine.test(text) ? 'other' : 'email';
  const name = nameIn(text);
  const user = w.username.exec(text);
  if (user && (user.index < REMARK || !name)) return 'username';
  if (w.other.test(text)) return 'other';
  if (name) return name;
  if (w.password.test(text)) return 'other';
  return undefined;
}

/**
 * The kind that label and placeholder say: the label alone if that is enough. Of "user name or e-mail" the first
 * counts, either is taken.
 */
function seenKind(label: string, shown: string): FieldKind | undefined {
  const own = kindOf(label);
  const text = own && own !== 'other' ? label : shown;
  const kind = text === label ? own : kindOf(text);
  if (kind !== 'email') return kind;
  const user = w.username.exec(text)?.index ?? Number.POSITIVE_INFINITY;
  return user < (w.email.exec(text)?.index ?? 0) ? 'username' : 'email';
}

/**
 * By names that only programs see. Of the two, an address says more than a user name: "login" is said of e-mail fields
 * too.
 */
function hiddenKind(attributes: string): FieldKind | undefined {
  const [name, id] = attributes.split('|').map((one) => kindOf(one.trim()));
  return name === 'username' && id === 'email' ? id : (name ?? id);
}

/**
 * The kind that its type or its token settles. @param seen by its label and placeholder @param shown the words of these
 */
function settled(field: FieldFacts, seen: FieldKind | undefined, shown: string): FieldKind | undefined {
  const { type, attributes } = field;
  const self = declared(field);
  if (/^(textarea|select)$/.test(type) || field.decoy) return 'other';
  if (type === 'search' && self !== 'email' && self !== 'username') return 'other';
  if (type === 'email') return w.notMine.test(shown.replace(EXAMPLE, '') || attributes) ? 'other' : 'email';
  if (self === 'otp' && (seen === 'email' || seen === 'username')) return seen;
  if (self === 'username' && seen === 'email') return 'email';
  if (self === 'other' && seen === 'email') return 'email';
  if (self === 'otp' || self === 'email' || self === 'username' || self === 'other') return self;
  if (seen === 'otp' && w.notCode.test(attributes)) return 'other';
  if (type === 'number') return isCode(wordsOf(field)) ? 'otp' : 'other';
  return undefined;
}

/** The kind of a field that takes no password, by its own words. */
export function named(field: FieldFacts): FieldKind | undefined {
  const { type, attributes, near } = field;
  const shown = `${field.label} ${field.placeholder}`.trim();
  const seen = shown ? seenKind(field.label, shown) : near ? kindOf(near) : undefined;
  const certain = settled(field, shown ? seen : undefined, shown);
  if (certain) return certain;
  const hidden = hiddenKind(attributes);
  const self = declared(field);
  // A number is no address, even if its name says so.
  if (type === 'tel')
    return /^(email|username|otp)$/.test(seen ?? '') ? seen : !seen && hidden === 'otp' ? 'otp' : 'other';
  if (hidden === 'email' && (!shown || (seen === 'username' && kindOf(attributes.split('|')[0] ?? '') === 'email')))
    return 'email';
  if (shown ? seen === 'email' || seen === 'username' : seen === 'username' && hidden !== 'other') return seen;
  if (seen === 'email' && (!hidden || hidden === 'username')) return 'email';
  if (isName(self)) return self;
  // The text that merely stands before a field counts less than its name, but for names: "userName" after "Name".
  if (isName(seen)) return !hidden || hidden === 'username' || hidden === 'email' ? seen : hidden;
  return shown ? (seen ?? hidden) : (hidden ?? seen);
}
