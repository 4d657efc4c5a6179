// HPKE seals what RFC 9180 and the Go implementation's vectors say, byte for byte, and opens nothing else.

import { readFileSync } from 'node:fs';
import { assert, integer, property, uint8Array } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { HPKE_OVERHEAD, hpkeOpen, hpkeSeal } from './hpke.ts';
import { agreePublicKey, agreeSecretKey, sealPublicKey, sealSecretKey } from './keys.ts';
import { noble } from './noble.ts';
import { useProvider } from './provider.ts';
import { loadSodium } from './sodium.ts';

const hex = (text: string) => decodeHex(text) as Uint8Array;
const rows = (file: string) => JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));

interface Row {
  suite: 'x25519' | 'xwing';
  source: string;
  info: string;
  entropy: string;
  pkRm: string;
  skRm: string;
  enc: string;
  aad: string;
  pt: string;
  ct: string;
}
const vectors: Row[] = rows('hpke.json');

/** Hands out these bytes once, and only if asked for exactly so many. */
function scripted(bytes: Uint8Array): Entropy {
  let left: Uint8Array | null = bytes;
  return (byteCount) => {
    if (left?.length !== byteCount) throw new Error(`drew ${byteCount} bytes`);
    const drawn = left.slice();
    left = null;
    return drawn;
  };
}

/** Both suites behind one shape, so that each test runs on either. */
const SUITES = {
  x25519: {
    seal: (publicKey: Uint8Array, info: Uint8Array, aad: Uint8Array, plaintext: Uint8Array, entropy: Entropy) =>
      hpkeSeal('x25519', agreePublicKey(publicKey), info, aad, plaintext, entropy),
    open: (secretKey: Uint8Array, info: Uint8Array, aad: Uint8Array, sealed: Uint8Array) =>
      hpkeOpen('x25519', agreeSecretKey(secretKey), info, aad, sealed),
  },
  xwing: {
    seal: (publicKey: Uint8Array, info: Uint8Array, aad: Uint8Array, plaintext: Uint8Array, entropy: Entropy) =>
      hpkeSeal('xwing', sealPublicKey(publicKey), info, aad, plaintext, entropy),
    open: (secretKey: Uint8Array, info: Uint8Array, aad: Uint8Array, sealed: Uint8Array) =>
      hpkeOpen('xwing', sealSecretKey(secretKey), info, aad, sealed),
  },
};

describe.each([noble, await loadSodium()])('$name', (provider) => {
  beforeAll(() => useProvider(provider));
  afterAll(() => useProvider(noble));

  describe.each(vectors)('$suite, $source', (row) => {
    const { seal, open } = SUITES[row.suite];
    const [info, aad, plaintext, secretKey] = [hex(row.info), hex(row.aad), hex(row.pt), hex(row.skRm)];
    const sealed = hex(row.enc + row.ct);

    test('seals to the same bytes and opens them', () => {
      expect(encodeHex(seal(hex(row.pkRm), info, aad, plaintext, scripted(hex(row.entropy))))).toBe(row.enc + row.ct);
      expect(encodeHex(open(secretKey, info, aad, sealed) as Uint8Array)).toBe(row.pt);
      expect(sealed.length - plaintext.length).toBe(HPKE_OVERHEAD[row.suite]);
    });

    test('another info, aad, key, or anything cut off or added opens nothing', () => {
      const other = new Uint8Array([1]);
      expect(open(secretKey, other, aad, sealed)).toBeNull();
      expect(open(secretKey, info, other, sealed)).toBeNull();
      expect(
        open(
          secretKey.map((byte) => byte ^ 0x10),
          info,
          aad,
          sealed,
        ),
      ).toBeNull();
      expect(open(secretKey, info, aad, hex(`${row.enc}${row.ct}00`))).toBeNull();
      const enough = HPKE_OVERHEAD[row.suite];
      for (const length of [0, 1, 16, 31, 32, 47, 48, enough - 1, enough, sealed.length - 1]) {
        expect(open(secretKey, info, aad, sealed.subarray(0, length))).toBeNull();
      }
    });

    test('any changed byte opens nothing', () => {
      assert(
        property(integer({ min: 0, max: sealed.length - 1 }), integer({ min: 1, max: 255 }), (at, change) => {
          const changed = sealed.slice();
          changed[at] = (changed[at] as number) ^ change;
          // X25519 ignores the top bit of a point, but the key schedule binds the bytes of `enc`.
          expect(open(secretKey, info, aad, changed)).toBeNull();
        }),
        { numRuns: 60 },
      );
    });

    test('an encapsulation of low order opens nothing', () => {
      const point = row.suite === 'x25519' ? 0 : 1088;
      expect(open(secretKey, info, aad, sealed.slice().fill(0, point, point + 32))).toBeNull();
    });

    test('a public key of low order cannot be sealed to', () => {
      const publicKey = hex(row.pkRm).fill(0, row.suite === 'x25519' ? 0 : 1184);
      const seals = () => seal(publicKey, info, aad, plaintext, scripted(hex(row.entropy)));
      expect(seals).toThrow(
        expect.objectContaining(row.suite === 'x25519' ? { code: 'x25519-low-order' } : { code: 'xwing-public-key' }),
      );
    });

    test('opens any sealed bytes', () => {
      const bytes = uint8Array({ maxLength: 300 });
      const entropy = uint8Array({ minLength: row.entropy.length / 2, maxLength: row.entropy.length / 2 });
      assert(
        property(bytes, bytes, bytes, entropy, (anyInfo, anyAad, anyPlaintext, drawn) => {
          const any = seal(hex(row.pkRm), anyInfo, anyAad, anyPlaintext, scripted(drawn));
          expect(open(secretKey, anyInfo, anyAad, any)).toEqual(anyPlaintext);
        }),
        { numRuns: 30 },
      );
    });
  });
});
