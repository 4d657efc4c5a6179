// SHA-256 (FIPS 180-4), HMAC-SHA-256 (RFC 2104) and HKDF-SHA-256 (RFC 5869). noble only: on inputs of a few hundred bytes it is as fast as a
// call into WebAssembly, and HKDF on WebCrypto is asynchronous.

import { expand, extract, hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';

/** @returns 32 bytes */
export function sha256(message: Uint8Array): Uint8Array {
  return nobleSha256(message);
}

/** @returns 32 bytes */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  return hmac(nobleSha256, key, message);
}

/** RFC 5869 section 2: extract, then expand. @param length at most 8160 bytes */
export function hkdfSha256(ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return hkdf(nobleSha256, ikm, salt, info, length);
}

/** RFC 5869 section 2.2: PRK = HMAC(salt, IKM). @returns 32 bytes */
export function hkdfExtract(ikm: Uint8Array, salt: Uint8Array): Uint8Array {
  return extract(nobleSha256, ikm, salt);
}

/** RFC 5869 section 2.3. @param prk 32 bytes or more, uniformly random @param length at most 8160 bytes */
export function hkdfExpand(prk: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return expand(nobleSha256, prk, info, length);
}
