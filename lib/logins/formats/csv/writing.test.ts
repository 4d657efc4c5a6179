// A written file comes back as the loss tables say, and a spreadsheet finds no formula in what others may have put
// there. User names, passwords and codes are written to the letter.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { otpauthLink } from '../../one-time/link.ts';
import { anyEntry, anyText } from '../entry.testkit.ts';
import { EMPTY_CARD, EMPTY_ENTRY, type VaultEntry } from '../entry.ts';
import type { EntryFormat } from '../format.ts';
import { bitwardenCsvFormat } from './bitwarden.ts';
import { chromiumFormat } from './browsers.ts';
import { tableOf } from './table.ts';
import { imageInBitwarden, imageInChromium } from './writing.testkit.ts';
import { guardFormula, withoutGuard } from './writing.ts';

const written = (format: EntryFormat, entries: readonly VaultEntry[]): string => format.write?.(entries) ?? '';

function readBack(format: EntryFormat, entries: readonly VaultEntry[]): readonly VaultEntry[] {
  const reading = format.read({ kind: 'text', text: written(format, entries) });
  if (!reading.ok) {
    expect(reading.refusal).toBe('empty');
    return [];
  }
  expect(reading.problems).toEqual([]);
  return reading.entries;
}

test('Chrome’s columns: all that a page is filled with, a row for each site, and the rest in the note', () => {
  fc.assert(
    fc.property(fc.array(anyEntry(), { maxLength: 4 }), (entries) => {
      expect(readBack(chromiumFormat, entries)).toEqual(
        entries.flatMap((entry) => imageInChromium(entry, otpauthLink)),
      );
    }),
  );
});

test('Bitwarden’s columns: folders, all sites, one code, and fields', () => {
  fc.assert(
    fc.property(fc.array(anyEntry(), { maxLength: 4 }), (entries) => {
      expect(readBack(bitwardenCsvFormat, entries)).toEqual(
        entries.flatMap((entry) => imageInBitwarden(entry, otpauthLink)),
      );
    }),
  );
});

describe('a card', () => {
  const card: VaultEntry = {
    ...{ ...EMPTY_ENTRY, kind: 'card', title: 'Mine', note: 'for travel' },
    card: { ...EMPTY_CARD, number: '4111111111111111', expiry: '2027-04' },
  };

  test.each([chromiumFormat, bitwardenCsvFormat])('is a note: $id', (format) => {
    expect(readBack(format, [card])[0]?.note).toBe('for travel\n\nCard number: 4111111111111111\nExpires: 2027-04');
  });
});

describe('formulas', () => {
  const SIGNS = ['=', '+', '-', '@', '\t', '\n', '＝', '＋', '－', '＠', "'=", "''="];
  const FORMULAS = [...SIGNS.map((sign) => `${sign}1`), '+cmd|x!A1', '@SUM(A1)', '\t=1', '\n=1'];
  const hostile = (text: string): VaultEntry => ({
    ...{ ...EMPTY_ENTRY, title: text, folder: [text], note: text, sites: [{ url: text, match: 'domain' }] },
    ...{ username: text, password: text, fields: [{ name: text, value: text, type: 'text', section: '' }] },
  });

  test.each(FORMULAS)('%j is text in a spreadsheet, and itself to a person who logs in', (formula) => {
    for (const format of [chromiumFormat, bitwardenCsvFormat]) {
      const text = written(format, [hostile(formula)]);
      const { rows, columns } = tableOf(text);
      for (const column of columns) {
        const cell = rows[0]?.cell(column) ?? '';
        if (/username|password/.test(column)) expect(cell).toBe(formula);
        else expect(SIGNS).not.toContain(cell[0]);
      }
      const [back] = readBack(format, [hostile(formula)]);
      expect(back).toMatchObject({ title: formula, username: formula, password: formula });
      expect(back?.note.startsWith(formula)).toBe(true);
      expect(back?.sites).toEqual([{ url: formula.trim(), match: 'domain' }]);
      if (format === bitwardenCsvFormat) expect(back?.folder).toEqual([formula.trim()]);
    }
  });

  test('a return counts as a line break when it comes back, and its guard comes off, too', () => {
    for (const format of [chromiumFormat, bitwardenCsvFormat]) {
      const text = written(format, [hostile('\r=1')]);
      expect(text).toContain(`"'\r=1"`);
      expect(readBack(format, [hostile('\r=1')])[0]).toMatchObject({ title: '\n=1', note: /^\n=1/ });
    }
  });

  test('the guard comes off again, and nothing else does', () => {
    fc.assert(
      fc.property(anyText(20), (text) => {
        expect(withoutGuard(guardFormula(text))).toBe(text);
      }),
    );
    expect(withoutGuard("'tis")).toBe("'tis");
  });
});
