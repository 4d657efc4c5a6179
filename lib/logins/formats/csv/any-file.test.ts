// Whatever a file holds, reading it ends with entries and problems: torn files, cells of the wrong type, JSON and
// nonsense in every column.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyText } from '../entry.testkit.ts';
import type { EntryFormat } from '../format.ts';
import { FORMATS, recogniseFormat } from '../formats.ts';
import { CSV_FORMATS } from './products.ts';
import { SAMPLES, VARIANTS } from './samples.testkit.ts';
import { columnsOf } from './table.ts';
import { csvText } from './writing.ts';

const HEADERS = [...Object.values(SAMPLES), ...VARIANTS.map(([, text]) => text)].map((text) => columnsOf(text) ?? []);

const anyCell = fc.oneof(
  anyText(20),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.json({ maxDepth: 3 }),
  fc.constantFrom(
    ...[
      'login',
      'note',
      'alias',
      'creditCard',
      'identity',
      'credit_card',
      'folder',
      'http://sn',
      'true',
      '-1',
      '1e400',
    ],
    ...[
      'otpauth://hotp/x?secret=AE',
      'otpauth://totp/x?secret=1&algorithm=MD5',
      'steam://',
      '{REF:P@I:1}',
      '[[[[',
      '{}',
    ],
    ...[
      'NoteType:Credit Card\nNotes:',
      'NoteType:Address\n:x\n__proto__:y',
      '{"extraSections":[{"sectionFields":[1]}]}',
    ],
    ...[
      '["https://a.example",1,null]',
      '[{"label":1,"value":{}}]',
      '9999999999999999',
      '2026-13-45T99:99:99Z',
      '\u0000',
    ],
  ),
);

/** What it gives must go through a channel as it is. */
function reads(format: EntryFormat, text: string): void {
  const reading = format.read({ kind: 'text', text });
  expect(JSON.parse(JSON.stringify(reading))).toEqual(reading);
  if (!reading.ok) return;
  for (const { createdAt, changedAt, deletedAt } of reading.entries)
    for (const at of [createdAt, changedAt, deletedAt]) if (at !== null) expect(Number.isSafeInteger(at)).toBe(true);
}

describe('reading ends with what could be read', () => {
  test('whatever stands in the cells', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...HEADERS),
        fc.array(fc.array(anyCell, { maxLength: 26 }), { maxLength: 4 }),
        (columns, rows) => {
          const text = csvText(columns, rows);
          const format = recogniseFormat({ kind: 'text', text });
          expect(format).not.toBeNull();
          if (format !== null) reads(format, text);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('wherever a file is cut, and whatever is put into it', () => {
    const samples = Object.values(SAMPLES);
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), fc.nat(), anyCell, (sample, from, length, put) => {
        const at = from % sample.length;
        for (const text of [sample.slice(0, at), sample.slice(0, at) + put + sample.slice(at + (length % 40))])
          for (const format of CSV_FORMATS) reads(format, text);
      }),
    );
  });

  test('whatever the text is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.json()), (text) => {
        for (const format of FORMATS) reads(format, text);
      }),
    );
  });

  test('in a time that grows with the file', () => {
    // A search begun anew at each sign would hang here; nothing is timed.
    for (const sign of ['"', ',', '""', '\\', "'", ' ', '\r', ': ', '\nNotes:', '[', ',a://', ',  ', '{REF:', 'a"b'])
      for (const id of ['bitwarden-csv', 'keepass-csv', 'lastpass-csv', 'proton-csv', 'csv']) {
        const text = `${SAMPLES[id]}\n"${sign.repeat(90_000 / sign.length)}",${sign.repeat(200_000)}`;
        expect(recogniseFormat({ kind: 'text', text })?.read({ kind: 'text', text }).ok).toBe(true);
      }
  });
});
