// Proton Pass's CSV. What has no column of its own stands in `note`: of cards and identities as JSON.
import type { EntryField, VaultEntry } from '../entry.ts';
import { listIn, memberOf, objectIn, parseJson, textIn } from '../json.ts';
import { cardOf, codesOf, epochTime, fieldsOf, personOf, type RowReport, writtenSites } from './cells.ts';
import { csvFormat, needs } from './csv-format.ts';
import type { CsvRow } from './table.ts';

export const protonCsvFormat = csvFormat({
  id: 'proton-csv',
  name: 'Proton Pass',
  isOf: needs('type', 'name', 'url', 'username', 'password', 'note', 'totp', 'createtime', 'modifytime'),
  entryOf: (row, report) => {
    const vault = row.cell('vault');
    return {
      title: row.cell('name'),
      folder: vault === '' ? [] : [vault],
      createdAt: epochTime(row.cell('createtime'), 1000, 'createTime', report),
      changedAt: epochTime(row.cell('modifytime'), 1000, 'modifyTime', report),
      ...partsOfType(row, report),
    };
  },
  lostReading: { 'match-rules': 'lost' },
});

function partsOfType(row: CsvRow, report: RowReport): Partial<VaultEntry> {
  const note = row.cell('note');
  const type = row.cell('type');
  if (type === 'note') return { kind: 'note', note };
  if (type === 'creditCard' || type === 'identity') {
    const content = parseJson(note);
    if (objectIn({ content }, 'content') !== null) return type === 'creditCard' ? cardIn(content) : identityIn(content);
    if (note !== '') report('not-understood', 'note');
    return { kind: type === 'creditCard' ? 'card' : 'address', note };
  }
  // Others (`sshKey`, `wifi`, `custom`) come without their parts. Of an alias nothing says at which site it is used.
  if (type !== 'login' && type !== 'alias') return { kind: 'other', note };
  const { oneTimes, kept } = codesOf(row.cell('totp'), 'totp', report);
  const more = listIn({ urls: parseJson(row.cell('autofillurls')) }, 'urls').map((one) => textIn(one, 'url'));
  return {
    sites: writtenSites([...row.cells('url').flatMap((cell) => cell.split(', ')), ...more]),
    // Before it had a column of its own, the mail address stood below `username`.
    email: row.cell('email'),
    username: row.cell('username'),
    password: row.cell('password'),
    oneTimes,
    note,
    fields: kept,
  };
}

const cardIn = (content: unknown): Partial<VaultEntry> => ({
  kind: 'card',
  card: cardOf({
    holder: textIn(content, 'cardholderName'),
    number: textIn(content, 'number'),
    code: textIn(content, 'verificationNumber'),
    expiry: textIn(content, 'expirationDate'),
    pin: textIn(content, 'pin'),
  }),
  note: textIn(content, 'note'),
});

/** Parts of a person that have a place, and those that are no field of it. */
const PLACED = new Set([
  ...['firstName', 'middleName', 'lastName', 'organization', 'email', 'phoneNumber', 'streetAddress'],
  ...['city', 'stateOrProvince', 'zipOrPostalCode', 'countryOrRegion', 'note'],
]);

function identityIn(content: unknown): Partial<VaultEntry> {
  const person = personOf({
    firstName: textIn(content, 'firstName'),
    middleName: textIn(content, 'middleName'),
    lastName: textIn(content, 'lastName'),
    company: textIn(content, 'organization'),
    email: textIn(content, 'email'),
    phone: textIn(content, 'phoneNumber'),
    lines: [textIn(content, 'streetAddress')].filter(Boolean),
    city: textIn(content, 'city'),
    region: textIn(content, 'stateOrProvince'),
    postalCode: textIn(content, 'zipOrPostalCode'),
    country: textIn(content, 'countryOrRegion'),
  });
  const names = Object.keys(content as object).filter((name) => !PLACED.has(name));
  const plain = fieldsOf(Object.fromEntries(names.map((name) => [name, textIn(content, name)])));
  const listed = names.flatMap((name) => extraFields(listIn(content, name), ''));
  return { kind: 'address', person, note: textIn(content, 'note'), fields: [...plain, ...listed] };
}

/** Fields of the person's own, and sections of them. */
function extraFields(list: readonly unknown[], section: string): EntryField[] {
  return list.flatMap((one) => {
    const inside = section === '' ? listIn(one, 'sectionFields') : [];
    if (inside.length > 0) return extraFields(inside, textIn(one, 'sectionName'));
    const data = memberOf(one, 'data');
    const type = textIn(one, 'type') === 'text' ? 'text' : 'hidden';
    const value = textIn(data, 'content') || textIn(data, 'totpUri');
    return fieldsOf({ [textIn(one, 'fieldName')]: value }, type, section);
  });
}
