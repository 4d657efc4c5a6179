// noble and libsodium give the same bytes and the same refusals on anything; where Node's OpenSSL offers the primitive it must agree too.

import {
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  sign as opensslSign,
  verify,
} from 'node:crypto';
import { assert, constantFrom, oneof, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { noble } from './noble.ts';
import { loadSodium } from './sodium.ts';

const sodium = await loadSodium();
const hex = (text: string) => decodeHex(text) as Uint8Array;
const exactly = (length: number) => uint8Array({ minLength: length, maxLength: length });
const about = (length: number) =>
  oneof({ weight: 4, arbitrary: exactly(length) }, uint8Array({ maxLength: length + 2 }));
const text = uint8Array({ maxLength: 600 });

/** 32 bytes that fields and curves are touchy about: zero, one, p and its neighbours, points of order 8, all of it with the top bit too. */
const EDGES = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010',
].flatMap((edge) => {
  const topped = hex(edge);
  topped[31] = (topped[31] as number) | 0x80;
  return [hex(edge), topped];
});
const scalar = oneof(about(32), constantFrom(...EDGES));

/** What an operation gives: its bytes, or its fault by blame and code. Anything else it throws fails the test. */
function outcome(operation: () => unknown): unknown {
  try {
    return operation();
  } catch (error) {
    if (error instanceof Fault) return { blame: error.blame, code: error.code };
    throw error;
  }
}

function same(ofNoble: () => unknown, ofSodium: () => unknown): void {
  expect(outcome(ofSodium)).toEqual(outcome(ofNoble));
}

/** DER prefixes of RFC 8410, to hand raw keys to OpenSSL. */
const PKCS8 = { x25519: hex('302e020100300506032b656e04220420'), ed25519: hex('302e020100300506032b657004220420') };
const SPKI = { x25519: hex('302a300506032b656e032100'), ed25519: hex('302a300506032b6570032100') };
const opensslSecret = (curve: 'x25519' | 'ed25519', key: Uint8Array) =>
  createPrivateKey({ key: Buffer.from(concat(PKCS8[curve], key)), format: 'der', type: 'pkcs8' });
const opensslPublic = (curve: 'x25519' | 'ed25519', key: Uint8Array) =>
  createPublicKey({ key: Buffer.from(concat(SPKI[curve], key)), format: 'der', type: 'spki' });

