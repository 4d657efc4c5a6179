// LastPass's CSV. Notes are rows of the page `http://sn`; those of a kind (a card, an address) are lines `Label:value`
// in the column `extra`.
import type { EntryField, VaultEntry } from '../entry.ts';
import { expiryOf } from '../expiry.ts';
import { cardOf, codesOf, fieldsOf, folderOf, isYes, personOf, type RowReport, writtenSites } from './cells.ts';
import { csvFormat, needs } from './csv-format.ts';
import type { CsvRow } from './table.ts';

const NOTE_PAGE = 'http://sn';
const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

export const lastpassFormat = csvFormat({
  id: 'lastpass-csv',
  name: 'LastPass',
  isOf: needs('url', 'username', 'password', 'extra', 'name', 'grouping'),
  entryOf: (row, report) => ({
    title: row.cell('name'),
    folder: row.cell('grouping') === '(none)' ? [] : folderOf(row.cell('grouping'), '\\'),
    favourite: isYes(row.cell('fav')),
    ...(row.cell('url') === NOTE_PAGE ? noteOf(row.cell('extra')) : loginOf(row, report)),
  }),
  lostReading: { fields: 'partly', 'hidden-fields': 'partly' },
});

function loginOf(row: CsvRow, report: RowReport): Partial<VaultEntry> {
  const { oneTimes, kept } = codesOf(row.cell('totp'), 'totp', report);
  return {
    sites: writtenSites(row.cells('url')),
    username: row.cell('username'),
    password: row.cell('password'),
    oneTimes,
    note: row.cell('extra'),
    fields: kept,
  };
}

/** Of another kind than these two (an account, a licence, a Wi-Fi) the lines stay as they are. */
function noteOf(extra: string): Partial<VaultEntry> {
  const kind = /^NoteType:(.*)$/m.exec(extra.slice(0, 100))?.[1]?.trim();
  if (kind !== 'Credit Card' && kind !== 'Address') return { kind: 'note', note: extra };
  const lines = new Map<string, string>();
  // Notes come last, and go on to the end.
  const [, labelled = extra, note = ''] = /^([\s\S]*?)(?:^|\n)Notes:([\s\S]*)$/.exec(extra) ?? [];
  for (const line of labelled.split('\n')) {
    const end = line.indexOf(':');
    if (end > 0) lines.set(line.slice(0, end), line.slice(end + 1));
  }
  const take = (label: string): string => {
    const value = lines.get(label) ?? '';
    lines.delete(label);
    return value;
  };
  for (const label of ['NoteType', 'Language']) take(label);
  const taken = kind === 'Credit Card' ? cardLines(take) : personLines(take);
  return { ...taken, note, fields: remaining(lines) };
}

/** A date that was not given is its commas. */
const remaining = (lines: ReadonlyMap<string, string>): EntryField[] =>
  fieldsOf(Object.fromEntries([...lines].filter(([, value]) => !/^,*$/.test(value))));

type Take = (label: string) => string;

const cardLines = (take: Take): Partial<VaultEntry> => ({
  kind: 'card',
  card: cardOf({
    holder: take('Name on Card'),
    brand: take('Type'),
    number: take('Number'),
    code: take('Security Code'),
    expiry: lastpassMonth(take('Expiration Date')),
  }),
});

/** `January,2027`. */
function lastpassMonth(date: string): string {
  const [name = '', year = ''] = date.split(',');
  const month = MONTHS.indexOf(name.trim().toLowerCase()) + 1;
  return expiryOf(year, month === 0 ? name : String(month));
}

const personLines = (take: Take): Partial<VaultEntry> => ({
  kind: 'address',
  person: personOf({
    title: take('Title'),
    firstName: take('First Name'),
    middleName: take('Middle Name'),
    lastName: take('Last Name'),
    company: take('Company'),
    lines: [take('Address 1'), take('Address 2'), take('Address 3')].filter(Boolean),
    city: take('City / Town'),
    region: take('State'),
    postalCode: take('Zip / Postal Code'),
    country: take('Country'),
    email: take('Email Address'),
    phone: take('Phone'),
  }),
});
