// The fields that KeePass, KeePassXC and plug-ins put one-time codes into, alone and side by side.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OneTime } from '../formats/entry.ts';
import { type KeePassOneTimes, readKeePassOneTimes } from './keepass.ts';
import { otpauthLink } from './link.ts';

const SECRET = 'JBSWY3DPEHPK3PXP';
const PLAIN: OneTime = {
  ...{ secret: SECRET, algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
  ...{ alphabet: 'decimal', issuer: '', account: '' },
};
const STEAM: Partial<OneTime> = { digits: 5, alphabet: 'steam' };
const read = (fields: Readonly<Record<string, string>>): KeePassOneTimes =>
  readKeePassOneTimes(new Map(Object.entries(fields)));

describe('a code', () => {
  test.each<[fields: Record<string, string>, oneTime: Partial<OneTime>]>([
    [{ otp: `otpauth://totp/Shop:alex?secret=${SECRET}&issuer=Shop` }, { issuer: 'Shop', account: 'alex' }],
    [{ otp: `otpauth://totp/x:?secret=${SECRET}&period=30&digits=5&encoder=steam` }, { ...STEAM, issuer: 'x' }],
    [{ otp: SECRET }, {}],
    [
      { otp: `key=${SECRET}&size=8&step=60&otpHashMode=Sha256` },
      { digits: 8, periodSeconds: 60, algorithm: 'SHA-256' },
    ],
    [{ 'TOTP Seed': 'jbsw y3dp ehpk 3pxp' }, {}],
    [
      { 'TOTP Seed': SECRET, 'TOTP Settings': '60;8' },
      { periodSeconds: 60, digits: 8 },
    ],
    [{ 'TOTP Seed': SECRET, 'TOTP Settings': '30;S' }, STEAM],
    [{ 'TOTP Seed': SECRET, 'TOTP Settings': ' 30 ; 6 ; https://clock.example ' }, {}],
    [{ 'TOTP Seed': SECRET, 'TOTP Settings': '30;6;SHA256' }, { algorithm: 'SHA-256' }],
    [{ 'TimeOtp-Secret-Base32': `${SECRET}====` }, {}],
    [{ 'TimeOtp-Secret': 'Hello!' }, { secret: 'JBSWY3DPEE' }],
    [{ 'TimeOtp-Secret-Hex': '48 65 6C 6C 6F 21 DE AD BE EF' }, {}],
    [{ 'TimeOtp-Secret-Base64': 'SGVsbG8h3q2+7w==' }, {}],
    [
      {
        ...{ 'TimeOtp-Secret-Base32': SECRET, 'TimeOtp-Length': '8', 'TimeOtp-Period': '60' },
        'TimeOtp-Algorithm': 'HMAC-SHA-512',
      },
      { digits: 8, periodSeconds: 60, algorithm: 'SHA-512' },
    ],
  ])('%j', (fields, oneTime) => {
    expect(read(fields)).toEqual({
      ...{ oneTimes: [{ ...PLAIN, ...oneTime }], used: Object.keys(fields), refusals: [] },
    });
  });

  test.each<[fields: Record<string, string>, field: string, reason: string]>([
    [{ otp: `otpauth://totp/x?secret=${SECRET}&algorithm=MD5` }, 'otp', 'unknown-algorithm'],
    [{ otp: `otpauth://hotp/x?secret=${SECRET}&counter=1` }, 'otp', 'counter-code'],
    [{ 'HmacOtp-Secret-Base32': SECRET, 'HmacOtp-Counter': '4' }, 'HmacOtp-Secret-Base32', 'counter-code'],
    [{ 'TOTP Seed': '0189', 'TOTP Settings': '30;6' }, 'TOTP Seed', 'bad-secret'],
    [{ 'TOTP Seed': SECRET, 'TOTP Settings': 'often' }, 'TOTP Seed', 'not-understood'],
    [{ 'TOTP Seed': SECRET, 'TOTP Settings': '30;6;MD5' }, 'TOTP Seed', 'unknown-algorithm'],
    [{ 'TimeOtp-Secret-Base32': SECRET, 'TimeOtp-Algorithm': 'MD5' }, 'TimeOtp-Secret-Base32', 'unknown-algorithm'],
    [{ 'TimeOtp-Secret-Hex': 'xyz' }, 'TimeOtp-Secret-Hex', 'bad-secret'],
  ])('%j is refused, and its fields stay', (fields, field, reason) => {
    expect(read(fields)).toEqual({ oneTimes: [], used: [], refusals: [{ field, reason }] });
  });

  test('that a plug-in has copied is one, and another beside it is a second', () => {
    const copied = { otp: otpauthLink({ ...PLAIN, issuer: 'Shop' }), 'TimeOtp-Secret-Base32': SECRET, Note: 'x' };
    expect(read(copied)).toEqual({
      oneTimes: [{ ...PLAIN, issuer: 'Shop' }],
      ...{ used: ['otp', 'TimeOtp-Secret-Base32'], refusals: [] },
    });
    expect(read({ ...copied, 'TimeOtp-Length': '8' }).oneTimes).toHaveLength(2);
  });

  test('of an entry that has none, or has empty fields', () => {
    expect(read({ Title: 'x', otp: '', 'TOTP Settings': '30;6' })).toEqual({ oneTimes: [], used: [], refusals: [] });
  });
});

test('any fields are read or refused', () => {
  const names = fc.constantFrom(
    'otp',
    'TOTP Seed',
    'TOTP Settings',
    'TimeOtp-Secret',
    'TimeOtp-Length',
    'HmacOtp-Secret',
  );
  const values = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(SECRET, '30;6', '30;S', '\ud800'));
  fc.assert(
    fc.property(fc.array(fc.tuple(names, values), { maxLength: 6 }), (pairs) => {
      const fields = new Map<string, string>(pairs);
      const { oneTimes, used, refusals } = readKeePassOneTimes(fields);
      expect(used.every((name) => fields.has(name))).toBe(true);
      expect(oneTimes.length === 0).toBe(used.length === 0);
      expect(refusals.map(({ field }) => field).filter((field) => used.includes(field))).toEqual([]);
    }),
  );
});

test('a secret of nothing but padding is none, however long it is', () => {
  // A search from each sign to the end would hang here; nothing is timed.
  const secret = `A${'='.repeat(2_000_000)}A`;
  expect(read({ 'TimeOtp-Secret-Base64': secret })).toMatchObject({ oneTimes: [] });
});
