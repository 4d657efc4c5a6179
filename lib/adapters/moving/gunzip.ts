// Gzip (RFC 1952) under a bound: bytes that a stranger packed are counted while they are unpacked, and held to the
// length and the checksum that stand behind them.
import { Gunzip } from 'fflate';
import { crc32 } from './crc32.ts';
import { unpackWithin } from './inflate.ts';

const TRAILER_BYTES = 8;

export function gunzipWithin(packed: Uint8Array, mostBytes: number): Uint8Array<ArrayBuffer> | 'too-large' | 'damaged' {
  const content = unpackWithin((took) => new Gunzip(took), packed, mostBytes);
  if (typeof content === 'string') return content;
  return isAsSaid(content, packed.subarray(-TRAILER_BYTES)) ? content : 'damaged';
}

/** fflate looks at neither. */
function isAsSaid(content: Uint8Array, trailer: Uint8Array): boolean {
  if (trailer.length < TRAILER_BYTES) return false;
  const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER_BYTES);
  return view.getUint32(4, true) === content.length >>> 0 && view.getUint32(0, true) === crc32(content);
}
