// Keys as OpenSSL makes them, and bytes that are no key.
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeyKind, keyKindOf } from './key-kind.ts';

const der = ({ privateKey }: { privateKey: KeyObject }): Uint8Array =>
  new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs8' }));
const ec = (namedCurve: string) => (): Uint8Array => der(generateKeyPairSync('ec', { namedCurve }));

const KEYS: readonly (readonly [name: string, make: () => Uint8Array, kind: KeyKind])[] = [
  ['P-256', ec('P-256'), 'ES256'],
  ['P-384', ec('P-384'), 'ES384'],
  ['P-521', ec('P-521'), 'ES512'],
  ['secp256k1', ec('secp256k1'), 'ES256K'],
  ['brainpoolP256r1', ec('brainpoolP256r1'), 'unknown'],
  ['Ed25519', () => der(generateKeyPairSync('ed25519')), 'EdDSA'],
  ['Ed448', () => der(generateKeyPairSync('ed448')), 'unknown'],
  ['X25519', () => der(generateKeyPairSync('x25519')), 'unknown'],
  ['RSA', () => der(generateKeyPairSync('rsa', { modulusLength: 2048 })), 'RS256'],
];

describe('the kind of a private key', () => {
  it.each(KEYS)('%s is told by the key alone', (_, make, kind) => {
    expect(keyKindOf(make())).toBe(kind);
  });

  it('of a key that is cut anywhere, or followed by more, is none', () => {
    for (const [, make] of KEYS.slice(0, 6)) {
      const key = make();
      for (let length = 0; length < key.length; length++) expect(keyKindOf(key.subarray(0, length))).toBeNull();
      expect(keyKindOf(Uint8Array.of(...key, 0))).toBeNull();
    }
  });

  it('of a public key, and of text, is none', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(keyKindOf(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })))).toBeNull();
    expect(keyKindOf(new TextEncoder().encode('-----BEGIN PRIVATE KEY-----'))).toBeNull();
  });

  it('is asked of any bytes without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(63), fc.nat(255), (bytes, at, byte) => {
        keyKindOf(bytes);
        const key = ec('P-256')().slice();
        key[at] = byte;
        keyKindOf(key);
      }),
    );
  });
});
