// SHA-256, HMAC and HKDF give what NIST, Wycheproof and RFC 5869 say (its cases A.1 to A.3 are among Wycheproof's).

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { ascii } from '#bytes/bytes.ts';
import { hkdfExpand, hkdfExtract, hkdfSha256, hmacSha256, sha256 } from './hash.ts';

const hex = (text: string) => decodeHex(text) as Uint8Array;
const rows = (file: string) => JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));

test('SHA-256 of FIPS 180-4: "abc" and nothing', () => {
  expect(encodeHex(sha256(ascii('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(encodeHex(sha256(ascii('')))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('Wycheproof: HMAC-SHA-256', () => {
  for (const row of rows('wycheproof-hmac-sha256.json')) {
    const tag = encodeHex(hmacSha256(hex(row.key), hex(row.msg)));
    if (row.result === 'valid') expect(tag, row.tcId).toBe(row.tag);
    else expect(tag, row.tcId).not.toBe(row.tag);
  }
});

test('Wycheproof: HKDF-SHA-256, in one go and in two', () => {
  let rfc5869 = 0;
  for (const row of rows('wycheproof-hkdf-sha256.json')) {
    const [ikm, salt, info] = [hex(row.ikm), hex(row.salt), hex(row.info)];
    if (row.comment === 'RFC 5869') rfc5869++;
    if (row.result === 'valid') {
      expect(encodeHex(hkdfSha256(ikm, salt, info, row.size)), row.tcId).toBe(row.okm);
      expect(encodeHex(hkdfExpand(hkdfExtract(ikm, salt), info, row.size)), row.tcId).toBe(row.okm);
    } else expect(() => hkdfSha256(ikm, salt, info, row.size), row.tcId).toThrow();
  }
  expect(rfc5869).toBe(3);
});

test('RFC 5869 section 2.2: the pseudorandom key of case A.1', () => {
  const prk = hkdfExtract(hex('0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b'), hex('000102030405060708090a0b0c'));
  expect(encodeHex(prk)).toBe('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5');
});
