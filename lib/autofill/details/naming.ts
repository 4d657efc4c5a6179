// Which fields of a form are for a card and which for a postal address: by autocomplete token (HTML Standard,
// 4.10.18.7) first, then by visible words, then by names that only programs see. Names of people come from forms.ts,
// and count only beside the rest. Pure, no DOM.

import type { DetailKind, FieldKind } from '../forms/kinds.ts';
import type { FieldFacts, FormFacts, PageFacts } from '../page/facts.ts';
import { any } from '../page/plain.ts';
import { DETAIL_WORDS, type DetailWord } from './detail-words.ts';

/** `called`: its section, billing or shipping; '' if the page does not say. */
export interface Detail {
  readonly kind: DetailKind;
  readonly called: string;
}

const TOKENS: Readonly<Record<string, DetailKind>> = {
  'cc-name': 'card-name',
  'cc-given-name': 'card-given',
  'cc-family-name': 'card-family',
  'cc-number': 'card-number',
  'cc-exp': 'card-expiry',
  'cc-exp-month': 'card-month',
  'cc-exp-year': 'card-year',
  'cc-csc': 'card-code',
  'cc-type': 'card-brand',
  'honorific-prefix': 'address-title',
  name: 'address-name',
  'given-name': 'address-given',
  'additional-name': 'address-middle',
  'family-name': 'address-family',
  organization: 'address-company',
  'street-address': 'address-street',
  'address-line1': 'address-line1',
  'address-line2': 'address-line2',
  'address-line3': 'address-line3',
  'address-level2': 'address-city',
  'address-level1': 'address-region',
  'postal-code': 'address-postal',
  country: 'address-country',
  'country-name': 'address-country',
  tel: 'address-phone',
  'tel-national': 'address-phone-national',
  'tel-country-code': 'address-phone-country',
};
const OF_NAMES: Readonly<Partial<Record<FieldKind, DetailKind>>> = {
  name: 'address-name',
  givenName: 'address-given',
  familyName: 'address-family',
};

const word = (name: DetailWord): RegExp => any(...Object.values(DETAIL_WORDS).flatMap((of) => of[name] ?? []));
const YEAR = word('year');
const MONTH = word('month');
const EXPIRY = word('expiry');
/** The first that speaks counts: "security code" is no postal code, "country code" no country. */
const BY_WORDS: readonly (readonly [DetailKind, RegExp])[] = [
  ['card-code', word('code')],
  ['card-brand', word('brand')],
  ['card-name', word('holder')],
  ['card-expiry', EXPIRY],
  ['card-number', word('number')],
  ['address-phone-country', word('dial')],
  ['address-postal', word('postal')],
  ['address-house', word('house')],
  ['address-line2', word('second')],
  ['address-company', word('company')],
  ['address-street', word('street')],
  ['address-city', word('city')],
  ['address-region', word('region')],
  ['address-country', word('country')],
  ['address-phone', word('phone')],
  ['address-title', word('title')],
];
/** Not one's own, or no place at all: "discount code", "search", "IP address". */
const BESIDE =
  /\b(search|suche|gift|promo|coupon|voucher|discount|gutschein|newsletter|web ?site|url|ip)\b|e ?mail|検索/;

function byWords(text: string): DetailKind | undefined {
  if (BESIDE.test(text)) return undefined;
  const kind = BY_WORDS.find(([, words]) => words.test(text))?.[0];
  return kind === 'card-expiry' ? ofExpiry(text) : kind;
}

/** "Expiry month" is one of two fields, "Expiry (MM/YY)" the only one. */
function ofExpiry(text: string): DetailKind {
  const [month, year] = [MONTH.test(text), YEAR.test(text)];
  return month === year ? 'card-expiry' : month ? 'card-month' : 'card-year';
}

/** Null: its token says that it is something else. */
function byToken(autocomplete: string): Detail | null | undefined {
  const tokens = autocomplete.split(/\s+/).filter(Boolean);
  const last = tokens.at(-1) ?? '';
  if (/^(off|on|)$/.test(last)) return undefined;
  const called = tokens.filter((token) => /^(section-|billing$|shipping$)/.test(token)).join(' ');
  if (Object.hasOwn(TOKENS, last)) return { kind: TOKENS[last] as DetailKind, called };
  return /^(new|current)-password$|^(email|username|one-time-code|bday|sex|url|photo|impp)/.test(last)
    ? null
    : undefined;
}

const FITS = /^(text|tel|number|password|textarea|select|)$/;

