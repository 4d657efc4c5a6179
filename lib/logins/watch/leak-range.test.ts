// The question to a service that knows leaked passwords, and which of its answers are believed.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leakQuestion, readRange } from './leak-range.ts';

const suffix = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), minLength: 35, maxLength: 35 });
const rows = fc.uniqueArray(fc.tuple(suffix, fc.nat({ max: 3 })), { selector: ([one]) => one, minLength: 1 });

describe('the question', () => {
  test('is of a digest that OpenSSL makes, too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (password) => {
        const { prefix, suffix: rest } = leakQuestion(password);
        expect(prefix).toMatch(/^[0-9A-F]{5}$/);
        expect(prefix + rest).toBe(createHash('sha1').update(password, 'utf8').digest('hex').toUpperCase());
      }),
    );
  });

  test('has the digits that everybody knows', () => {
    expect(leakQuestion('password')).toEqual({ prefix: '5BAA6', suffix: '1E4C9B93F3F0682250B6CF8331B7EE68FD8' });
  });
});

describe('an answer', () => {
  test('has each row that counts, and none of the padding', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('\r\n', '\n'), fc.boolean(), (given, end, ends) => {
        const text = given.map(([one, count]) => `${one}:${count}`).join(end) + (ends ? end : '');
        expect(readRange(text)).toEqual(new Map(given.filter(([, count]) => count > 0)));
      }),
    );
  });

  const good = `${'A'.repeat(35)}:3`;
  test.each([
    ['nothing', ''],
    ['a page', '<!doctype html><title>Sign in to this network</title>'],
    ['a row of small letters', good.toLowerCase()],
    ['a whole digest', `${'A'.repeat(40)}:3`],
    ['a row without a count', 'A'.repeat(35)],
    ['a count below nothing', `${'A'.repeat(35)}:-1`],
    ['a count that is none', `${'A'.repeat(35)}:1e3`],
    ['a count that no number holds', `${'A'.repeat(35)}:${'9'.repeat(20)}`],
    ['one digest twice', `${good}\r\n${'A'.repeat(35)}:0`],
    ['an empty row between', `${good}\r\n\r\n${'B'.repeat(35)}:1`],
    ['rows and then words', `${good}\r\nthe rest was cut`],
  ])('that is %s is not believed', (_, text) => {
    expect(readRange(text)).toBeNull();
  });
});
