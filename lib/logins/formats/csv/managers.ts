// CSV of managers whose other exports hold more or are sealed: 1Password, NordPass, RoboForm.
import type { EntryField, VaultEntry } from '../entry.ts';
import { expiryOf } from '../expiry.ts';
import { listIn, parseJson, textIn } from '../json.ts';
import { cardOf, codesOf, fieldsOf, folderOf, isYes, personOf, type RowReport, writtenSites } from './cells.ts';
import { csvFormat, needs } from './csv-format.ts';
import type { CsvRow } from './table.ts';

export const onePasswordCsvFormat = csvFormat({
  id: '1password-csv',
  name: '1Password',
  isOf: needs('title', 'url', 'username', 'password', 'otpauth', 'favorite', 'archived', 'tags'),
  entryOf: (row, report) => {
    const { oneTimes, kept } = codesOf(row.cell('otpauth'), 'OTPAuth', report);
    const tags = folderOf(row.cell('tags'), /[,;]/);
    return {
      title: row.cell('title'),
      tags: isYes(row.cell('archived')) ? [...tags, 'Archived'] : tags,
      favourite: isYes(row.cell('favorite')),
      sites: writtenSites(row.cells('url')),
      username: row.cell('username'),
      password: row.cell('password'),
      oneTimes,
      note: row.cell('notes'),
      fields: kept,
    };
  },
});

export const nordpassFormat = csvFormat({
  id: 'nordpass-csv',
  name: 'NordPass',
  isOf: needs('name', 'url', 'username', 'password', 'note', 'cardholdername', 'cardnumber', 'folder', 'type'),
  entryOf: (row, report) => {
    // Of a folder alone: the items in it name it, too.
    if (row.cell('type') === 'folder') return null;
    const fields = customFields(row.cell('custom_fields'), report);
    return {
      title: row.cell('name'),
      folder: folderOf(row.cell('folder'), '/'),
      note: row.cell('note'),
      ...partsOfNordpass(row, report),
      fields,
    };
  },
});

function partsOfNordpass(row: CsvRow, report: RowReport): Partial<VaultEntry> {
  const type = row.cell('type');
  if (type === 'note') return { kind: 'note' };
  if (type === 'credit_card') {
    const [month = '', year = ''] = row.cell('expirydate').split('/');
    const [holder, number] = [row.cell('cardholdername'), row.cell('cardnumber')];
    const [code, pin, expiry] = [row.cell('cvc'), row.cell('pin'), expiryOf(year, month)];
    return { kind: 'card', card: cardOf({ holder, number, code, pin, expiry }) };
  }
  if (type === 'identity') return { kind: 'address', person: personOfNordpass(row) };
  const more = row.cell('additional_urls');
  const urls = listIn({ urls: parseJson(more) }, 'urls').filter((url) => typeof url === 'string');
  if (more !== '' && urls.length === 0) report('not-understood', 'additional_urls');
  return {
    sites: writtenSites([...row.cells('url'), ...urls]),
    username: row.cell('username'),
    password: row.cell('password'),
  };
}

/** The name came in one piece: its last word is the last name, the one before others the first. */
function personOfNordpass(row: CsvRow): VaultEntry['person'] {
  const names = row.cell('full_name').trim().split(/\s+/);
  return personOf({
    firstName: names[0] ?? '',
    middleName: names.slice(1, -1).join(' '),
    lastName: names.length > 1 ? (names.at(-1) ?? '') : '',
    email: row.cell('email'),
    phone: row.cell('phone_number'),
    lines: [row.cell('address1'), row.cell('address2')].filter(Boolean),
    city: row.cell('city'),
    region: row.cell('state'),
    postalCode: row.cell('zipcode'),
    country: row.cell('country'),
  });
}

function customFields(cell: string, report: RowReport): EntryField[] {
  if (cell === '') return [];
  const list = listIn({ fields: parseJson(cell) }, 'fields');
  if (list.length === 0 && cell.trim() !== '[]') {
    report('not-understood', 'custom_fields');
    return fieldsOf({ custom_fields: cell }, 'hidden');
  }
  return list.flatMap((one) =>
    fieldsOf({ [textIn(one, 'label')]: textIn(one, 'value') }, textIn(one, 'type') === 'hidden' ? 'hidden' : 'text'),
  );
}

/** RoboForm guards cells that begin with these signs. */
const withoutApostrophe = (cell: string): string => cell.replace(/^'(?=[@'])/, '');

export const roboformFormat = csvFormat({
  id: 'roboform-csv',
  name: 'RoboForm',
  isOf: needs('name', 'url', 'matchurl', 'login', 'pwd', 'note', 'folder'),
  entryOf: (row, report) => {
    // A cell for each field of the form, from `RfFieldsV2` on: name, two that are empty, kind, value.
    const fields = [row.cell('rffieldsv2'), ...row.rest]
      .map((cell) => cell.split(','))
      .filter(({ length }) => length > 4);
    const valueIn = (parts: readonly string[]): string => parts.slice(4).join(',');
    const code = fields.find(([name]) => name === 'TOTP KEY$');
    const { oneTimes, kept } = codesOf(code === undefined ? '' : valueIn(code), 'TOTP KEY', report);
    const [username, password] = [withoutApostrophe(row.cell('login')), withoutApostrophe(row.cell('pwd'))];
    const sites = writtenSites([...row.cells('url'), ...row.cells('matchurl')]);
    return {
      kind: sites.length === 0 && username === '' && password === '' ? 'note' : 'login',
      title: row.cell('name'),
      folder: folderOf(row.cell('folder'), '/'),
      sites,
      username,
      password,
      oneTimes,
      note: row.cell('note'),
      fields: [
        // Those of RoboForm's own end with a dollar sign, and say again what has a column.
        ...fields
          .filter(([name = '']) => !name.endsWith('$'))
          .flatMap((parts) =>
            fieldsOf(
              { [parts[0] === '-no-name-' ? '' : (parts[0] ?? '')]: valueIn(parts) },
              parts[3] === 'pwd' ? 'hidden' : 'text',
            ),
          ),
        ...kept,
      ],
    };
  },
});
