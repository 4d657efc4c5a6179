// CSV that most managers import, in Chrome's and Bitwarden's columns. A spreadsheet that opens such a file takes a cell
// for a formula by its first sign. Texts are guarded against it; user names, passwords and codes never are: a sign more
// and nobody gets in with them (docs/decisions).
import { joinUrls } from '#bytes/joined-urls.ts';
import { bitwardenOneTime } from '../../one-time/bitwarden.ts';
import { otpauthLink } from '../../one-time/link.ts';
import type { EntryCard, EntryField, EntryPerson, OneTime, VaultEntry } from '../entry.ts';
import { type FieldLine, fieldLines } from './field-lines.ts';

/** Signs by which spreadsheets begin a formula, those of full width and those that some pass over among them. */
const FORMULA = /^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** An apostrophe before it makes it text in every spreadsheet. */
export const guardFormula = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

export const withoutGuard = (text: string): string =>
  text.startsWith("'") && FORMULA.test(text) ? text.slice(1) : text;

/** Every cell in quotation marks: spaces at its ends, line breaks and separators are its own. */
export function csvText(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  return [columns.join(','), ...rows.map(line), ''].join('\n');
}

export function writeChromium(entries: readonly VaultEntry[]): string {
  const rows = entries.filter(isKept).flatMap((entry) => {
    const note = guardFormula(noteWith(entry, [...notedCodes(entry.oneTimes), ...notedFields(entry.fields)]));
    const [name, username] = [guardFormula(entry.title), entry.username || entry.email];
    const urls = entry.sites.length === 0 ? [''] : entry.sites.map(({ url }) => guardFormula(url));
    return urls.map((url) => [name, url, username, entry.password, note]);
  });
  return csvText(['name', 'url', 'username', 'password', 'note'], rows);
}

const BITWARDEN_COLUMNS = [
  ...['folder', 'favorite', 'type', 'name', 'notes', 'fields', 'reprompt'],
  ...['login_uri', 'login_username', 'login_password', 'login_totp'],
];

export function writeBitwardenCsv(entries: readonly VaultEntry[]): string {
  const rows = entries.filter(isKept).map((entry) => {
    const { lines, others } = fieldLines(namedFields(entry.fields));
    const [code, ...otherCodes] = entry.oneTimes;
    const note = noteWith(entry, [...notedCodes(otherCodes), ...others]);
    return [
      guardFormula(entry.folder.join('/')),
      entry.favourite ? '1' : '',
      entry.kind === 'login' ? 'login' : 'note',
      guardFormula(entry.title),
      guardFormula(note),
      guardFormula(lines),
      '0',
      guardFormula(joinUrls(entry.sites.map(({ url }) => url))),
      entry.username || entry.email,
      entry.password,
      code === undefined ? '' : bitwardenOneTime(code),
    ];
  });
  return csvText(BITWARDEN_COLUMNS, rows);
}

/** What lies in the bin stays there. */
const isKept = (entry: VaultEntry): boolean => entry.deletedAt === null;

/** A linked field says nothing outside of its own program. */
const namedFields = (fields: readonly EntryField[]): FieldLine[] =>
  fields
    .filter(({ type }) => type !== 'linked')
    .map(({ name, value, section }) => ({ name: section === '' ? name : `${section} / ${name}`, value }));

const notedFields = (fields: readonly EntryField[]): FieldLine[] => namedFields(fields);
const notedCodes = (codes: readonly OneTime[]): FieldLine[] =>
  codes.map((code) => ({ name: 'One-time code', value: otpauthLink(code) }));

/** The note, and below it in lines what has no column. */
function noteWith(entry: VaultEntry, more: readonly FieldLine[]): string {
  const email = entry.username !== '' && entry.email !== '' ? [{ name: 'E-mail', value: entry.email }] : [];
  const lines = [...email, ...ofCard(entry.card), ...ofPerson(entry.person), ...more]
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}: ${value}`);
  return [entry.note, lines.join('\n')].filter((part) => part !== '').join('\n\n');
}

const ofCard = (card: EntryCard | null): FieldLine[] =>
  card === null
    ? []
    : [
        { name: 'Cardholder', value: card.holder },
        { name: 'Card number', value: card.number },
        { name: 'Brand', value: card.brand },
        { name: 'Expires', value: card.expiry },
        { name: 'Security code', value: card.code },
        { name: 'PIN', value: card.pin },
      ];

const ofPerson = (person: EntryPerson | null): FieldLine[] =>
  person === null
    ? []
    : [
        { name: 'Title', value: person.title },
        { name: 'Name', value: [person.firstName, person.middleName, person.lastName].filter(Boolean).join(' ') },
        { name: 'Company', value: person.company },
        { name: 'Address', value: person.lines.join('\n') },
        { name: 'Town', value: [person.postalCode, person.city].filter(Boolean).join(' ') },
        { name: 'Region', value: person.region },
        { name: 'Country', value: person.country },
        { name: 'E-mail', value: person.email },
        { name: 'Phone', value: person.phone },
      ];
