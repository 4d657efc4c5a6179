// The code itself: the vectors of RFC 6238, codes that KeePassXC shows for Steam, and oathtool for anything else.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeBase32 } from '#bytes/base32.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { debianProgram } from '#e2e/harness/others/debian.ts';
import type { OneTime } from '../formats/entry.ts';
import { oneTimeCode } from './code.ts';
import { anyOneTime } from './one-time.testkit.ts';

/** The secret of RFC 6238, appendix B: the digits 1 to 0 over and over, as many bytes as the digest has. */
const rfc = (algorithm: OneTime['algorithm'], bytes: number): OneTime => ({
  ...{ secret: encodeBase32(encodeUtf8('1234567890'.repeat(7).slice(0, bytes))), algorithm },
  ...{ digits: 8, periodSeconds: 30, alphabet: 'decimal', issuer: '', account: '' },
});

describe('the codes of RFC 6238, appendix B', () => {
  test.each<[second: number, sha1: string, sha256: string, sha512: string]>([
    [59, '94287082', '46119246', '90693936'],
    [1_111_111_109, '07081804', '68084774', '25091201'],
    [1_111_111_111, '14050471', '67062674', '99943326'],
    [1_234_567_890, '89005924', '91819424', '93441116'],
    [2_000_000_000, '69279037', '90698825', '38618901'],
    [20_000_000_000, '65353130', '77737706', '47863826'],
  ])('at second %i', (second, ...codes) => {
    const keys = [rfc('SHA-1', 20), rfc('SHA-256', 32), rfc('SHA-512', 64)];
    expect(keys.map((key) => oneTimeCode(key, second * 1000).code)).toEqual(codes);
  });
});

test('Steam has letters of its own', () => {
  const steam: OneTime = {
    ...{ secret: '63BEDWCQZKTQWPESARIERL5DTTQFCJTK', algorithm: 'SHA-1', digits: 5, periodSeconds: 30 },
    ...{ alphabet: 'steam', issuer: '', account: '' },
  };
  expect(oneTimeCode(steam, 1_511_200_518_000).code).toBe('FR8RV');
  expect(oneTimeCode(steam, 1_511_200_714_000).code).toBe('9P3VP');
});

describe('a code', () => {
  test('lasts to the end of its period, and the next one is known before', () => {
    const key = rfc('SHA-1', 20);
    const last = oneTimeCode(key, 59_999);
    expect(last).toEqual({ code: '94287082', next: '37359152', validUntil: 60_000 });
    expect(oneTimeCode(key, 30_000)).toEqual(last);
    expect(oneTimeCode(key, 60_000)).toMatchObject({ code: last.next, validUntil: 90_000 });
    // A clock before 1970: the first period.
    expect(oneTimeCode(key, -1)).toEqual(oneTimeCode(key, 0));
  });

  test('of fewer digits is the end of a longer one', () => {
    fc.assert(
      fc.property(anyOneTime(), fc.nat(), (drawn, now) => {
        const codeOf = (digits: number) => oneTimeCode({ ...drawn, alphabet: 'decimal', digits }, now).code;
        const longest = codeOf(10);
        expect(longest).toMatch(/^\d{10}$/);
        for (const digits of [5, 6, 7, 8, 9]) expect(codeOf(digits)).toBe(longest.slice(-digits));
      }),
    );
  });

  test('is not made of what is no secret', () => {
    for (const secret of ['', 'M', 'JBSW Y3DP'])
      expect(() => oneTimeCode({ ...rfc('SHA-1', 20), secret }, 0)).toThrow(RangeError);
  });
});

const oathtool = debianProgram('oathtool');
const FIRST_AND_NEXT = 2;

test.skipIf(oathtool === null)('is what oathtool shows, for any secret, algorithm, period and time', () => {
  // It knows 6 to 8 digits. One shell for all: a process each would be most of the time.
  const drawn = fc.sample(
    fc.tuple(
      anyOneTime().filter(({ alphabet, digits }) => alphabet === 'decimal' && digits >= 6 && digits <= 8),
      fc.integer({ min: 0, max: 4_000_000_000 }),
    ),
    60,
  );
  const lines = drawn.map(([{ secret, algorithm, digits, periodSeconds }, second]) =>
    [
      `"$0" --totp=${algorithm.replace('-', '').toLowerCase()} -b -d ${digits} -s ${periodSeconds} -w 1`,
      `-N '${new Date(second * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC' ${secret}`,
    ].join(' '),
  );
  const { stdout, stderr } = spawnSync('sh', ['-c', lines.join('\n'), oathtool ?? ''], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const codes = stdout.trim().split('\n');
  expect(codes).toHaveLength(drawn.length * FIRST_AND_NEXT);
  expect(
    drawn.flatMap(([oneTime, second]) => {
      const { code, next } = oneTimeCode(oneTime, second * 1000);
      return [code, next];
    }),
  ).toEqual(codes);
});
