// CSV of KeePassXC, and of KeePass 1 and 2 (one format, `KeePass CSV (1.x)`), which escapes by backslashes.
import type { VaultEntry } from '../entry.ts';
import { codesOf, folderOf, isoTime, type RowReport, writtenSites } from './cells.ts';
import { csvFormat, needs } from './csv-format.ts';
import type { CsvRow } from './table.ts';

/** A value that stands in another entry: the file has no ids by which it could be found. */
const REFERENCE = /\{REF:[TUPANI]@[TUPANIO]:/i;

function reportReferences(row: CsvRow, columns: readonly string[], report: RowReport): void {
  for (const column of columns) if (REFERENCE.test(row.cell(column))) report('missing-reference', column);
}

/** Below the root, by its English name. */
const BIN = 'Recycle Bin';

export const keepassXcCsvFormat = csvFormat({
  id: 'keepassxc-csv',
  name: 'KeePassXC',
  isOf: needs('group', 'title', 'username', 'password', 'url', 'notes'),
  entryOf: (row, report) => {
    reportReferences(row, ['title', 'username', 'password', 'url', 'notes'], report);
    const { oneTimes, kept } = codesOf(row.cell('totp'), 'TOTP', report);
    // The first name is the root's.
    const folder = folderOf(row.cell('group'), '/').slice(1);
    const isInBin = folder[0] === BIN;
    const changedAt = isoTime(row.cell('last modified'), 'Last Modified', report);
    return {
      title: row.cell('title'),
      folder: isInBin ? folder.slice(1) : folder,
      sites: writtenSites(row.cells('url')),
      username: row.cell('username'),
      password: row.cell('password'),
      oneTimes,
      note: row.cell('notes'),
      fields: kept,
      createdAt: isoTime(row.cell('created'), 'Created', report),
      changedAt,
      deletedAt: isInBin ? (changedAt ?? 0) : null,
    } satisfies Partial<VaultEntry>;
  },
  // A slash in a group's name cannot be told from a path, nor a bin with a name in another language from a group.
  lostReading: { folder: 'partly', bin: 'partly' },
});

export const keepassCsvFormat = csvFormat({
  id: 'keepass-csv',
  name: 'KeePass',
  isOf: needs('account', 'login name', 'password', 'web site', 'comments'),
  plain: withDoubledQuotes,
  entryOf: (row, report) => {
    reportReferences(row, ['account', 'login name', 'password', 'web site', 'comments'], report);
    return {
      title: row.cell('account'),
      sites: writtenSites(row.cells('web site')),
      username: row.cell('login name'),
      password: row.cell('password'),
      note: row.cell('comments'),
    };
  },
});

/** `\"` as `""` and `\\` as `\`: inside of quotation marks KeePass escapes those two, and nothing else. */
function withDoubledQuotes(text: string): string {
  let plain = '';
  let done = 0;
  let isInside = false;
  for (const { 0: sign, index } of text.matchAll(/["\\]/g)) {
    if (index < done) continue;
    const next = text[index + 1] ?? '';
    plain += text.slice(done, index);
    done = index + 1;
    if (!isInside) {
      isInside = sign === '"';
      plain += sign;
    } else if (sign === '\\' && (next === '"' || next === '\\')) {
      plain += next === '"' ? '""' : next;
      done++;
    } else if (sign === '"' && next === '"') {
      plain += '""';
      done++;
    } else {
      isInside = sign === '\\';
      plain += sign;
    }
  }
  return plain + text.slice(done);
}
