// How each target spells a one-time code, and that what was written for it is read back.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OneTime } from '../formats/entry.ts';
import { bitwardenOneTime } from './bitwarden.ts';
import { cxfTotp, readCxfTotp } from './cxf.ts';
import { otpauthLink } from './link.ts';
import { anyOneTime } from './one-time.testkit.ts';
import { readOneTime } from './read.ts';

const SHOP: OneTime = {
  ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-256', digits: 8, periodSeconds: 60 },
  ...{ alphabet: 'decimal', issuer: 'Corner Shop', account: 'alex+news@shop.example' },
};
const STEAM: OneTime = {
  ...{ ...SHOP, algorithm: 'SHA-1', digits: 5, periodSeconds: 30 },
  ...{ alphabet: 'steam', issuer: 'Steam', account: 'alex' },
};
const BARE: OneTime = { ...SHOP, issuer: '', account: '' };

describe('a link', () => {
  test('says all, in the words that every program knows', () => {
    expect(otpauthLink(SHOP)).toBe(
      'otpauth://totp/Corner%20Shop:alex%2Bnews%40shop.example?secret=JBSWY3DPEHPK3PXP&issuer=Corner%20Shop&algorithm=SHA256&digits=8&period=60',
    );
  });

  test('never goes without a label', () => {
    expect(otpauthLink(BARE)).toMatch(/^otpauth:\/\/totp\/:\?secret=/);
    expect(otpauthLink({ ...BARE, account: 'a:b' })).toMatch(/^otpauth:\/\/totp\/:a%3Ab\?/);
    expect(otpauthLink({ ...BARE, issuer: 'Shop' })).toMatch(/^otpauth:\/\/totp\/Shop\?secret=\w+&issuer=Shop&/);
  });
});

describe('Steam', () => {
  test("has KeePassXC's word in a link, Bitwarden's own link, and CXF's algorithm", () => {
    expect(otpauthLink(STEAM)).toMatch(/&digits=5&period=30&encoder=steam$/);
    expect(bitwardenOneTime(STEAM)).toBe('steam://JBSWY3DPEHPK3PXP');
    expect(cxfTotp(STEAM)).toEqual({
      ...{ secret: 'JBSWY3DPEHPK3PXP', period: 30, digits: 5, username: 'alex' },
      ...{ algorithm: 'steam', issuer: 'Steam' },
    });
  });
});

describe('Bitwarden', () => {
  test('gives back all but the names of Steam', () => {
    fc.assert(
      fc.property(anyOneTime(), (oneTime) => {
        const names = oneTime.alphabet === 'steam' ? { issuer: '', account: '' } : {};
        expect(readOneTime(bitwardenOneTime(oneTime))).toEqual({ ok: true, oneTime: { ...oneTime, ...names } });
      }),
    );
  });
});

describe('CXF', () => {
  test('gives back all; a period that it has no room for is not written', () => {
    fc.assert(
      fc.property(anyOneTime(), (oneTime) => {
        const written = cxfTotp(oneTime);
        expect(written === null).toBe(oneTime.periodSeconds > 255);
        if (written !== null) expect(readCxfTotp(written)).toEqual({ ok: true, oneTime });
      }),
    );
    expect(cxfTotp({ ...SHOP, periodSeconds: 256 })).toBeNull();
  });

  test('is read as others write it', () => {
    expect(readCxfTotp({ secret: 'jbswy3dpehpk3pxp', period: 30, digits: 6, algorithm: 'sha1' }, SHOP)).toEqual({
      ok: true,
      oneTime: { ...SHOP, algorithm: 'SHA-1', digits: 6, periodSeconds: 30 },
    });
    expect(readCxfTotp({ secret: 'JBSWY3DPEHPK3PXP' })).toMatchObject({ ok: true });
  });

  test.each<[value: unknown, reason: string]>([
    [{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'md5' }, 'unknown-algorithm'],
    [{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'sha1', digits: 3 }, 'not-understood'],
    [{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'sha1', period: 1.5 }, 'not-understood'],
    [{ secret: ['JBSWY3DPEHPK3PXP'] }, 'bad-secret'],
    [{}, 'bad-secret'],
    [null, 'not-understood'],
    ['JBSWY3DPEHPK3PXP', 'not-understood'],
  ])('refuses %j: %s', (value, reason) => {
    expect(readCxfTotp(value)).toEqual({ ok: false, reason });
  });

  test('reads or refuses any value', () => {
    fc.assert(fc.property(fc.anything(), (value) => void readCxfTotp(value)));
    const members = fc.record({ secret: fc.jsonValue(), period: fc.jsonValue(), algorithm: fc.jsonValue() });
    fc.assert(fc.property(members, (value) => void readCxfTotp(value)));
  });
});