function detailOf(field: FieldFacts, kind: FieldKind | undefined): Detail | undefined {
  const told = byToken(field.autocomplete);
  if (told !== undefined) return told ?? undefined;
  if (!FITS.test(field.type) || field.decoy || kind === 'email') return undefined;
  const shown = `${field.label} ${field.placeholder}`.trim();
  const seen = byWords(shown) ?? (shown ? undefined : byWords(field.near));
  const own = seen ?? (kind && OF_NAMES[kind]) ?? field.attributes.split('|').map(byWords).find(Boolean);
  // The field before a card's code may be taken for a user name.
  if (kind === 'username' && !own?.startsWith('card-')) return undefined;
  // Only a card's code is typed as a password.
  if (own === undefined || (field.type === 'password' && !/^card-(code|number)$/.test(own))) return undefined;
  return { kind: own, called: '' };
}

const isCard = ({ kind }: Detail): boolean => kind.startsWith('card-');
const isName = ({ kind }: Detail): boolean => /-(name|given|middle|family|title)$/.test(kind);

/** Two halves of one date have no words of it: "Month", "Year", "MM" stand beside a card's number. */
function halves(form: FormFacts, at: (position: number) => FieldFacts, found: Map<number, Detail>): void {
  for (const position of form.fields) {
    const field = at(position);
    const known = found.get(position);
    if (known && known.kind !== 'card-expiry') continue;
    const text = `${field.label} ${field.placeholder} ${field.attributes} ${field.near}`;
    const kind = ofExpiry(text);
    const isHalf = MONTH.test(text) !== YEAR.test(text);
    if (isHalf && FITS.test(field.type)) found.set(position, { kind, called: known?.called ?? '' });
  }
  const dates = form.fields.filter((position) => found.get(position)?.kind === 'card-expiry');
  const [first, second] = dates;
  // A date of two fields that are both called "Expiry".
  if (dates.length === 2 && first !== undefined && second !== undefined) {
    found.set(first, { ...(found.get(first) as Detail), kind: 'card-month' });
    found.set(second, { ...(found.get(second) as Detail), kind: 'card-year' });
  }
}

/** Of streets that follow one another in an address, or are followed by a second line, each is a line of it. */
function lines(positions: readonly number[], found: Map<number, Detail>): void {
  const names = ['address-line1', 'address-line2', 'address-line3'] as const;
  let run: number[] = [];
  const end = (next: DetailKind | undefined): void => {
    if (run.length > 1 || (run.length === 1 && next === 'address-line2'))
      run.slice(0, names.length).forEach((position, index) => {
        found.set(position, { ...(found.get(position) as Detail), kind: names[index] ?? 'address-line3' });
      });
    run = [];
  };
  for (const position of positions) {
    const kind = found.get(position)?.kind;
    if (kind === 'address-street') run.push(position);
    else if (kind !== undefined) end(kind);
  }
  end(undefined);
}

/** @param kinds what forms.ts says of the fields */
export function detailsOf(
  page: PageFacts,
  form: FormFacts,
  kinds: ReadonlyMap<number, FieldKind>,
): Map<number, Detail> {
  const at = (position: number): FieldFacts => page.fields[position] as FieldFacts;
  const found = new Map<number, Detail>();
  for (const position of form.fields) {
    const detail = detailOf(at(position), kinds.get(position));
    if (detail) found.set(position, detail);
  }
  const has = (...wanted: DetailKind[]): boolean => [...found.values()].some(({ kind }) => wanted.includes(kind));
  const isOwned = (token: RegExp): boolean => form.fields.some((position) => token.test(at(position).autocomplete));
  const pays = has('card-number') || (has('card-code') && has('card-expiry', 'card-month')) || isOwned(/\bcc-/);
  if (pays) halves(form, at, found);
  lines(form.fields, found);
  const places = new Set([...found.values()].filter((one) => !isCard(one) && !isName(one)).map(({ kind }) => kind));
  const lives =
    (places.size > 1 && has('address-street', 'address-line1', 'address-city', 'address-postal')) ||
    isOwned(/\b(street-address|address-line1)\b/);
  for (const [position, detail] of found) {
    // The name beside a card alone is the holder's.
    if (pays && !lives && /^address-(name|given|family)$/.test(detail.kind))
      found.set(position, { ...detail, kind: detail.kind.replace('address', 'card') as DetailKind });
    else if (isCard(detail) ? !pays : !lives) found.delete(position);
  }
  return found;
}
