// XChaCha20-Poly1305 and ChaCha20-Poly1305 open exactly what Wycheproof calls valid. The first XChaCha row is the
// draft's own (A.3.1).

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { noble } from './noble.ts';
import { loadSodium } from './sodium.ts';

const hex = (text: string) => decodeHex(text) as Uint8Array;
const rows = (file: string) => JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));

interface Row {
  tcId: number;
  comment: string;
  key: string;
  iv: string;
  aad: string;
  msg: string;
  ct: string;
  tag: string;
  result: 'valid' | 'invalid';
}

const CIPHERS = [
  { of: 'aead', file: 'wycheproof-xchacha20-poly1305.json', nonceLength: 24 },
  { of: 'chacha20poly1305', file: 'wycheproof-chacha20-poly1305.json', nonceLength: 12 },
] as const;

describe.each([noble, await loadSodium()])('$name', (provider) => {
  test.each(CIPHERS)('Wycheproof: $of', ({ of, file, nonceLength }) => {
    const cipher = provider[of];
    let malformed = 0;
    for (const row of rows(file) as Row[]) {
      const [key, nonce, aad, plaintext] = [hex(row.key), hex(row.iv), hex(row.aad), hex(row.msg)];
      const ciphertext = row.ct + row.tag;
      const open = () => cipher.open(key, nonce, hex(ciphertext), aad);
      const which = `${row.tcId} ${row.comment}`;
      if (nonce.length !== nonceLength) {
        malformed++;
        expect(open, which).toThrow(expect.objectContaining({ blame: 'malformed', code: 'aead-nonce-length' }));
      } else if (row.result === 'valid') {
        expect(encodeHex(open() as Uint8Array), which).toBe(row.msg);
        expect(encodeHex(cipher.seal(key, nonce, plaintext, aad)), which).toBe(ciphertext);
      } else expect(open(), which).toBeNull();
    }
    expect(malformed).toBeGreaterThan(0);
  });

  test.each(CIPHERS)('$of: nothing shorter than the tag opens, and any changed bit closes', ({ of, nonceLength }) => {
    const cipher = provider[of];
    const key = new Uint8Array(32).fill(1);
    const nonce = new Uint8Array(nonceLength).fill(2);
    const aad = new Uint8Array([3]);
    const sealed = cipher.seal(key, nonce, new Uint8Array([4, 5]), aad);
    expect(sealed.length).toBe(18);
    for (let length = 0; length < sealed.length; length++) {
      expect(cipher.open(key, nonce, sealed.subarray(0, length), aad)).toBeNull();
    }
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = sealed.slice();
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(cipher.open(key, nonce, changed, aad)).toBeNull();
    }
    expect(cipher.open(key, nonce, sealed, new Uint8Array([2]))).toBeNull();
    const wrong = key.subarray(1);
    expect(() => cipher.seal(wrong, nonce, sealed, aad)).toThrow(expect.objectContaining({ code: 'aead-key-length' }));
    expect(() => cipher.open(wrong, nonce, sealed, aad)).toThrow(expect.objectContaining({ code: 'aead-key-length' }));
  });
});
