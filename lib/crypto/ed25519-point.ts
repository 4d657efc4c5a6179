// Points that our Ed25519 verification refuses before the library sees them, as public key and as R. RFC 8032 section
// 5.1.7 leaves room and libraries differ ("Taming the many EdDSAs", ePrint 2020/1244): noble admits R of small order,
// libsodium does not. Both reduce encodings (y < p), want S < L and [S]B = R + [k]A without cofactor, as OpenSSL does.
// Points and signatures are public: this is not constant-time.

import { decodeHex } from '#bytes/base64url.ts';

/**
 * y of the points whose order divides 8 (order 4, 1, 2, 8, 8), little-endian; a point and its negative share y, x = 0
 * only for 1 and −1.
 */
const SMALL_ORDER_Y = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((hex) => decodeHex(hex) as Uint8Array);

/** Whether 32 bytes encode a point of small order, by the one encoding RFC 8032 allows it. */
export function isSmallOrder(encoded: Uint8Array): boolean {
  return SMALL_ORDER_Y.some((y) => hasY(encoded, y));
}

function hasY(encoded: Uint8Array, y: Uint8Array): boolean {
  for (let i = 0; i < 31; i++) if (encoded[i] !== y[i]) return false;
  return ((encoded[31] as number) & 0x7f) === y[31];
}
