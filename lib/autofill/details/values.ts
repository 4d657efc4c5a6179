// What a card or an address says in one field: in the form that its words, length and options ask for. A value is made
// when the field is written, since a page may fill a list anew once the country is known. Pure: options are handed in.

import type { DetailKind } from '../forms/kinds.ts';
import { plain } from '../page/plain.ts';
import type { AddressDetails, CardDetails, DetailFill } from '../worker/client.ts';
import { REGIONS } from './regions.ts';

/** A field as it asks. */
export interface Asked {
  readonly kind: DetailKind;
  /** Label, placeholder, names, pattern. */
  readonly words: string;
  /** -1: none. */
  readonly maxLength: number;
  /** Of a list; null: it is typed. */
  readonly options: readonly { readonly value: string; readonly text: string }[] | null;
  /** Takes several lines. */
  readonly isLong: boolean;
  /** Of the page, BCP 47. */
  readonly language: string;
  /** The kinds that the form asks for beside it. */
  readonly beside: ReadonlySet<DetailKind>;
  /** Which of how many fields of this kind, and how many characters those before it take. */
  readonly part: { readonly of: number; readonly from: number };
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');
const folded = (text: string): string =>
  plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The option that is one of these by value or text, or begins with one as a word; the first that any names. */
function optionOf(options: NonNullable<Asked['options']>, names: readonly string[]): string | null {
  const wanted = names.map(folded).filter((name) => name !== '');
  const all = options.map(({ value, text }) => ({ value, is: [folded(value), folded(text)] }));
  for (const name of wanted) {
    const same = all.find(({ is }) => is.includes(name));
    if (same) return same.value;
  }
  for (const name of wanted) {
    const begins = all.filter(({ is }) => is.some((one) => one.startsWith(`${name} `) || one.endsWith(` ${name}`)));
    if (begins.length === 1) return begins[0]?.value ?? null;
  }
  return null;
}

const namesOf = (language: string): Intl.DisplayNames | null => {
  try {
    return new Intl.DisplayNames([language || 'en', 'en'], { type: 'region', fallback: 'none' });
  } catch {
    return null;
  }
};
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const ALIASES: Readonly<Record<string, string>> = {
  ...{ uk: 'GB', england: 'GB', scotland: 'GB', wales: 'GB', 'great britain': 'GB', usa: 'US', america: 'US' },
  ...{ 'united states of america': 'US', holland: 'NL', 'czech republic': 'CZ', turkey: 'TR' },
};

/** The code of a country by its name in one of the languages at hand; '': not known. */
function countryCode(country: string, languages: readonly string[]): string {
  const wanted = folded(country);
  if (/^[a-z]{2}$/.test(wanted)) return ALIASES[wanted] ?? wanted.toUpperCase();
  if (ALIASES[wanted] !== undefined) return ALIASES[wanted];
  for (const names of languages.map(namesOf))
    for (const first of LETTERS)
      for (const second of LETTERS) {
        const name = names?.of(first + second);
        if (name !== undefined && folded(name) === wanted) return first + second;
      }
  return '';
}

/** A country's code and its names, the page's language first. */
function countryNames(country: string, language: string): string[] {
  const languages = [language, 'en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'ja'];
  const code = countryCode(country, languages);
  if (code === '') return [country];
  const names = languages.flatMap((one) => namesOf(one)?.of(code) ?? []);
  const aliases = Object.keys(ALIASES).filter((name) => ALIASES[name] === code);
  return [code, ...new Set([...names, country, ...aliases])];
}

function countryIn(asked: Asked, country: string): string | null {
  const names = countryNames(country, asked.language);
  if (asked.options) return optionOf(asked.options, names);
  const [code = '', name = country] = names.length > 1 ? names : ['', country];
  return asked.maxLength === 2 ? code || null : name;
}

/** Its name and its code, whichever is kept. */
function regionNames({ region, country }: AddressDetails): { code: string; name: string } {
  const at = countryCode(country, ['en']);
  const tables = at in REGIONS ? [REGIONS[at] ?? []] : at === '' ? Object.values(REGIONS) : [];
  const wanted = folded(region);
  const found = tables
    .flat()
    .find(([code, name]) => folded(name) === wanted || (at !== '' && code.toLowerCase() === wanted));
  return found ? { code: found[0], name: found[1] } : { code: '', name: region };
}

function regionIn(asked: Asked, address: AddressDetails): string | null {
  const { code, name } = regionNames(address);
  const at = countryCode(address.country, ['en']);
  if (asked.options) return optionOf(asked.options, [address.region, name, code, `${at} ${code}`]);
  return asked.maxLength > 0 && asked.maxLength < 4 ? code || null : name;
}

const MONTH_STYLES = ['long', 'short'] as const;
/** `04`, `4`, and the names of the month. */
function monthNames(month: number, language: string): string[] {
  const day = new Date(Date.UTC(2024, month - 1, 15));
  const names = [language || 'en', 'en'].flatMap((one) =>
    MONTH_STYLES.map((style) => {
      try {
        return new Intl.DateTimeFormat(one, { month: style, timeZone: 'UTC' }).format(day);
      } catch {
        return '';
      }
    }),
  );
  return [String(month).padStart(2, '0'), String(month), ...names];
}

const LONG_YEAR = /y{4}|j{4}|a{4}|r{4}|\d{4}年?$|m{2}\W*20\d\d/;
const SEPARATED = /(?:mm|m)( ?[/.–-] ?)(?:[yjar]{2,4})/;

function expiryIn(asked: Asked, expiry: string): string | null {
  const [year = '', month = ''] = expiry.split('-');
  if (!/^\d{4}$/.test(year) || !/^\d{2}$/.test(month)) return null;
  const short = year.slice(2);
  const { kind, options, maxLength } = asked;
  if (kind === 'card-month') return options ? optionOf(options, monthNames(Number(month), asked.language)) : month;
  // Lists call the year by two digits or four.
  if (kind === 'card-year') {
    if (options) return optionOf(options, [year, short]);
    const isShort = maxLength === 2 || (maxLength !== 4 && /(?<![yja])[yja]{2}(?![yja])/.test(asked.words));
    return isShort ? short : year;
  }
  const separator = SEPARATED.exec(asked.words)?.[1] ?? '/';
  const all = [`${month}${separator}${short}`, `${month}${separator}${year}`, `${month}/${short}`];
  if (options) return optionOf(options, [...all, expiry]);
  if (maxLength === 4) return `${month}${short}`;
  if (maxLength === 6) return `${month}${year}`;
  const isLong = LONG_YEAR.test(asked.words) || maxLength === 7;
  const wanted = `${month}${separator}${isLong ? year : short}`;
  return maxLength > 0 && wanted.length > maxLength ? `${month}/${short}` : wanted;
}

const BRANDS: Readonly<Record<string, readonly string[]>> = {
  visa: ['visa'],
  mastercard: ['mastercard', 'master card', 'mc', 'eurocard'],
  amex: ['american express', 'amex', 'ax'],
  discover: ['discover'],
  jcb: ['jcb'],
  diners: ['diners club', 'diners', 'dinersclub'],
};

function cardIn(asked: Asked, card: CardDetails): string | null {
  const { kind, options, part } = asked;
  const words = card.holder.trim().split(/\s+/);
  switch (kind) {
    case 'card-name':
      return card.holder;
    case 'card-given':
      return words.slice(0, -1).join(' ') || card.holder;
    case 'card-family':
      return words.length > 1 ? (words.at(-1) ?? '') : '';
    case 'card-number': {
      const number = digitsOf(card.number);
      return part.of > 1 && asked.maxLength > 0 ? number.slice(part.from, part.from + asked.maxLength) : number;
    }
    case 'card-code':
      return digitsOf(card.code);
    case 'card-brand': {
      const names = Object.values(BRANDS).find((some) => some.includes(folded(card.brand))) ?? [card.brand];
      return options ? optionOf(options, names) : card.brand;
    }
    default:
      return expiryIn(asked, card.expiry);
  }
}

/** "12 Mill Lane" and "Mühlenweg 12 a": the street and its number, where a form asks for both. */
function housed(line: string): { street: string; house: string } {
  const before = /^(\d+\s?[a-z]?(?:[-/]\d+)?)[ ,]+(.+)$/i.exec(line);
  if (before) return { house: before[1] ?? '', street: before[2] ?? '' };
  const after = /^(.+?)[ ,]+(\d+\s?[a-z]?(?:[-/]\d+)?)$/i.exec(line);
  return after ? { street: after[1] ?? '', house: after[2] ?? '' } : { street: line, house: '' };
}

function lineIn(asked: Asked, { lines }: AddressDetails): string {
  const { kind, beside, isLong } = asked;
  const asksHouse = beside.has('address-house');
  const [first = '', ...rest] = lines;
  const { street, house } = housed(first);
  const own = asksHouse ? street : first;
  if (kind === 'address-house') return house;
  if (kind === 'address-line2') return beside.has('address-line3') ? (rest[0] ?? '') : rest.join(', ');
  if (kind === 'address-line3') return rest.slice(1).join(', ');
  if (beside.has('address-line2')) return own;
  return isLong ? lines.join('\n') : [own, ...rest].join(', ');
}

/** Without the country's part where a field of its own asks for that. */
function phoneIn(asked: Asked, phone: string): string | null {
  const { kind, options, beside } = asked;
  const typed = /^\s*(?:\+|00)/.test(phone);
  const digits = digitsOf(phone).replace(/^00/, '');
  const apart = /^\s*(\+\d{1,3})[\s().-]+(.+)$/.exec(phone);
  if (kind === 'address-phone-country') {
    if (!typed) return null;
    if (!options) return apart?.[1] ?? null;
    const codes = options.map(({ value, text }) => ({
      value,
      code: /\+\s?(\d{1,4})/.exec(`${text} ${value}`)?.[1] ?? (/^\d{1,4}$/.test(value) ? value : ''),
    }));
    const fits = codes.filter(({ code }) => code !== '' && digits.startsWith(code));
    return fits.sort((a, b) => b.code.length - a.code.length)[0]?.value ?? null;
  }
  const isNational = kind === 'address-phone-national' || beside.has('address-phone-country');
  return isNational && apart ? (apart[2] ?? phone) : phone;
}

function addressIn(asked: Asked, address: AddressDetails): string | null {
  const { firstName, middleName, lastName } = address;
  const parts = /^(ja|zh|ko|hu)\b/.test(asked.language) ? [lastName, firstName] : [firstName, middleName, lastName];
  switch (asked.kind) {
    case 'address-title':
      return asked.options ? optionOf(asked.options, [address.title]) : address.title;
    case 'address-name':
      return parts.filter(Boolean).join(' ');
    case 'address-given':
      return firstName;
    case 'address-middle':
      return middleName;
    case 'address-family':
      return lastName;
    case 'address-company':
      return address.company;
    case 'address-city':
      return asked.options ? optionOf(asked.options, [address.city]) : address.city;
    case 'address-postal':
      return address.postalCode;
    case 'address-region':
      return regionIn(asked, address);
    case 'address-country':
      return countryIn(asked, address.country);
    case 'address-phone':
    case 'address-phone-country':
    case 'address-phone-national':
      return phoneIn(asked, address.phone);
    default:
      return lineIn(asked, address);
  }
}

/** '': nothing is kept for it; null: the kept value does not fit into it, or its list has it not yet. */
export function detailValue(asked: Asked, details: DetailFill): string | null {
  if (isEmpty(asked.kind, details)) return '';
  return 'card' in details ? cardIn(asked, details.card) : addressIn(asked, details.address);
}

/** Values that are not kept are not looked for. */
function isEmpty(kind: DetailKind, details: DetailFill): boolean {
  if ('card' in details) {
    if (!kind.startsWith('card-')) return true;
    const { card } = details;
    if (kind === 'card-brand') return card.brand === '';
    return /expiry|month|year/.test(kind) && card.expiry === '';
  }
  const { address } = details;
  if (!kind.startsWith('address-')) return true;
  if (/phone/.test(kind))
    return address.phone === '' || (kind === 'address-phone-country' && !/^\s*(\+|00)/.test(address.phone));
  if (kind === 'address-title') return address.title === '';
  if (kind === 'address-region') return address.region === '';
  return kind === 'address-country' && address.country === '';
}
