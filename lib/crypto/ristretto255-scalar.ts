// The order of ristretto255 (RFC 9496 section 4), and the one gate for scalars: libsodium would take an unreduced one,
// or ignore its top bit; noble would not. The comparison exits early and may: whether a scalar is reduced is no secret.

import { Fault } from '#bytes/fault.ts';
import { requireLength } from './length.ts';

/** 2^252 + 27742317777372353535851937790883648493, little-endian. */
const ORDER = [
  0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

export function isReduced(scalar: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) {
    const difference = (scalar[i] as number) - (ORDER[i] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** @throws Fault malformed `ristretto255-scalar-length`, `ristretto255-scalar` */
export function requireScalar(scalar: Uint8Array): void {
  requireLength(scalar, 32, 'ristretto255-scalar');
  if (!isReduced(scalar)) throw new Fault('malformed', 'ristretto255-scalar', 'ristretto255-scalar: refused');
}
