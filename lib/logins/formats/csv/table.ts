// A CSV file as named cells: header and rows. Columns are known by their names, case folded, never by their order; one
// name may stand over several. Text in, text out: bytes were decoded before (UTF-8, UTF-16).
import { wellFormed } from '#bytes/utf8.ts';
import { MOST_ENTRIES, MOST_LETTERS } from '../format.ts';
import { readCsvRows } from './rows.ts';

export interface CsvRow {
  /** The header is row 1. Blank rows count; breaks inside of cells do not. */
  readonly number: number;
  /** The first cell below that name which is not empty. */
  cell(column: string): string;
  /** All cells below that name which are not empty. */
  cells(column: string): readonly string[];
  /** Cells past the last name of the header. */
  readonly rest: readonly string[];
  /** Its quotation marks do not match, the file ends before its last cell, or a cell was longer than is taken. */
  readonly faults: readonly { readonly reason: 'cut-off' | 'too-long'; readonly column: string }[];
}

export interface CsvTable {
  /** Folded. */
  readonly columns: readonly string[];
  /** The same as they are written. */
  readonly labels: readonly string[];
  readonly rows: readonly CsvRow[];
  /** The text ends with a value without quotation marks, and no end of line: there may have been more of it. */
  readonly endsInValue: boolean;
  /** More rows than are read. */
  readonly isTooLong: boolean;
}

/** No header is longer: the first line of a file without breaks is none. */
const MOST_HEADER_LETTERS = 16_000;
/** Every row is looked at for each of them. */
const MOST_COLUMNS = 500;
const DELIMITERS = [',', ';', '\t', '|'];

export const foldColumn = (name: string): string =>
  name
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase();

/** The names of its columns, folded, without reading further; null: the text has no header of several names. */
export function columnsOf(text: string): readonly string[] | null {
  const start = startOf(text);
  const [header = [], ...others] = readCsvRows(start, delimiterOf(start), 2).rows;
  const isCut = text.length > MOST_HEADER_LETTERS && others.length === 0;
  return header.length < 2 || header.length > MOST_COLUMNS || isCut ? null : header.map(foldColumn);
}

/** @param plain what makes doubled quotation marks of another way to write them */
export function tableOf(text: string, plain: (text: string) => string = (same) => same): CsvTable {
  const read = plain(withPlainBreaks(wellFormed(text)));
  // One row more than is taken tells that there are more.
  const { rows: data, torn: tornBefore } = readCsvRows(read, delimiterOf(startOf(text)), MOST_ENTRIES + 2);
  const [labels = [], ...rows] = (data[0]?.length ?? 0) > MOST_COLUMNS ? [] : data;
  const columns = labels.map(foldColumn);
  const places = new Map<string, number[]>();
  for (const [at, column] of columns.entries()) {
    const known = places.get(column);
    if (known === undefined) places.set(column, [at]);
    else known.push(at);
  }
  const torn = new Set(tornBefore);
  if (!read.endsWith('\n') && endsInHalf(labels.length, rows)) torn.add(rows.length);
  return {
    columns,
    labels: labels.map((label) => label.replace(/^\ufeff/, '').trim()),
    // Rows of nothing but blanks count.
    rows: rows
      .slice(0, MOST_ENTRIES)
      .flatMap((cells, at) => (cells.every(isBlank) ? [] : [rowOf(cells, at + 2, columns, places, torn.has(at + 1))])),
    endsInValue: !/[\n"]$/.test(read) && !isBlank(rows.at(-1)?.at(-1) ?? ''),
    isTooLong: rows.slice(MOST_ENTRIES).some((cells) => !cells.every(isBlank)),
  };
}

/** A program writes as many cells in each row: if the last alone has fewer, and no end, the file was cut there. */
function endsInHalf(width: number, rows: readonly (readonly string[])[]): boolean {
  const isHalf = (cells: readonly string[]): boolean => cells.length < width && !cells.every(isBlank);
  const [last = [], ...others] = rows.toReversed();
  return others.length > 0 && isHalf(last) && !others.some(isHalf);
}

const isBlank = (cell: string): boolean => cell.trim() === '';

/**
 * CRLF and a lone CR as LF: a file that an editor saved may hold several kinds. Breaks inside of cells become LF, too.
 */
const withPlainBreaks = (text: string): string => text.replace(/\r\n?/g, '\n');

/** As much as a header may be of, the same for all who look at it. */
const startOf = (text: string): string => withPlainBreaks(text.slice(0, MOST_HEADER_LETTERS));

/** The one that stands most often in the header, outside of quotation marks. */
function delimiterOf(start: string): string {
  const header = start.replace(/"[^"]*"/g, '');
  const line = header.slice(0, /\n/.exec(header)?.index);
  const count = (delimiter: string): number => line.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function rowOf(
  written: readonly string[],
  number: number,
  columns: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  isTorn: boolean,
): CsvRow {
  const isLong = (cell: string): boolean => cell.length > MOST_LETTERS;
  const cells = written.some(isLong) ? written.map((cell) => (isLong(cell) ? '' : cell)) : written;
  const below = (column: string): string[] =>
    (places.get(column) ?? []).map((at) => cells[at] ?? '').filter((cell) => cell !== '');
  const tooLong = written.flatMap((cell, at) =>
    isLong(cell) ? [{ reason: 'too-long', column: columns[at] ?? '' } as const] : [],
  );
  return {
    number,
    cell: (column) => below(column)[0] ?? '',
    cells: below,
    rest: cells.slice(columns.length),
    faults: isTorn ? [{ reason: 'cut-off', column: '' }, ...tooLong] : tooLong,
  };
}
