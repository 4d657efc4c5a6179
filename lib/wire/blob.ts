// A reference to an encrypted blob at a sending service (or a mail gateway): where it is, how to open it, how to know it is the one.
import { bytes, struct, text, u32 } from './format.ts';
import { DIGEST_BYTES, ID_BYTES, KEY_BYTES, ORIGIN_BYTES } from './sizes.ts';

export const blobReference = struct({
  origin: text(ORIGIN_BYTES),
  id: bytes(ID_BYTES),
  key: bytes(KEY_BYTES),
  /** SHA-256 of the ciphertext as hosted. */
  digest: bytes(DIGEST_BYTES),
  /** Bytes of ciphertext: a size class, see `blobClassBytes`. */
  byteCount: u32,
  /** Last day on which it is hosted. */
  expiryDay: u32,
});
export interface BlobReference {
  origin: string;
  id: Uint8Array;
  key: Uint8Array;
  digest: Uint8Array;
  byteCount: number;
  expiryDay: number;
}

/** The smallest class that holds `byteCount` bytes: Padmé (Barman et al., PURBs, 2019, section 4), at least 16 KiB. At most 12 % is padding. */
export function blobClassBytes(byteCount: number): number {
  const length = Math.max(byteCount, 16 * 1024);
  const exponent = Math.floor(Math.log2(length));
  const mantissaBits = Math.floor(Math.log2(exponent)) + 1;
  const unit = 2 ** (exponent - mantissaBits);
  return Math.ceil(length / unit) * unit;
}
