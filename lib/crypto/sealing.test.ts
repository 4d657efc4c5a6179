// Signing in a context, sealing under a symmetric key, and the keys themselves: each draws the bytes it says and holds
// for nothing else.

import { assert, property, uint8Array } from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Entropy } from '#bytes/entropy.ts';
import { agree, decapsulate, encapsulate } from './agree.ts';
import {
  aeadKey,
  agreePublicKey,
  createAeadKey,
  createAgreeKeyPair,
  createKemKeyPair,
  createSealKeyPair,
  createSignKeyPair,
  kemSeed,
  signSeed,
} from './keys.ts';
import { noble } from './noble.ts';
import { useProvider } from './provider.ts';
import { sign, verify } from './sign.ts';
import { loadSodium } from './sodium.ts';
import { open, SEAL_OVERHEAD, seal } from './xchacha.ts';

/** Counts upwards and remembers how many bytes were drawn each time. */
function counting(): { entropy: Entropy; drawn: number[] } {
  const drawn: number[] = [];
  let next = 1;
  const entropy: Entropy = (byteCount) => {
    drawn.push(byteCount);
    return Uint8Array.from({ length: byteCount }, () => next++ & 0xff);
  };
  return { entropy, drawn };
}

describe.each([noble, await loadSodium()])('$name', (provider) => {
  beforeAll(() => useProvider(provider));
  afterAll(() => useProvider(noble));

  test('key pairs draw exactly their seed and nothing more', () => {
    const { entropy, drawn } = counting();
    const pairs = [
      createSignKeyPair(entropy).publicKey,
      createAgreeKeyPair(entropy).publicKey,
      createKemKeyPair(entropy).publicKey,
      createSealKeyPair(entropy).publicKey,
      createAeadKey(entropy),
    ];
    expect(drawn).toEqual([32, 32, 64, 32, 32]);
    expect(pairs.map((key) => key.length)).toEqual([32, 32, 1184, 1216, 32]);
  });

  test('a signature holds under its context and message only', () => {
    const { seed, publicKey } = createSignKeyPair(counting().entropy);
    const message = new Uint8Array([0x62, 0x00, 0x63]);
    const signature = sign(seed, 'a', message);
    expect(verify(publicKey, 'a', message, signature)).toBe(true);
    expect(verify(publicKey, 'b', message, signature)).toBe(false);
    expect(verify(publicKey, 'a', new Uint8Array([0x62]), signature)).toBe(false);
    // 'a' 00 'b' 00 'c' read another way: context 'a', 00, 'b' would be a context with a zero byte, which is refused.
    expect(() => verify(publicKey, 'a\0b', new Uint8Array([0x63]), signature)).toThrow(
      expect.objectContaining({ blame: 'bug', code: 'sign-context' }),
    );
    for (const context of ['', 'é', 'a\n']) {
      expect(() => sign(seed, context, message)).toThrow(expect.objectContaining({ code: 'sign-context' }));
    }
    expect(provider.ed25519.verify(publicKey, new Uint8Array([0x61, 0, 0x62, 0, 0x63]), signature)).toBe(true);
  });

  test('what was sealed opens with the same key and associated data, and only so', () => {
    const bytes = uint8Array({ maxLength: 200 });
    const { entropy, drawn } = counting();
    const key = createAeadKey(entropy);
    const otherKey = createAeadKey(entropy);
    drawn.length = 0;
    assert(
      property(bytes, bytes, (plaintext, aad) => {
        const sealed = seal(key, plaintext, aad, entropy);
        expect(sealed.length).toBe(plaintext.length + SEAL_OVERHEAD);
        expect(open(key, sealed, aad)).toEqual(plaintext);
        expect(open(otherKey, sealed, aad)).toBeNull();
        expect(open(key, sealed, new Uint8Array([...aad, 0]))).toBeNull();
        expect(open(key, sealed.subarray(1), aad)).toBeNull();
        for (const length of [0, 23, 24, SEAL_OVERHEAD - 1])
          expect(open(key, sealed.subarray(0, length), aad)).toBeNull();
      }),
      { numRuns: 50 },
    );
    expect(new Set(drawn)).toEqual(new Set([24]));
  });

  test('two parties agree, and a KEM secret reaches the owner of the seed', () => {
    const { entropy, drawn } = counting();
    const alice = createAgreeKeyPair(entropy);
    const bob = createAgreeKeyPair(entropy);
    expect(agree(alice.secretKey, bob.publicKey)).toEqual(agree(bob.secretKey, alice.publicKey));
    const kem = createKemKeyPair(entropy);
    drawn.length = 0;
    const { ciphertext, secret } = encapsulate(kem.publicKey, entropy);
    expect(drawn).toEqual([32]);
    expect(decapsulate(kem.seed, ciphertext)).toEqual(secret);
    const otherSeed = kemSeed(kem.seed.map((byte) => byte ^ 1));
    expect(decapsulate(otherSeed, ciphertext)).not.toEqual(secret);
  });

  test('bytes of a wrong length do not become a key', () => {
    expect(() => signSeed(new Uint8Array(31))).toThrow(expect.objectContaining({ code: 'sign-seed-length' }));
    expect(() => agreePublicKey(new Uint8Array(33))).toThrow(
      expect.objectContaining({ code: 'agree-public-key-length' }),
    );
    expect(() => aeadKey(new Uint8Array(0))).toThrow(expect.objectContaining({ code: 'aead-key-length' }));
  });
});
