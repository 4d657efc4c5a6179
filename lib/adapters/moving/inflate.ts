// Inflating bytes that strangers packed: their length is counted while they come, so a few kilobytes never become more
// than was allowed.
import { Inflate } from 'fflate';
import { concat } from '#bytes/bytes.ts';

/** Deflate makes at most 1,032 bytes of one: so 17 MB come before the next look at the bound. */
const AT_ONCE = 2 ** 14;
/**
 * Pieces that nothing comes of: four are one block that is stored, and more lie behind the end. fflate keeps those, and
 * copies all of them for each that follows: a file of nothing else would keep it busy for hours. The head of a gzip
 * file whose name never ends brings nothing either.
 */
const MOST_IDLE = 16;

interface Unpacking {
  push(piece: Uint8Array, isLast: boolean): void;
}

/** A raw deflate stream (RFC 1951) of at most so many bytes. */
export const inflateWithin = (packed: Uint8Array, mostBytes: number) =>
  unpackWithin((took) => new Inflate(took), packed, mostBytes);

/** @param begin a stream of fflate's that hands on what comes */
export function unpackWithin(
  begin: (took: (chunk: Uint8Array) => void) => Unpacking,
  packed: Uint8Array,
  mostBytes: number,
): Uint8Array<ArrayBuffer> | 'too-large' | 'damaged' {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let idle = 0;
  const unpacking = begin((chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (chunk.length > 0) idle = 0;
  });
  try {
    for (let at = 0; at < packed.length || at === 0; at += AT_ONCE) {
      unpacking.push(packed.subarray(at, at + AT_ONCE), at + AT_ONCE >= packed.length);
      if (length > mostBytes) return 'too-large';
      if (++idle > MOST_IDLE) return 'damaged';
    }
  } catch {
    // fflate throws at bytes that are no such stream, and at one that is cut off.
    return 'damaged';
  }
  return concat(...chunks);
}
