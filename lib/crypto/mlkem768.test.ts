// ML-KEM-768 makes the keys, ciphertexts and secrets of FIPS 203, and refuses keys that fail its input checks (sections
// 7.2 and 7.3).

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { noble } from './noble.ts';
import { loadSodium } from './sodium.ts';

const hex = (text: string) => decodeHex(text) as Uint8Array;
const rows = (file: string) => JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));

interface Row {
  tcId: number;
  comment?: string;
  result: 'valid' | 'invalid';
  seed: string;
  ek: string;
  dk: string;
  m: string;
  c: string;
  K: string;
}

const MALFORMED = expect.objectContaining({ blame: 'malformed' });

describe.each([noble, await loadSodium()])('$name', ({ mlkem768 }) => {
  test('Wycheproof: keys from seeds', () => {
    for (const row of rows('wycheproof-mlkem768-keygen.json') as Row[]) {
      const { publicKey, secretKey } = mlkem768.keyPair(hex(row.seed));
      expect(encodeHex(publicKey), `${row.tcId}`).toBe(row.ek);
      expect(encodeHex(secretKey), `${row.tcId}`).toBe(row.dk);
    }
  });

  test('Wycheproof: encapsulation, and keys whose coefficients are not reduced', () => {
    let unreduced = 0;
    for (const row of rows('wycheproof-mlkem768-encaps.json') as Row[]) {
      const encapsulate = () => mlkem768.encapsulate(hex(row.ek), hex(row.m));
      const which = `${row.tcId} ${row.comment}`;
      if (row.result === 'valid') {
        expect(encodeHex(encapsulate().ciphertext), which).toBe(row.c);
        expect(encodeHex(encapsulate().secret), which).toBe(row.K);
      } else {
        expect(encapsulate, which).toThrow(MALFORMED);
        if (row.ek.length === 2368) unreduced++;
      }
    }
    expect(unreduced).toBeGreaterThan(10);
  });

  test('Wycheproof: decapsulation with a key from its seed, implicit rejection and wrong lengths included', () => {
    for (const row of rows('wycheproof-mlkem768-decaps.json') as Row[]) {
      const which = `${row.tcId} ${row.comment}`;
      const decapsulate = () => mlkem768.decapsulate(mlkem768.keyPair(hex(row.seed)).secretKey, hex(row.c));
      if (row.result === 'valid') expect(encodeHex(decapsulate()), which).toBe(row.K);
      else expect(decapsulate, which).toThrow(MALFORMED);
    }
  });

  test('Wycheproof: decapsulation with an expanded key, whose hash must hold', () => {
    for (const row of rows('wycheproof-mlkem768-expanded-decaps.json') as Row[]) {
      const decapsulate = () => mlkem768.decapsulate(hex(row.dk), hex(row.c));
      const which = `${row.tcId} ${row.comment}`;
      if (row.result === 'valid') expect(encodeHex(decapsulate()), which).toBe(row.K);
      else expect(decapsulate, which).toThrow(MALFORMED);
    }
  });

  test('CCTV: a key whose matrix needs more than 575 bytes of SHAKE-128', () => {
    for (const row of rows('cctv-mlkem768-unlucky.json') as Row[]) {
      const { ciphertext, secret } = mlkem768.encapsulate(hex(row.ek), hex(row.m));
      expect(encodeHex(ciphertext)).toBe(row.c);
      expect(encodeHex(secret)).toBe(row.K);
      expect(encodeHex(mlkem768.decapsulate(hex(row.dk), ciphertext))).toBe(row.K);
    }
  });

  test('wrong lengths are malformed', () => {
    const { publicKey, secretKey } = mlkem768.keyPair(new Uint8Array(64));
    const { ciphertext } = mlkem768.encapsulate(publicKey, new Uint8Array(32));
    expect(() => mlkem768.keyPair(new Uint8Array(63))).toThrow(MALFORMED);
    expect(() => mlkem768.encapsulate(publicKey.subarray(1), new Uint8Array(32))).toThrow(MALFORMED);
    expect(() => mlkem768.encapsulate(publicKey, new Uint8Array(31))).toThrow(MALFORMED);
    expect(() => mlkem768.decapsulate(secretKey.subarray(1), ciphertext)).toThrow(MALFORMED);
    expect(() => mlkem768.decapsulate(secretKey, ciphertext.subarray(1))).toThrow(MALFORMED);
  });
});
