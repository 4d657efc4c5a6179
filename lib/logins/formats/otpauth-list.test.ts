// A list of links as authenticators export it, transfer codes among them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_ENTRY } from './entry.ts';
import { MOST_ENTRIES } from './format.ts';
import { otpauthListFormat } from './otpauth-list.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const text = (...lines: string[]) => ({ kind: 'text', text: lines.join('\n') }) as const;
const ARCHIVE = { kind: 'archive', files: new Map<string, Uint8Array>(), damaged: new Set<string>() } as const;
const read = (...lines: string[]) => otpauthListFormat.read(text(...lines));
/** Titles, user names and problems, in short. */
const said = (...lines: string[]) => {
  const outcome = read(...lines);
  if (!outcome.ok) return outcome.refusal;
  return [
    ...outcome.entries.map(({ title, username }) => `${title}|${username}`),
    ...outcome.problems.map(({ entry, reason }) => `${entry}: ${reason}`),
  ];
};
/** One code of a batch of three, with one account, `Shop:alex`. */
const TRANSFER = 'otpauth-migration://offline?data=ChkKCkhlbGxvId6tvu8SCVNob3A6YWxleDACEAEYAyABKAc=';

describe('a list of links', () => {
  test('becomes entries that have a code and nothing else', () => {
    const outcome = read(`otpauth://totp/Shop:alex?secret=${SECRET}&issuer=Shop`);
    const oneTime = {
      ...{ secret: SECRET, algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
      ...{ alphabet: 'decimal', issuer: 'Shop', account: 'alex' },
    };
    expect(outcome).toEqual({
      ok: true,
      entries: [{ ...EMPTY_ENTRY, title: 'Shop', username: 'alex', oneTimes: [oneTime] }],
      problems: [],
    });
  });

  test('goes on past a line that it cannot read, and names it', () => {
    expect(
      said(
        '\ufeffotpauth://totp/alex?secret=JBSWY3DPEHPK3PXP\r',
        '',
        `otpauth://hotp/Bank:alex?secret=${SECRET}&counter=3`,
        `otpauth://totp/Old:alex?secret=${SECRET}&algorithm=MD5`,
        'otpauth://totp/?secret=0',
        'Accounts',
        'otpauth-migration://offline?data=CgE',
        `steam://${SECRET}`,
        TRANSFER,
      ),
    ).toEqual([
      'alex|',
      '|',
      'Shop|alex',
      'Bank: counter-code',
      'Old: unknown-algorithm',
      'Line 5: bad-secret',
      'Line 6: not-understood',
      'Line 7: not-understood',
      'Transfer code 1 of 3: cut-off',
      'Transfer code 3 of 3: cut-off',
    ]);
  });

  test('that is empty is refused', () => {
    expect(said('', ' \r')).toBe('empty');
    expect(otpauthListFormat.read(ARCHIVE)).toEqual({ ok: false, refusal: 'damaged' });
  });

  test('of too many lines is read as far as anybody has codes', () => {
    const outcome = read(...Array.from({ length: MOST_ENTRIES + 2 }, () => 'otpauth://totp/a?secret=MY'));
    expect(outcome).toMatchObject({ ok: true, problems: [{ entry: `Line ${MOST_ENTRIES + 1}`, reason: 'too-many' }] });
    expect(outcome.ok && outcome.entries.length).toBe(MOST_ENTRIES);
  });

  test('is known by its first line', () => {
    const knows = (...lines: string[]) => otpauthListFormat.recognises(text(...lines));
    expect(knows('\ufeff', '  OTPAUTH://TOTP/a?secret=MY')).toBe(true);
    expect(knows(TRANSFER)).toBe(true);
    expect(knows('name,otpauth', 'a,otpauth://totp/a?secret=MY')).toBe(false);
    expect(knows('')).toBe(false);
    expect(otpauthListFormat.recognises(ARCHIVE)).toBe(false);
  });

  test('is read, whatever stands in it', () => {
    const piece = fc.oneof(
      fc.constantFrom('otpauth://totp/', 'otpauth-migration://offline?data=', '?secret=', SECRET, '\n', '\r', '&', ':'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const outcome = read(pieces.join(''));
        if (outcome.ok) expect(outcome.entries.every(({ oneTimes }) => oneTimes.length === 1)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
