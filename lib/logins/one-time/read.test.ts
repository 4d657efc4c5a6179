// Every spelling of a one-time code that is one text, as programs write it, and the reason if it is refused.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OneTime } from '../formats/entry.ts';
import type { OneTimeReading, OneTimeRefusal } from './assemble.ts';
import { otpauthLink } from './link.ts';
import { anyOneTime } from './one-time.testkit.ts';
import { readOneTime } from './read.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const PLAIN: OneTime = {
  ...{ secret: SECRET, algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
  ...{ alphabet: 'decimal', issuer: '', account: '' },
};
const STEAM: OneTime = { ...PLAIN, digits: 5, alphabet: 'steam' };
const read = (fields: Partial<OneTime>): OneTimeReading => ({ ok: true, oneTime: { ...PLAIN, ...fields } });
const refused = (reason: OneTimeRefusal): OneTimeReading => ({ ok: false, reason });

describe('a link', () => {
  test.each<[link: string, fields: Partial<OneTime>]>([
    [
      `otpauth://totp/Shop:alex@shop.example?secret=${SECRET}&issuer=Shop`,
      { issuer: 'Shop', account: 'alex@shop.example' },
    ],
    [`otpauth://totp/Shop%3Aalex?secret=${SECRET}`, { issuer: 'Shop', account: 'alex' }],
    [`otpauth://totp/Shop:%20alex?secret=${SECRET}`, { issuer: 'Shop', account: 'alex' }],
    [`otpauth://totp/Old%20Shop:alex?secret=${SECRET}&issuer=New%20Shop`, { issuer: 'New Shop', account: 'alex' }],
    [`otpauth://totp/Shop:alex?secret=${SECRET}&issuer=`, { issuer: 'Shop', account: 'alex' }],
    [`otpauth://totp/a%3Ab:c%3Ad?secret=${SECRET}`, { issuer: 'a:b', account: 'c:d' }],
    [`otpauth://totp/Shop?secret=${SECRET}&issuer=Shop`, { issuer: 'Shop' }],
    [`otpauth://totp/Shop:Shop?secret=${SECRET}&issuer=Shop`, { issuer: 'Shop', account: 'Shop' }],
    [
      `otpauth://totp/alex+news@shop.example?secret=${SECRET}&issuer=Big+Shop`,
      { issuer: 'Big Shop', account: 'alex+news@shop.example' },
    ],
    [`otpauth://totp/Shop+:alex?secret=${SECRET}&issuer=Shop+`, { issuer: 'Shop+', account: 'alex' }],
    [`otpauth://totp/a/b%20%F0%9F%9B%92?secret=${SECRET}`, { account: 'a/b 🛒' }],
    [`otpauth://totp/100%?secret=${SECRET}`, { account: '100%' }],
    [`otpauth://totp/?secret=${SECRET}`, {}],
    [`otpauth://totp/?secret=${SECRET}&issuer=A=B`, { issuer: 'A=B' }],
    [`otpauth://totp?secret=${SECRET}`, {}],
    [`otpauth://totp/Who?:alex?secret=${SECRET}`, { account: 'Who' }],
    [
      `otpauth://totp/alex?issuer=Shop&amp;secret=${SECRET}&amp;digits=8`,
      { issuer: 'Shop', account: 'alex', digits: 8 },
    ],
    [`  OTPAUTH://TOTP/alex?SECRET=${SECRET}&DIGITS=8\n`, { account: 'alex', digits: 8 }],
    [`apple-otpauth://totp/alex?secret=${SECRET}`, { account: 'alex' }],
    ['otpauth://totp/alex?secret=jbsw y3dp ehpk 3pxp', { account: 'alex' }],
    ['otpauth://totp/alex?secret=JBSW-Y3DP%20EHPK+3PXP%0A%3D%3D=', { account: 'alex' }],
    [`otpauth://totp/alex?secret=&secret=${SECRET}&digits=&period=&algorithm=`, { account: 'alex' }],
    [`otpauth://totp/alex?secret=${SECRET}&digits=5&period=15`, { account: 'alex', digits: 5, periodSeconds: 15 }],
    [
      `otpauth://totp/alex?secret=${SECRET}&digits=10&period=86400`,
      { account: 'alex', digits: 10, periodSeconds: 86_400 },
    ],
    [`otpauth://totp/alex?secret=${SECRET}&image=https://shop.example/a.png?b=c`, { account: 'alex' }],
  ])('%s', (link, fields) => {
    expect(readOneTime(link)).toEqual(read(fields));
  });

  test.each<[word: string, algorithm: OneTime['algorithm']]>([
    ['SHA1', 'SHA-1'],
    ['sha-1', 'SHA-1'],
    ['SHA256', 'SHA-256'],
    ['SHA-256', 'SHA-256'],
    ['sha512', 'SHA-512'],
    ['HmacSHA1', 'SHA-1'],
    ['HMACSHA256', 'SHA-256'],
    ['HMAC-SHA-512', 'SHA-512'],
  ])('names its algorithm %s', (word, algorithm) => {
    expect(readOneTime(`otpauth://totp/?secret=${SECRET}&algorithm=${word}`)).toEqual(read({ algorithm }));
  });

  test.each<[link: string, reason: OneTimeRefusal]>([
    [`otpauth://totp/alex?secret=${SECRET}&algorithm=MD5`, 'unknown-algorithm'],
    [`otpauth://totp/alex?secret=${SECRET}&algorithm=SHA2`, 'unknown-algorithm'],
    [`otpauth://totp/alex?secret=${SECRET}&algorithm=SHA3-256`, 'unknown-algorithm'],
    [`otpauth://totp/alex?secret=${SECRET}&algorithm=SHA384`, 'unknown-algorithm'],
    [`otpauth://totp/alex?secret=${SECRET}&encoder=battle`, 'unknown-algorithm'],
    [`otpauth://totp/alex?secret=${SECRET}&encoder=steam&algorithm=SHA256`, 'unknown-algorithm'],
    ['otpauth://motp/alex?secret=7ac61d4736f51a2b', 'unknown-algorithm'],
    [`otpauth://yaotp/alex?secret=${SECRET}`, 'unknown-algorithm'],
    [`otpauth://hotp/alex?secret=${SECRET}&counter=7`, 'counter-code'],
    ['otpauth://totp/alex?secret=', 'bad-secret'],
    ['otpauth://totp/alex', 'bad-secret'],
    ['otpauth://totp/alex?secret=JBSWY3DPEHPK3PX0', 'bad-secret'],
    ['otpauth://totp/alex?secret=JBſWY3DP', 'bad-secret'],
    [`otpauth://totp/alex?secret=${SECRET}&digits=4`, 'not-understood'],
    [`otpauth://totp/alex?secret=${SECRET}&digits=11`, 'not-understood'],
    [`otpauth://totp/alex?secret=${SECRET}&digits=6.0`, 'not-understood'],
    [`otpauth://totp/alex?secret=${SECRET}&digits=six`, 'not-understood'],
    [`otpauth://totp/alex?secret=${SECRET}&period=0`, 'not-understood'],
    [`otpauth://totp/alex?secret=${SECRET}&period=30000000`, 'not-understood'],
    [`otpauth://totp/alex?secret=${SECRET}&encoder=steam&period=60`, 'unknown-algorithm'],
    [`otpauth://else/alex?secret=${SECRET}`, 'not-understood'],
    ['otpauth-migration://offline?data=CgA%3D', 'not-understood'],
    ['https://shop.example/?key=JBSWY3DPEHPK3PXP', 'not-understood'],
  ])('%s is refused: %s', (link, reason) => {
    expect(readOneTime(link)).toEqual(refused(reason));
  });

  test('takes from its entry what it does not say itself', () => {
    const entry = { issuer: 'Shop', account: 'alex', digits: 8, periodSeconds: 60, algorithm: 'SHA-512' } as const;
    expect(readOneTime(SECRET, entry)).toEqual(read(entry));
    expect(readOneTime(`otpauth://totp/blair?secret=${SECRET}&digits=7&period=90&algorithm=SHA1`, entry)).toEqual(
      read({ issuer: 'Shop', account: 'blair', digits: 7, periodSeconds: 90 }),
    );
    const steam = { ...STEAM, issuer: 'Shop', account: 'alex' };
    expect(readOneTime(`steam://${SECRET}`, entry)).toEqual({ ok: true, oneTime: steam });
  });
});

