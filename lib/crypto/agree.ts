// Diffie-Hellman and ML-KEM-768 on our key types, for the handshake and the ratchet.

import type { Entropy } from '#bytes/entropy.ts';
import type { AgreePublicKey, AgreeSecretKey, KemPublicKey, KemSeed } from './keys.ts';
import { provider } from './provider.ts';

/** X25519. @returns 32 bytes @throws Fault untrusted `x25519-low-order` */
export function agree(secretKey: AgreeSecretKey, publicKey: AgreePublicKey): Uint8Array {
  return provider().x25519.shared(secretKey, publicKey);
}

/** Draws 32 bytes. @returns ciphertext of 1088 bytes, secret of 32 @throws Fault malformed `mlkem768-public-key` */
export function encapsulate(publicKey: KemPublicKey, entropy: Entropy): { ciphertext: Uint8Array; secret: Uint8Array } {
  return provider().mlkem768.encapsulate(publicKey, entropy(32));
}

/**
 * The secret; for a forged ciphertext, one that neither side knows. @throws Fault malformed
 * `mlkem768-ciphertext-length`
 */
export function decapsulate(seed: KemSeed, ciphertext: Uint8Array): Uint8Array {
  const { secretKey } = provider().mlkem768.keyPair(seed);
  try {
    return provider().mlkem768.decapsulate(secretKey, ciphertext);
  } finally {
    secretKey.fill(0);
  }
}
