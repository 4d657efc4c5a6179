// A format of one product's CSV, from its columns and what a row means. One bad row never ends a reading.
import { withinBounds } from '../bounds.ts';
import { EMPTY_ENTRY, type VaultEntry } from '../entry.ts';
import {
  type EntryFormat,
  type EntrySource,
  type Losses,
  MOST_ENTRIES,
  type ReadingOutcome,
  type ReadingProblem,
} from '../format.ts';
import type { RowReport } from './cells.ts';
import { type CsvRow, type CsvTable, columnsOf, tableOf } from './table.ts';

export interface CsvProduct {
  readonly id: string;
  readonly name: string;
  /** By the names of its columns, folded: each file is of one product. */
  isOf(columns: ReadonlySet<string>): boolean;
  /** Null: the row is no entry. */
  entryOf(row: CsvRow, report: RowReport, table: CsvTable): Partial<VaultEntry> | null;
  /** Makes RFC 4180 of another way to escape quotation marks. */
  readonly plain?: (text: string) => string;
  /** It writes an end of line after the last row, too. */
  readonly endsRows?: boolean;
  readonly write?: (entries: readonly VaultEntry[]) => string;
  readonly lostReading?: Losses;
  readonly lostWriting?: Losses;
}

export function csvFormat(product: CsvProduct): EntryFormat {
  const recognises = (source: EntrySource): boolean => {
    const columns = source.kind === 'text' ? columnsOf(source.text) : null;
    return columns !== null && product.isOf(new Set(columns));
  };
  return {
    id: product.id,
    name: product.name,
    recognises,
    read: (source) =>
      source.kind === 'text' && recognises(source) ? read(product, source.text) : { ok: false, refusal: 'damaged' },
    write: product.write ?? null,
    lostReading: product.lostReading ?? {},
    lostWriting: product.lostWriting ?? {},
  };
}

/** All of these columns. */
export const needs =
  (...columns: readonly string[]) =>
  (there: ReadonlySet<string>): boolean =>
    columns.every((column) => there.has(column));

/** All of these columns, and no others but those. */
export const hasOnly =
  (all: readonly string[], others: readonly string[] = []) =>
  (there: ReadonlySet<string>): boolean =>
    needs(...all)(there) && [...there].every((column) => all.includes(column) || others.includes(column));

function read(product: CsvProduct, text: string): ReadingOutcome {
  const table = tableOf(text, product.plain);
  if (table.rows.length === 0) return { ok: false, refusal: 'empty' };
  const entries: VaultEntry[] = [];
  const problems: ReadingProblem[] = [];
  for (const row of table.rows) {
    const troubles: Pick<ReadingProblem, 'reason' | 'what'>[] = [];
    const report: RowReport = (reason, what) => troubles.push({ reason, what });
    for (const { reason, column } of row.faults) report(reason, column);
    const isLast = row === table.rows.at(-1);
    if (isLast && product.endsRows === true && table.endsInValue && row.faults.length === 0)
      report('maybe-cut-off', '');
    const isCut = row.faults.some(({ reason }) => reason === 'cut-off');
    const known = isCut ? null : product.entryOf(row, report, table);
    const entry: VaultEntry | null = known === null ? null : { ...EMPTY_ENTRY, ...known };
    if (entry !== null) entries.push(entry);
    const name = entry?.title || row.cell('url') || `Row ${row.number}`;
    problems.push(...troubles.map((trouble) => ({ entry: name, ...trouble })));
  }
  if (table.isTooLong) problems.push({ entry: `Row ${MOST_ENTRIES + 2}`, reason: 'too-many', what: '' });
  return { ok: true, ...withinBounds({ entries, problems }) };
}