describe('Steam', () => {
  test.each([
    `otpauth://totp/Steam:alex?secret=${SECRET}&period=30&digits=5&issuer=Steam&encoder=steam`,
    `otpauth://steam/Steam:alex?period=30&digits=5&algorithm=SHA1&secret=${SECRET}&issuer=Steam`,
    `otpauth://totp/Steam:alex?secret=${SECRET}&algorithm=Steam`,
  ])('is told by its own word: %s', (link) => {
    expect(readOneTime(link)).toEqual({ ok: true, oneTime: { ...STEAM, issuer: 'Steam', account: 'alex' } });
  });

  test.each(['steam://JBSWY3DPEHPK3PXP', 'STEAM://jbswy3dpehpk3pxp/', `key=${SECRET}&type=Steam`])('%s', (text) => {
    expect(readOneTime(text, { issuer: '', account: '' })).toEqual({ ok: true, oneTime: STEAM });
  });

  test('is not guessed from a name: whose code it is decides its link', () => {
    expect(readOneTime(`otpauth://totp/Steam:alex?secret=${SECRET}&issuer=Steam`)).toEqual(
      read({ issuer: 'Steam', account: 'alex' }),
    );
  });
});

describe('a bare secret', () => {
  test.each([
    'JBSWY3DPEHPK3PXP',
    'jbsw y3dp ehpk 3pxp',
    'JBSW-Y3DP-EHPK-3PXP',
    'JBSW–Y3DP–EHPK–3PXP',
    'JBSWY3DPEHPK3PXP======',
    '\u200bJBSW\u00a0Y3DP\tEHPK\r\n3PXP\ufeff',
  ])('%j', (text) => {
    expect(readOneTime(text)).toEqual(read({}));
  });

  test('of any length becomes its bytes: what fills no byte is dropped, as other programs do', () => {
    expect(readOneTime('MZ')).toEqual(read({ secret: 'MY' }));
    expect(readOneTime('MZXW6Y')).toEqual(read({ secret: 'MZXW6' }));
    expect(readOneTime('A'.repeat(1600))).toEqual(read({ secret: 'A'.repeat(1600) }));
    expect(readOneTime('A'.repeat(1648))).toEqual(refused('bad-secret'));
    expect(readOneTime('A'.repeat(8193))).toEqual(refused('not-understood'));
  });

  test.each(['', ' \n '])('%j is nothing', (text) => {
    expect(readOneTime(text)).toEqual(refused('not-understood'));
  });

  test.each(['===', 'M', 'JBSWY3DPEHPK3PX1', 'JBSWY3DP!', '123456', 'ＪＢＳＷ'])('%j is none', (text) => {
    expect(readOneTime(text)).toEqual(refused('bad-secret'));
  });
});

