// Gzip (RFC 1952) under a bound: bytes that a stranger packed are counted while they are unpacked. Checksums are not
// looked at: each block that is unpacked here was proven before.
import { Gunzip } from 'fflate';
import { concat } from '#bytes/bytes.ts';

/** Deflate makes at most 1,032 bytes of one: so 17 MB come before the next look at the bound. */
const AT_ONCE = 2 ** 14;

export function gunzipWithin(packed: Uint8Array, mostBytes: number): Uint8Array<ArrayBuffer> | 'too-large' | 'damaged' {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  const gunzip = new Gunzip((part, isLast) => {
    parts.push(part);
    length += part.length;
    isWhole = isLast;
  });
  try {
    for (let at = 0; at < packed.length; at += AT_ONCE) {
      gunzip.push(packed.subarray(at, at + AT_ONCE), at + AT_ONCE >= packed.length);
      if (length > mostBytes) return 'too-large';
    }
  } catch {
    // fflate throws at bytes that are no such stream, and at one that is cut off.
    return 'damaged';
  }
  return isWhole ? concat(...parts) : 'damaged';
}
