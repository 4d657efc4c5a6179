// What OpenSSL opens, noble and libsodium would have opened, and nothing else: the foreign vectors, and the same bytes
// and refusals as noble on anything.
import { afterAll, describe, expect, it } from 'vitest';
import { noble } from '#crypto/noble.ts';
import { useProvider } from '#crypto/provider.ts';
import { agreement } from '#crypto/providers-contract.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { vectors } from '#crypto/vectors-contract.ts';
import { nativeProvider } from './native.ts';

const native = nativeProvider(await loadSodium());
afterAll(() => useProvider(noble));

describe('the native provider', () => {
  it.each(vectors)('holds to the vectors of $name', ({ run }) => run(native));

  it.each(agreement)('does as noble does: $name', ({ run }) => run([noble, native]));

  it('does not take an overwritten secret for what it held', () => {
    const secretKey = new Uint8Array(32).fill(7);
    const peer = noble.x25519.publicKey(new Uint8Array(32).fill(1));
    native.x25519.shared(secretKey, peer);
    secretKey.fill(9);
    expect(native.x25519.shared(secretKey, peer)).toEqual(noble.x25519.shared(secretKey, peer));
    const { publicKey } = noble.xwing.keyPair(secretKey);
    const { ciphertext, secret } = noble.xwing.encapsulate(publicKey, new Uint8Array(64).fill(3));
    expect(native.xwing.decapsulate(secretKey, ciphertext)).toEqual(secret);
    secretKey.fill(7);
    expect(native.xwing.decapsulate(secretKey, ciphertext)).not.toEqual(secret);
  });
});
