// Dashlane's CSV: a file each for log-ins, notes, payments, documents and persons, told apart by their columns.
import type { VaultEntry } from '../entry.ts';
import { expiryOf } from '../expiry.ts';
import { cardOf, codesOf, fieldsOf, folderOf, personOf, type RowReport, writtenSites } from './cells.ts';
import { csvFormat, hasOnly, needs } from './csv-format.ts';
import type { CsvRow, CsvTable } from './table.ts';

const isLogins = needs('username', 'username2', 'title', 'password', 'note', 'url', 'category');
const isNotes = hasOnly(['title', 'note'], ['category']);
const isPayments = needs('type', 'account_name', 'account_holder', 'cc_number', 'code', 'expiration_month');
const isDocuments = needs('type', 'number', 'name', 'issue_date', 'expiration_date', 'place_of_issue');
const isPersons = needs('type', 'first_name', 'last_name', 'phone_number', 'address', 'zip', 'item_name');

export const dashlaneFormat = csvFormat({
  id: 'dashlane-csv',
  name: 'Dashlane',
  isOf: (columns) => [isLogins, isNotes, isPayments, isDocuments, isPersons].some((isOf) => isOf(columns)),
  entryOf: (row, report, table) => {
    const columns = new Set(table.columns);
    if (isLogins(columns)) return login(row, report);
    if (isNotes(columns)) return { ...secureNote(row), folder: folderOf(row.cell('category'), '/') };
    if (isPayments(columns)) return payment(row, table);
    if (isDocuments(columns)) return documented(row, table);
    return personal(row, table);
  },
  // Documents are notes with fields, and parts of one person come as an entry each, as Dashlane has them.
  lostReading: { addresses: 'partly' },
});

function login(row: CsvRow, report: RowReport): Partial<VaultEntry> {
  const column = ['otpurl', 'otpsecret', 'otp'].find((name) => /[^\s]/.test(row.cell(name))) ?? 'otpsecret';
  const code = row.cell(column);
  const { oneTimes, kept } = codesOf(code === 'null' ? '' : code, column, report);
  return {
    title: row.cell('title'),
    folder: folderOf(row.cell('category'), '/'),
    sites: writtenSites(row.cells('url')),
    username: row.cell('username'),
    password: row.cell('password'),
    oneTimes,
    note: row.cell('note'),
    fields: [...fieldsOf({ username2: row.cell('username2'), username3: row.cell('username3') }), ...kept],
  };
}

const secureNote = (row: CsvRow): Partial<VaultEntry> => ({
  kind: 'note',
  title: row.cell('title'),
  note: row.cell('note'),
});

function payment(row: CsvRow, table: CsvTable): Partial<VaultEntry> {
  const isCard = row.cell('cc_number') !== '';
  const title = row.cell('name') || row.cell('account_name');
  if (!isCard) return { kind: 'other', title, note: row.cell('note'), fields: others(row, table, ['name', 'note']) };
  return {
    kind: 'card',
    title,
    card: cardOf({
      holder: row.cell('account_holder') || row.cell('account_name'),
      number: row.cell('cc_number'),
      code: row.cell('code'),
      expiry: expiryOf(row.cell('expiration_year'), row.cell('expiration_month')),
    }),
    note: row.cell('note'),
    fields: others(row, table, [
      ...['type', 'name', 'account_name', 'account_holder', 'cc_number', 'code'],
      ...['expiration_month', 'expiration_year', 'note'],
    ]),
  };
}

const documented = (row: CsvRow, table: CsvTable): Partial<VaultEntry> => ({
  kind: 'other',
  title: row.cell('type'),
  fields: others(row, table, []),
});

const PERSONAL = [
  ...['type', 'item_name', 'title', 'first_name', 'middle_name', 'last_name', 'email', 'phone_number'],
  ...['address', 'city', 'state', 'zip', 'country'],
];

function personal(row: CsvRow, table: CsvTable): Partial<VaultEntry> {
  const names = [row.cell('first_name'), row.cell('middle_name'), row.cell('last_name')];
  return {
    kind: 'address',
    title: row.cell('item_name') || names.filter(Boolean).join(' ') || row.cell('type'),
    person: personOf({
      title: row.cell('title'),
      firstName: names[0] ?? '',
      middleName: names[1] ?? '',
      lastName: names[2] ?? '',
      email: row.cell('email'),
      phone: row.cell('phone_number'),
      lines: [row.cell('address')].filter(Boolean),
      city: row.cell('city'),
      region: row.cell('state'),
      postalCode: row.cell('zip'),
      country: row.cell('country'),
    }),
    fields: others(row, table, PERSONAL),
  };
}

/** Every other column that says something. */
const others = (row: CsvRow, { columns }: CsvTable, taken: readonly string[]): VaultEntry['fields'] =>
  fieldsOf(
    Object.fromEntries(columns.filter((column) => !taken.includes(column)).map((column) => [column, row.cell(column)])),
  );
