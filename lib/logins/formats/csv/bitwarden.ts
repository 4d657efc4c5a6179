// Bitwarden's CSV: several addresses and all fields in one cell each. Cards, identities, passkeys and former passwords
// are in its JSON only.
import { partUrls } from '#bytes/joined-urls.ts';
import { codesOf, folderOf, isYes, writtenSites } from './cells.ts';
import { csvFormat, needs } from './csv-format.ts';
import { readFieldLines } from './field-lines.ts';
import { withoutGuard, writeBitwardenCsv } from './writing.ts';

export const bitwardenCsvFormat = csvFormat({
  id: 'bitwarden-csv',
  name: 'Bitwarden',
  isOf: needs('type', 'name', 'login_uri', 'login_username', 'login_password'),
  entryOf: (row, report) => {
    const { oneTimes, kept } = codesOf(row.cell('login_totp'), 'login_totp', report);
    const fields = readFieldLines(withoutGuard(row.cell('fields')));
    return {
      kind: row.cell('type') === 'note' ? 'note' : 'login',
      title: withoutGuard(row.cell('name')),
      folder: folderOf(withoutGuard(row.cell('folder')), '/'),
      // Of an organisation: an item may be in several.
      tags: folderOf(row.cell('collections'), ','),
      favourite: isYes(row.cell('favorite')),
      sites: writtenSites(row.cells('login_uri').flatMap((cell) => partUrls(withoutGuard(cell)))),
      username: row.cell('login_username'),
      password: row.cell('login_password'),
      oneTimes,
      note: withoutGuard(row.cell('notes')),
      fields: [...fields.map((field) => ({ ...field, type: 'text' as const, section: '' })), ...kept],
    };
  },
  write: writeBitwardenCsv,
  // Which fields are hidden is not in the file.
  lostReading: { 'hidden-fields': 'partly' },
  lostWriting: {
    // A slash in a name parts it.
    folder: 'partly',
    tags: 'lost',
    'match-rules': 'lost',
    email: 'noted',
    // The first; others in the note.
    'one-time-codes': 'partly',
    'steam-codes': 'partly',
    fields: 'partly',
    'hidden-fields': 'partly',
    cards: 'noted',
    addresses: 'noted',
    passkeys: 'lost',
    attachments: 'lost',
    'earlier-passwords': 'lost',
    'earlier-versions': 'lost',
    dates: 'lost',
    bin: 'lost',
  },
});
