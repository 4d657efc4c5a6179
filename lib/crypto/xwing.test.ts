// X-Wing gives the draft's vectors, and refuses an X25519 part of low order, which the draft would let through.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { noble } from './noble.ts';
import { loadSodium } from './sodium.ts';

const hex = (text: string) => decodeHex(text) as Uint8Array;
const rows = (file: string) => JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));

const draft: { seed: string; eseed: string; ss: string; sk: string; pk: string; ct: string }[] = rows('xwing.json');

describe.each([noble, await loadSodium()])('$name', ({ xwing }) => {
  test('draft-connolly-cfrg-xwing-kem, appendix C', () => {
    for (const row of draft) {
      const { publicKey, secretKey } = xwing.keyPair(hex(row.seed));
      expect(encodeHex(publicKey)).toBe(row.pk);
      expect(encodeHex(secretKey)).toBe(row.sk);
      const { ciphertext, secret } = xwing.encapsulate(publicKey, hex(row.eseed));
      expect(encodeHex(ciphertext)).toBe(row.ct);
      expect(encodeHex(secret)).toBe(row.ss);
      expect(encodeHex(xwing.decapsulate(secretKey, ciphertext))).toBe(row.ss);
    }
  });

  test('the secret key is a copy of the seed', () => {
    const seed = new Uint8Array(32).fill(5);
    const { secretKey } = xwing.keyPair(seed);
    seed.fill(0);
    expect(secretKey).toEqual(new Uint8Array(32).fill(5));
  });

  test('a key or ciphertext with an X25519 part of low order, or an ML-KEM part not reduced, is malformed', () => {
    const { publicKey, secretKey } = xwing.keyPair(new Uint8Array(32).fill(5));
    const entropy = new Uint8Array(64).fill(6);
    const { ciphertext } = xwing.encapsulate(publicKey, entropy);
    const badKey = expect.objectContaining({ blame: 'malformed', code: 'xwing-public-key' });
    const badCiphertext = expect.objectContaining({ blame: 'malformed', code: 'xwing-ciphertext' });
    expect(() => xwing.encapsulate(publicKey.slice().fill(0, 1184), entropy)).toThrow(badKey);
    expect(() => xwing.encapsulate(publicKey.slice().fill(0xff, 0, 3), entropy)).toThrow(badKey);
    expect(() => xwing.decapsulate(secretKey, ciphertext.slice().fill(0, 1088))).toThrow(badCiphertext);
  });

  test('wrong lengths are malformed', () => {
    const malformed = expect.objectContaining({ blame: 'malformed' });
    const { publicKey, secretKey } = xwing.keyPair(new Uint8Array(32));
    const { ciphertext } = xwing.encapsulate(publicKey, new Uint8Array(64));
    expect(() => xwing.keyPair(new Uint8Array(31))).toThrow(malformed);
    expect(() => xwing.encapsulate(publicKey.subarray(1), new Uint8Array(64))).toThrow(malformed);
    expect(() => xwing.encapsulate(publicKey, new Uint8Array(63))).toThrow(malformed);
    expect(() => xwing.decapsulate(secretKey.subarray(1), ciphertext)).toThrow(malformed);
    expect(() => xwing.decapsulate(secretKey, ciphertext.subarray(1))).toThrow(malformed);
  });
});
