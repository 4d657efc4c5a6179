// Gzip (RFC 1952) under a bound: bytes that a stranger packed are counted while they are unpacked, and held to the
// length and the checksum that stand behind them.
import { Gunzip } from 'fflate';
import { concat } from '#bytes/bytes.ts';
import { crc32 } from './crc32.ts';
import { MOST_IDLE } from './inflate.ts';

/** Deflate makes at most 1,032 bytes of one: so 17 MB come before the next look at the bound. */
const AT_ONCE = 2 ** 14;
const TRAILER_BYTES = 8;

export function gunzipWithin(packed: Uint8Array, mostBytes: number): Uint8Array<ArrayBuffer> | 'too-large' | 'damaged' {
  const parts: Uint8Array[] = [];
  let length = 0;
  let idle = 0;
  const gunzip = new Gunzip((part) => {
    parts.push(part);
    length += part.length;
    if (part.length > 0) idle = 0;
  });
  try {
    for (let at = 0; at < packed.length; at += AT_ONCE) {
      gunzip.push(packed.subarray(at, at + AT_ONCE), at + AT_ONCE >= packed.length);
      if (length > mostBytes) return 'too-large';
      // A head whose name never ends brings nothing either.
      if (++idle > MOST_IDLE) return 'damaged';
    }
  } catch {
    // fflate throws at bytes that are no such stream, and at one that is cut off.
    return 'damaged';
  }
  const content = concat(...parts);
  return isAsSaid(content, packed.subarray(-TRAILER_BYTES)) ? content : 'damaged';
}

/** fflate looks at neither. */
function isAsSaid(content: Uint8Array, trailer: Uint8Array): boolean {
  if (trailer.length < TRAILER_BYTES) return false;
  const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER_BYTES);
  return view.getUint32(4, true) === content.length >>> 0 && view.getUint32(0, true) === crc32(content);
}
