// Sealing a long content in parts, in the manner of STREAM (Hoang, Reyhanitabar, Rogaway, Vizár, 2015): the nonce is
// the part's number and whether it is the last, so that parts left out, put elsewhere, repeated or added do not open.
// Its safety rests on the key: one content a key, and a part once sealed is never sealed again with other bytes.

import type { AeadKey } from './keys.ts';
import { provider } from './provider.ts';

/** The tag alone: the nonce is known from the place. */
export const STREAM_OVERHEAD = 16;

/** @param key made for this one content */
export function sealStreamPart(
  key: AeadKey,
  part: number,
  last: boolean,
  plaintext: Uint8Array,
  aad: Uint8Array,
): Uint8Array {
  return provider().aead.seal(key, nonceOf(part, last), plaintext, aad);
}

/** The plaintext, or null if it is not this part of this content. */
export function openStreamPart(
  key: AeadKey,
  part: number,
  last: boolean,
  sealed: Uint8Array,
  aad: Uint8Array,
): Uint8Array | null {
  return provider().aead.open(key, nonceOf(part, last), sealed, aad);
}

/** 19 zeros ‖ u32 number ‖ 1 for the last part, else 0. */
function nonceOf(part: number, last: boolean): Uint8Array {
  const nonce = new Uint8Array(24);
  new DataView(nonce.buffer).setUint32(19, part);
  nonce[23] = last ? 1 : 0;
  return nonce;
}
