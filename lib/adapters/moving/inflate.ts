// Inflating bytes that strangers packed: their length is counted while they come, so a few kilobytes never become more
// than was allowed.
import { Inflate } from 'fflate';
import { concat } from '#bytes/bytes.ts';

/** Deflate makes at most 1,032 bytes of one: so 17 MB come before the next look at the bound. */
const AT_ONCE = 2 ** 14;
/**
 * Pieces that nothing comes of: four are one block that is stored, and more lie behind the end. fflate keeps those, and
 * copies all of them for each that follows: a file of nothing else would keep it busy for hours.
 */
export const MOST_IDLE = 16;

/** A raw deflate stream (RFC 1951) of at most so many bytes. */
export function inflateWithin(packed: Uint8Array, mostBytes: number): Uint8Array | 'too-large' | 'damaged' {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let idle = 0;
  const inflate = new Inflate((chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    idle = chunk.length > 0 ? 0 : idle + 1;
  });
  try {
    for (let at = 0; at < packed.length || at === 0; at += AT_ONCE) {
      inflate.push(packed.subarray(at, at + AT_ONCE), at + AT_ONCE >= packed.length);
      if (length > mostBytes) return 'too-large';
      if (idle > MOST_IDLE) return 'damaged';
    }
  } catch {
    // fflate throws at bytes that are no deflate stream, and at one that is cut off.
    return 'damaged';
  }
  return concat(...chunks);
}
