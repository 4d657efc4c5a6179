// SHA-256 (FIPS 180-4), HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869), by whichever library the provider has for
// them.

import { provider } from './provider.ts';

/** @returns 32 bytes */
export function sha256(message: Uint8Array): Uint8Array {
  return provider().hash.sha256(message);
}

/** @returns 32 bytes */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return provider().hash.hmacSha256(key, message);
}

/** RFC 5869 section 2: extract, then expand. @param length at most 8160 bytes */
export function hkdfSha256(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return hkdfExpand(hkdfExtract(ikm, salt), info, length);
}

/** RFC 5869 section 2.2: PRK = HMAC(salt, IKM). @returns 32 bytes */
export function hkdfExtract(ikm: Uint8Array, salt: Uint8Array): Uint8Array {
  // An empty salt stands for 32 zero bytes, which HMAC's padding makes the same key.
  return provider().hash.hmacSha256(salt, ikm);
}

/** RFC 5869 section 2.3. @param prk 32 bytes or more, uniformly random @param length at most 8160 bytes */
export function hkdfExpand(prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return provider().hash.hkdfExpand(prk, info, length);
}
