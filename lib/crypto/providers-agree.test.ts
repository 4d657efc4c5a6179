// noble and libsodium give the same bytes and the same refusals on anything; if Node's OpenSSL offers the primitive, it
// must agree too.

import {
  createCipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  sign as opensslSign,
  verify,
} from 'node:crypto';
import { assert, property, uint8Array } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHex } from '#bytes/base64url.ts';
import { concat } from '#bytes/bytes.ts';
import { noble } from './noble.ts';
import { agreement } from './providers-contract.ts';
import { loadSodium } from './sodium.ts';

const sodium = await loadSodium();
const hex = (text: string) => decodeHex(text) as Uint8Array;
const exactly = (length: number) => uint8Array({ minLength: length, maxLength: length });
const text = uint8Array({ maxLength: 600 });

test.each(agreement)('$name', ({ run }) => run([noble, sodium]));

test('a provider that errs in one bit of one primitive, or refuses by another code, does not agree', () => {
  // It errs every time: a few draws are enough to show it.
  const FEW = { share: 1 / 30 };
  const wrong = (bytes: Uint8Array) => bytes.with(0, (bytes[0] as number) ^ 1);
  const { x25519, ed25519, aead, mlkem768, ristretto255 } = sodium;
  const broken = [
    { ...sodium, x25519: { ...x25519, shared: () => new Uint8Array(32) } },
    { ...sodium, ed25519: { ...ed25519, verify: () => true } },
    { ...sodium, aead: { ...aead, open: () => null } },
    { ...sodium, ristretto255: { ...ristretto255, add: (a: Uint8Array) => a } },
    { ...sodium, mlkem768: { ...mlkem768, decapsulate: (...of: [any, any]) => wrong(mlkem768.decapsulate(...of)) } },
  ];
  for (const other of broken) {
    const failing = agreement.filter(({ run }) => {
      try {
        run([noble, other], FEW);
        return false;
      } catch {
        return true;
      }
    });
    expect(failing.length).toBeGreaterThan(0);
    expect(failing.length).toBeLessThan(3);
  }
});

/** DER prefixes of RFC 8410, to hand raw keys to OpenSSL. */
const PKCS8 = { x25519: hex('302e020100300506032b656e04220420'), ed25519: hex('302e020100300506032b657004220420') };
const SPKI = { x25519: hex('302a300506032b656e032100'), ed25519: hex('302a300506032b6570032100') };
const opensslSecret = (curve: 'x25519' | 'ed25519', key: Uint8Array) =>
  createPrivateKey({ key: Buffer.from(concat(PKCS8[curve], key)), format: 'der', type: 'pkcs8' });
const opensslPublic = (curve: 'x25519' | 'ed25519', key: Uint8Array) =>
  createPublicKey({ key: Buffer.from(concat(SPKI[curve], key)), format: 'der', type: 'spki' });

describe('OpenSSL agrees', () => {
  test('on X25519', () => {
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

  test('on Ed25519', () => {
    assert(
      property(exactly(32), text, (seed, message) => {
        const signature = sodium.ed25519.sign(seed, message);
        expect(new Uint8Array(opensslSign(null, message, opensslSecret('ed25519', seed)))).toEqual(signature);
        expect(verify(null, message, opensslPublic('ed25519', sodium.ed25519.publicKey(seed)), signature)).toBe(true);
      }),
    );
  });

  test('on ChaCha20-Poly1305', () => {
    assert(
      property(exactly(32), exactly(12), text, text, (key, nonce, plaintext, aad) => {
        const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
        cipher.setAAD(aad, { plaintextLength: plaintext.length });
        const sealed = concat(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
        expect(noble.chacha20poly1305.seal(key, nonce, plaintext, aad)).toEqual(sealed);
      }),
    );
  });
});
