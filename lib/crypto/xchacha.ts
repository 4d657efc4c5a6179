// Sealing under a symmetric key with XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03): nonce ‖ ciphertext ‖ tag. The
// nonce is random, which 24 bytes allow: 2^80 messages under one key before a repeat has a chance of 2^-32.

import { concat } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import type { AeadKey } from './keys.ts';
import { provider } from './provider.ts';

const NONCE_LENGTH = 24;

/** Bytes that sealing adds: the nonce and the tag. */
export const SEAL_OVERHEAD = 40;

/** Draws 24 bytes. */
export function seal(key: AeadKey, plaintext: Uint8Array, aad: Uint8Array, entropy: Entropy): Uint8Array {
  return sealUnder(key, entropy(NONCE_LENGTH), plaintext, aad);
}

/** Under a nonce (24 bytes) that was made for this plaintext: under one key it seals no other. */
export function sealUnder(key: AeadKey, nonce: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array {
  return concat(nonce, provider().aead.seal(key, nonce, plaintext, aad));
}

/** The plaintext, or null if key, associated data or any byte is not the one it was sealed with. */
export function open(key: AeadKey, sealed: Uint8Array, aad: Uint8Array): Uint8Array | null {
  if (sealed.length < SEAL_OVERHEAD) return null;
  return provider().aead.open(key, sealed.subarray(0, NONCE_LENGTH), sealed.subarray(NONCE_LENGTH), aad);
}