describe('X25519', () => {
  test('on anything', () => {
    assert(
      property(scalar, scalar, (secretKey, publicKey) => {
        same(
          () => noble.x25519.publicKey(secretKey),
          () => sodium.x25519.publicKey(secretKey),
        );
        same(
          () => noble.x25519.shared(secretKey, publicKey),
          () => sodium.x25519.shared(secretKey, publicKey),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('with OpenSSL', () => {
    assert(
      property(exactly(32), exactly(32), (mine, theirs) => {
        const publicKey = sodium.x25519.publicKey(theirs);
        const shared = diffieHellman({
          privateKey: opensslSecret('x25519', mine),
          publicKey: opensslPublic('x25519', publicKey),
        });
        expect(sodium.x25519.shared(mine, publicKey)).toEqual(new Uint8Array(shared));
      }),
    );
  });
});

describe('Ed25519', () => {
  test('signs alike, also with OpenSSL', () => {
    assert(
      property(exactly(32), text, (seed, message) => {
        const signature = noble.ed25519.sign(seed, message);
        expect(sodium.ed25519.sign(seed, message)).toEqual(signature);
        expect(new Uint8Array(opensslSign(null, message, opensslSecret('ed25519', seed)))).toEqual(signature);
        const publicKey = noble.ed25519.publicKey(seed);
        expect(sodium.ed25519.publicKey(seed)).toEqual(publicKey);
        expect(verify(null, message, opensslPublic('ed25519', publicKey), signature)).toBe(true);
        expect(noble.ed25519.verify(publicKey, message, signature)).toBe(true);
        expect(sodium.ed25519.verify(publicKey, message, signature)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('verifies alike whatever stands for key, R and S', () => {
    assert(
      property(scalar, scalar, scalar, text, (publicKey, r, s, message) => {
        const signature = concat(r, s);
        same(
          () => noble.ed25519.verify(publicKey, message, signature),
          () => sodium.ed25519.verify(publicKey, message, signature),
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe.each([
  { of: 'aead', nonceLength: 24 },
  { of: 'chacha20poly1305', nonceLength: 12 },
] as const)('$of', ({ of, nonceLength }) => {
  test('seals and opens alike', () => {
    assert(
      property(about(32), about(nonceLength), text, text, (key, nonce, plaintext, aad) => {
        const sealing = (provider: typeof noble) => () => provider[of].seal(key, nonce, plaintext, aad);
        const opening = (provider: typeof noble) => () => provider[of].open(key, nonce, plaintext, aad);
        same(sealing(noble), sealing(sodium));
        same(opening(noble), opening(sodium));
        const sealed = outcome(sealing(noble));
        if (!(sealed instanceof Uint8Array)) return;
        expect(sodium[of].open(key, nonce, sealed, aad)).toEqual(plaintext);
        expect(noble[of].open(key, nonce, sealed, aad)).toEqual(plaintext);
      }),
      { numRuns: 300 },
    );
  });
});

test('ChaCha20-Poly1305 with OpenSSL', () => {
  assert(
    property(exactly(32), exactly(12), text, text, (key, nonce, plaintext, aad) => {
      const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
      cipher.setAAD(aad, { plaintextLength: plaintext.length });
      const sealed = concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
      expect(noble.chacha20poly1305.seal(key, nonce, plaintext, aad)).toEqual(sealed);
    }),
  );
});

describe.each([
  { of: 'mlkem768', seedLength: 64, entropyLength: 32 },
  { of: 'xwing', seedLength: 32, entropyLength: 64 },
] as const)('$of', ({ of, seedLength, entropyLength }) => {
  test('keys, encapsulation, decapsulation and implicit rejection alike', () => {
    assert(
      property(about(seedLength), about(entropyLength), exactly(3), (seed, entropy, change) => {
        same(
          () => noble[of].keyPair(seed),
          () => sodium[of].keyPair(seed),
        );
        if (seed.length !== seedLength) return;
        const { publicKey, secretKey } = noble[of].keyPair(seed);
        same(
          () => noble[of].encapsulate(publicKey, entropy),
          () => sodium[of].encapsulate(publicKey, entropy),
        );
        if (entropy.length !== entropyLength) return;
        const { ciphertext, secret } = noble[of].encapsulate(publicKey, entropy);
        expect(sodium[of].decapsulate(secretKey, ciphertext)).toEqual(secret);
        const forged = ciphertext.slice();
        const at = ((change[0] as number) * 256 + (change[1] as number)) % forged.length;
        forged[at] = (forged[at] as number) ^ (change[2] as number);
        same(
          () => noble[of].decapsulate(secretKey, forged),
          () => sodium[of].decapsulate(secretKey, forged),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('public and secret keys with changed bytes are used or refused alike', () => {
    assert(
      property(exactly(seedLength), exactly(entropyLength), exactly(4), (seed, entropy, change) => {
        const { publicKey, secretKey } = noble[of].keyPair(seed);
        const { ciphertext } = noble[of].encapsulate(publicKey, entropy);
        const [high, low, value] = change as unknown as [number, number, number];
        const changed = (bytes: Uint8Array) => bytes.with((high * 256 + low) % bytes.length, value);
        same(
          () => noble[of].encapsulate(changed(publicKey), entropy),
          () => sodium[of].encapsulate(changed(publicKey), entropy),
        );
        same(
          () => noble[of].decapsulate(changed(secretKey), ciphertext),
          () => sodium[of].decapsulate(changed(secretKey), ciphertext),
        );
      }),
      { numRuns: 60 },
    );
  });
});
