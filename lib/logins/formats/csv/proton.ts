// Proton Pass's CSV: its items with less in them. A row is put back into the shape that they have in its JSON, and read
// as that (`proton/read-item.ts`). A card or an identity stands in `note`, as JSON.
import type { VaultEntry } from '../entry.ts';
import type { ReadingProblem } from '../format.ts';
import { isObject, parseJson, textIn } from '../json.ts';
import { readProtonItem } from '../proton/read-item.ts';
import { epochTime, type RowReport } from './cells.ts';
import { csvFormat, needs } from './csv-format.ts';
import type { CsvRow } from './table.ts';

/** Before later versions: no `autofillUrls`; no `email`, whose values stood below `username`; no `vault`. */
export const protonCsvFormat = csvFormat({
  id: 'proton-csv',
  name: 'Proton Pass',
  isOf: needs('type', 'name', 'url', 'username', 'password', 'note', 'totp', 'createtime', 'modifytime'),
  entryOf: (row, report) => {
    const problems: ReadingProblem[] = [];
    const entry = readProtonItem(itemOf(row, report), placeOf(row), problems);
    for (const { reason, what } of problems) report(reason, what);
    // A type that is newer than its reader has come without its parts.
    return entry === null ? null : { ...entry, ...timesOf(row, report), kept: [] };
  },
});

function placeOf(row: CsvRow): Parameters<typeof readProtonItem>[1] {
  const vault = row.cell('vault');
  return { number: row.number, folder: vault === '' ? [] : [vault], files: () => 'missing-attachment' };
}

const timesOf = (row: CsvRow, report: RowReport): Pick<VaultEntry, 'createdAt' | 'changedAt'> => ({
  createdAt: epochTime(row.cell('createtime'), 1000, 'createTime', report),
  changedAt: epochTime(row.cell('modifytime'), 1000, 'modifyTime', report),
});

function itemOf(row: CsvRow, report: RowReport): unknown {
  const [type, name, note] = [row.cell('type'), row.cell('name'), row.cell('note')];
  const item = (content: object, besides: string): unknown => ({
    aliasEmail: row.cell('email'),
    data: { type, metadata: { name, note: besides }, content },
  });
  if (type === 'creditCard' || type === 'identity') {
    const content = parseJson(note);
    if (isObject(content)) return item({ ...content, note: '' }, textIn(content, 'note'));
    if (note !== '') report('not-understood', 'note');
    return item({}, note);
  }
  const login = {
    itemEmail: row.cell('email'),
    itemUsername: row.cell('username'),
    password: row.cell('password'),
    urls: row.cells('url').flatMap((cell) => cell.split(', ').map((url) => url.trim())),
    autofillUrls: parseJson(row.cell('autofillurls')),
    totpUri: row.cell('totp').trim(),
  };
  return item(type === 'login' ? login : {}, note);
}