describe('a query of KeeOTP', () => {
  test.each<[query: string, fields: Partial<OneTime>]>([
    [`key=${SECRET}`, {}],
    [`key=${SECRET}%3d%3d&size=8&step=60`, { digits: 8, periodSeconds: 60 }],
    [`key=${SECRET}&otpHashMode=Sha256`, { algorithm: 'SHA-256' }],
    ['key=48656c6c6f21deadbeef&encoding=Hex', {}],
    ['key=SGVsbG8h3q2%2B7w%3d%3d&encoding=Base64', {}],
    ['key=SGVsbG8h3q2+7w==&encoding=Base64', {}],
    ['key=100%25%3d&encoding=UTF8', { secret: 'GEYDAJJSGU6Q' }],
  ])('%s', (query, fields) => {
    expect(readOneTime(query)).toEqual(read(fields));
  });

  test.each<[query: string, reason: OneTimeRefusal]>([
    [`key=${SECRET}&type=Hotp&counter=3`, 'counter-code'],
    [`key=${SECRET}&type=Yandex`, 'unknown-algorithm'],
    [`key=${SECRET}&otpHashMode=Md5`, 'unknown-algorithm'],
    [`key=${SECRET}&encoding=__proto__`, 'not-understood'],
    ['key=abc&encoding=Hex', 'bad-secret'],
    ['key=&size=6', 'bad-secret'],
  ])('%s is refused: %s', (query, reason) => {
    expect(readOneTime(query)).toEqual(refused(reason));
  });
});

test('what is written as a link is read back', () => {
  const long = '店'.repeat(500);
  const longest = readOneTime('7'.repeat(1600), { issuer: long, account: long });
  expect(longest.ok && longest.oneTime.issuer).toBe(`${'店'.repeat(105)}…`);
  expect(longest.ok && readOneTime(otpauthLink(longest.oneTime))).toEqual(longest);
  fc.assert(
    fc.property(anyOneTime(), (oneTime) => {
      expect(readOneTime(otpauthLink(oneTime))).toEqual({ ok: true, oneTime });
    }),
  );
});

test('any text is read or refused', () => {
  const near = fc
    .array(
      fc.oneof(
        fc.constantFrom('otpauth://', 'totp/', 'hotp/', 'steam://', '?', '&', '=', ':', '%', '%3A', '%F0', '+', 'key'),
        fc.constantFrom('secret=', 'issuer=', 'algorithm=', 'digits=', 'period=', 'encoder=steam', SECRET, '__proto__'),
        fc.string({ unit: 'binary', maxLength: 6 }),
      ),
      { maxLength: 14 },
    )
    .map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.oneof(near, fc.string({ unit: 'binary', maxLength: 400 })), (text) => {
      const reading = readOneTime(text);
      if (!reading.ok) return;
      const { oneTime } = reading;
      expect(oneTime.secret).toMatch(/^[A-Z2-7]{2,}$/);
      expect(readOneTime(otpauthLink(oneTime))).toEqual(reading);
    }),
    { numRuns: 1000 },
  );
});
