// From the text of a code to the key that is added: one at a time, or a batch of pictures in any order.
import { expect, test } from 'vitest';
import { encodeBase64url } from '#bytes/base64url.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { Scanning } from './scanned.ts';

const field = (number: number, bytes: readonly number[]): number[] => [number * 8 + 2, bytes.length, ...bytes];
const varint = (number: number, value: number): number[] => [number * 8, value];

/** A picture of Google Authenticator's, with one account. */
function picture(index: number, size: number, name: string): string {
  const account = [
    ...field(1, [...encodeUtf8('1234567890')]),
    ...field(2, [...encodeUtf8(name)]),
    ...field(3, [...encodeUtf8('Shop')]),
    ...[...varint(4, 1), ...varint(5, 1), ...varint(6, 2)],
  ];
  const all = [...field(1, account), ...varint(2, 1), ...varint(3, size), ...varint(4, index), ...varint(5, 7)];
  return `otpauth-migration://offline?data=${encodeBase64url(Uint8Array.from(all))}`;
}

test('a link, a bare key, and what is none', () => {
  const scanning = new Scanning();
  expect(scanning.take('otpauth://totp/Shop:alex?secret=JBSWY3DPEHPK3PXP&issuer=Shop')).toMatchObject({
    codes: [{ issuer: 'Shop', account: 'alex', reading: { ok: true, oneTime: { secret: 'JBSWY3DPEHPK3PXP' } } }],
  });
  expect(scanning.take('jbsw y3dp ehpk 3pxp')).toMatchObject({ codes: [{ issuer: '', reading: { ok: true } }] });
  for (const [text, reason] of [
    ['otpauth://hotp/Shop:alex?secret=JBSWY3DPEHPK3PXP&counter=1', 'counter-code'],
    ['otpauth://totp/Shop:alex?secret=JBSWY3DPEHPK3PXP&algorithm=MD5', 'unknown-algorithm'],
    ['otpauth://totp/Shop:alex?secret=0189', 'bad-secret'],
    ['https://shop.example/', 'not-understood'],
  ])
    expect(scanning.take(text as string)).toMatchObject({ codes: [{ reading: { ok: false, reason } }] });
});

test('pictures of a batch are gathered, in any order and twice, until the last was shown', () => {
  const scanning = new Scanning();
  expect(scanning.take(picture(2, 3, 'c'))).toEqual({ is: 'part', read: 1, of: 3 });
  expect(scanning.take(picture(2, 3, 'c'))).toEqual({ is: 'part', read: 1, of: 3 });
  expect(scanning.take(picture(0, 3, 'a'))).toEqual({ is: 'part', read: 2, of: 3 });
  const whole = scanning.take(picture(1, 3, 'b'));
  expect(whole).toMatchObject({ is: 'codes' });
  expect(whole.is === 'codes' && whole.codes.map(({ account }) => account)).toEqual(['a', 'b', 'c']);
});
