// X25519 gives what RFC 7748 and Wycheproof say, and never an all-zero secret.

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { noble } from './noble.ts';
import { loadSodium } from './sodium.ts';

const hex = (text: string) => decodeHex(text) as Uint8Array;
const rows = (file: string) => JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));

interface Row {
  tcId: number;
  flags: string[];
  public: string;
  private: string;
  shared: string;
}
const wycheproof: Row[] = rows('wycheproof-x25519.json');

describe.each([noble, await loadSodium()])('$name', ({ x25519 }) => {
  test('RFC 7748 section 5.2: scalar multiplications', () => {
    const shared = (scalar: string, u: string) => encodeHex(x25519.shared(hex(scalar), hex(u)));
    expect(
      shared(
        'a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4',
        'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c',
      ),
    ).toBe('c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552');
    expect(
      shared(
        '4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d',
        'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493',
      ),
    ).toBe('95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957');
  });

  test('RFC 7748 section 5.2: iterated a thousand times', () => {
    let scalar = hex('0900000000000000000000000000000000000000000000000000000000000000');
    let u = scalar;
    for (let i = 0; i < 1000; i++) [scalar, u] = [x25519.shared(scalar, u), scalar];
    expect(encodeHex(scalar)).toBe('684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51');
  });

  test('RFC 7748 section 6.1: Diffie-Hellman', () => {
    const alice = hex('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a');
    const bob = hex('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
    const alicePublic = x25519.publicKey(alice);
    const bobPublic = x25519.publicKey(bob);
    expect(encodeHex(alicePublic)).toBe('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
    expect(encodeHex(bobPublic)).toBe('de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f');
    const secret = '4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742';
    expect(encodeHex(x25519.shared(alice, bobPublic))).toBe(secret);
    expect(encodeHex(x25519.shared(bob, alicePublic))).toBe(secret);
  });

  test('Wycheproof: the shared secret, or a refusal if it would be zero', () => {
    let refused = 0;
    for (const row of wycheproof) {
      const shared = () => encodeHex(x25519.shared(hex(row.private), hex(row.public)));
      if (/^0+$/.test(row.shared)) {
        refused++;
        const fault = expect.objectContaining({ blame: 'untrusted', code: 'x25519-low-order' });
        expect(shared, `${row.tcId}`).toThrow(fault);
      } else expect(shared(), `${row.tcId}`).toBe(row.shared);
    }
    expect(refused).toBeGreaterThan(20);
  });

  test('keys of a wrong length are malformed', () => {
    const key = new Uint8Array(32).fill(9);
    for (const length of [0, 31, 33]) {
      const wrong = new Uint8Array(length).fill(9);
      expect(() => x25519.publicKey(wrong)).toThrow(expect.objectContaining({ code: 'x25519-secret-key-length' }));
      expect(() => x25519.shared(wrong, key)).toThrow(expect.objectContaining({ code: 'x25519-secret-key-length' }));
      expect(() => x25519.shared(key, wrong)).toThrow(expect.objectContaining({ code: 'x25519-public-key-length' }));
    }
  });
});
