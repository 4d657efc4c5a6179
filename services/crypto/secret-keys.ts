// OpenSSL's form of secret keys, made once for as long as their bytes are used: deriving an ML-KEM key from its seed
// takes three times as long as opening with it. Found by the identity of the byte array, so that nothing here keeps a
// key alive that its owner has let go; and compared, so that an array which was overwritten is not taken for what it
// held.
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64url } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';

interface Kept<T> {
  readonly bytes: Uint8Array;
  readonly made: T;
}

/** What `make` gives for a secret, made anew only if the array or its bytes changed. */
function keeping<T>(make: (secret: Uint8Array) => T): (secret: Uint8Array) => T {
  const all = new WeakMap<Uint8Array, Kept<T>>();
  return (secret) => {
    const kept = all.get(secret);
    if (kept !== undefined && equal(kept.bytes, secret)) return kept.made;
    const made = make(secret);
    all.set(secret, { bytes: secret.slice(), made });
    return made;
  };
}

export interface AgreeKey {
  readonly secret: KeyObject;
  readonly publicKey: Uint8Array;
}

/** X25519, of 32 bytes. */
export const agreeKeyOf = keeping((bytes: Uint8Array): AgreeKey => {
  const secret = createPrivateKey({ key: bufferOf(bytes), format: 'raw-private', asymmetricKeyType: 'x25519' });
  const { x } = createPublicKey(secret).export({ format: 'jwk' });
  return { secret, publicKey: decodeBase64url(x as string) as Uint8Array };
});

export interface XWingKey {
  readonly kem: KeyObject;
  readonly agree: AgreeKey;
}

/** X-Wing, of its 32-byte seed: expandDecapsulationKey of draft-connolly-cfrg-xwing-kem section 5.2. */
export const xwingKeyOf = keeping((seed: Uint8Array): XWingKey => {
  const expanded = createHash('shake256', { outputLength: 96 }).update(seed).digest();
  const kem = createPrivateKey({
    key: expanded.subarray(0, 64),
    format: 'raw-seed',
    asymmetricKeyType: 'ml-kem-768',
  });
  const agree = agreeKeyOf(new Uint8Array(expanded.subarray(64)));
  expanded.fill(0);
  return { kem, agree };
});

/** The same bytes as Node's key functions want them. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
