// Mail aliases of SimpleLogin and addy.io. An alias is a log-in of which its address is all that is known: neither file
// says at which site it is used, if not in the note.
import { fieldsOf, isoTime, isYes } from './cells.ts';
import { csvFormat, needs } from './csv-format.ts';

/** An alias that is switched off takes no mail. */
const isOn = (cell: string): { name: string; value: string; type: 'yes-no'; section: string }[] =>
  isYes(cell) ? [] : [{ name: 'enabled', value: 'false', type: 'yes-no', section: '' }];

export const simpleLoginFormat = csvFormat({
  id: 'simplelogin-csv',
  name: 'SimpleLogin',
  isOf: needs('alias', 'note', 'enabled'),
  entryOf: (row) => ({
    email: row.cell('alias'),
    note: row.cell('note'),
    fields: [...fieldsOf({ mailboxes: row.cell('mailboxes') }), ...isOn(row.cell('enabled'))],
  }),
});

/** Its columns are those of its database; the person's own address is not among them. */
export const addyFormat = csvFormat({
  id: 'addy-csv',
  name: 'addy.io',
  isOf: needs('local_part', 'domain', 'email', 'active', 'description'),
  entryOf: (row, report) => ({
    email: row.cell('email'),
    note: row.cell('description'),
    fields: [...fieldsOf({ from_name: row.cell('from_name') }), ...isOn(row.cell('active'))],
    createdAt: isoTime(row.cell('created_at'), 'created_at', report),
    changedAt: isoTime(row.cell('updated_at'), 'updated_at', report),
    deletedAt: isoTime(row.cell('deleted_at'), 'deleted_at', report),
  }),
});
