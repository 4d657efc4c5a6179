// Cells as they stand in files of all sorts: repeated names, torn quotation marks, rows that are short, long or blank.
import { describe, expect, test } from 'vitest';
import { MOST_ENTRIES, MOST_LETTERS } from '../format.ts';
import { columnsOf, tableOf } from './table.ts';

const cellsOf = (text: string, column = 'b') => tableOf(text).rows.map((row) => row.cell(column));

describe('a header', () => {
  test.each([
    ['a,b', ['a', 'b']],
    ['\ufeff"A", B \r\n1,2', ['a', 'b']],
    ['a;"b,c";d\n1,2,3,4,5', ['a', 'b,c', 'd']],
    ['a\tb c\r1', ['a', 'b c']],
    ['a|b\n', ['a', 'b']],
    ['"a\nb",c\n', ['a\nb', 'c']],
  ])('%j', (text, columns) => {
    expect(columnsOf(text)).toEqual(columns);
  });

  test.each(['', 'one', '\n', `${'x,'.repeat(20_000)}y`, `${'x,'.repeat(500)}y\n1,2`])('%.20j is none', (text) => {
    expect(columnsOf(text)).toBeNull();
  });

  test('is parted in one way for its columns and its rows', () => {
    const text = `a,b,"${';'.repeat(600)}",c"\n${'\r\n'.repeat(8000)}"${';'.repeat(5000)}\n`;
    expect(tableOf(text).columns).toEqual(columnsOf(text));
  });

  test('of more names than are taken has no rows', () => {
    expect(tableOf(`${'x,'.repeat(499)}y\n1,2\n`).rows).toHaveLength(1);
    expect(tableOf(`${'x,'.repeat(500)}y\n1,2\n`).rows).toEqual([]);
  });
});

describe('rows', () => {
  test('of a name that stands twice the first cell that says something counts, and both are there', () => {
    const [first, second] = tableOf('url,b,URL\nx,1,y\n,2,z\n').rows;
    expect([first?.cell('url'), first?.cells('url')]).toEqual(['x', ['x', 'y']]);
    expect([second?.cell('url'), second?.cells('url')]).toEqual(['z', ['z']]);
  });

  test('keep spaces, zeros, quotation marks in the middle, and line breaks', () => {
    expect(cellsOf('a,b\n1, p \n2,0123\n3,pa"ss"\n4,"l1\r\nl2"\n5,"x""y"\n')).toEqual([
      ...[' p ', '0123', 'pa"ss"', 'l1\nl2', 'x"y'],
    ]);
  });

  test('may end differently in one file', () => {
    expect(cellsOf('a,b\r\n1,x\n2,"y"\r3,z\r\n\r\n')).toEqual(['x', 'y', 'z']);
  });

  test('that are blank are counted and left out', () => {
    expect(tableOf('a,b\n\n,\n " " , \n1,2\n').rows.map(({ number }) => number)).toEqual([4, 5]);
    expect(tableOf('a,b\n\n,\n , \n1,2\n').rows.map(({ number }) => number)).toEqual([5]);
  });

  test('may be short, or longer than the header', () => {
    const [short, long] = tableOf('a,b\n1\n1,2,3,4\n').rows;
    expect([short?.cell('b'), short?.rest, long?.rest]).toEqual(['', [], ['3', '4']]);
  });

  test('a cell that is not closed takes the rest of the file with it, and says so', () => {
    const { rows } = tableOf('a,b\n1,2\n3,"cut off\n5,6\n');
    expect(rows.map(({ number, faults }) => [number, faults])).toEqual([
      [2, []],
      [3, [{ reason: 'cut-off', column: '' }]],
    ]);
  });

  test('a last row that alone is short, and without an end of line, is half a row', () => {
    const torn = (text: string) => tableOf(text).rows.map(({ faults }) => faults.length);
    expect(torn('a,b,c\n1,2,3\n4,5')).toEqual([0, 1]);
    expect(torn('a,b,c\r\n1,2,3\r\n4')).toEqual([0, 1]);
    // Whole rows, rows that are short by habit, and one that nothing is compared with.
    for (const text of ['a,b,c\n1,2,3\n4,5\n', 'a,b,c\n1,2\n4,5', 'a,b,c\n1,2', 'a,b,c\n1,2,3\n4,5,'])
      expect(torn(text).includes(1)).toBe(false);
  });

  test('the end of the text in a value is told from an end after it', () => {
    for (const [text, ends] of [
      ['a,b\n1,2', true],
      ['a,b\n1,2\n', false],
      ['a,b\n1,"2"', false],
      ['a,b\n1,', false],
      ['a,b\n', false],
    ] as const)
      expect(tableOf(text).endsInValue).toBe(ends);
  });

  test('a quotation mark that is not doubled in a quoted cell is the cell’s', () => {
    expect(cellsOf('a,b\n1,"pa"ss"\n2,"x"\n')).toEqual(['pa"ss', 'x']);
  });

  test('a quoted cell ends at the mark before a delimiter or break, and the next ones are read', () => {
    const marks = 'x"'.repeat(40_000);
    const { rows } = tableOf(`a,b\n1,"${marks}x"  ,\n2,"y"\n3,"z" `);
    expect(rows.map((row) => row.cell('b'))).toEqual([`${marks}x`, 'y', 'z']);
    expect(rows.map(({ faults }) => faults.length)).toEqual([1, 0, 0]);
  });

  test('a cell of any length is one cell', () => {
    const { rows } = tableOf(`a,b\n1,"${'x"'.repeat(250_000)}x"${' '.repeat(3_000_000)},\n2,y\n`);
    expect(rows.map((row) => row.cell('b'))).toEqual(['', 'y']);
  });

  test('a cell that is too long is left out and named', () => {
    const [row] = tableOf(`a,b\n1,${'x'.repeat(MOST_LETTERS + 1)}\n`).rows;
    expect([row?.cell('a'), row?.cell('b'), row?.faults]).toEqual(['1', '', [{ reason: 'too-long', column: 'b' }]]);
  });

  test('past the bound are not read', () => {
    const rows = (count: number): string => `a,b\n${'1,2\n'.repeat(count)}`;
    expect(tableOf(rows(MOST_ENTRIES)).isTooLong).toBe(false);
    const { rows: read, isTooLong } = tableOf(rows(MOST_ENTRIES + 1));
    expect([read.length, isTooLong]).toEqual([MOST_ENTRIES, true]);
  });

  test('half a character is replaced, since no record can hold it', () => {
    expect(cellsOf('a,b\n1,x\ud800y\n')).toEqual(['x\ufffdy']);
  });
});
