// How many pixels a picture has, by its first bytes. A page decodes every picture it shows, and a few hundred bytes can
// claim a thousand million pixels: four gigabytes, and the end of the page, each time the conversation is opened. So no
// picture is shown whose size this cannot tell. Pure; never decodes a picture.
import { endOfBlocks, pictureType, textAt, u16At, u32At } from './picture.ts';

/** Decoded unasked up to here: 256 MB. Larger pictures are files. */
export const SHOWN_PIXELS = 64_000_000;
/** Of the tiny picture inside a message: ours have 40 by 40. */
export const THUMBNAIL_PIXELS = 65_536;
/** The size stands within these first bytes; in a JPEG a few segments of 64 KiB may come before it. */
export const START_BYTES = 256 * 1024;

/** @param start START_BYTES of the file, or all of it @returns null if it does not say, or not there */
export function pixelsOf(start: Uint8Array): number | null {
  try {
    const [width, height] = sizeOf(start);
    return width > 0 && height > 0 ? width * height : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Size = readonly [width: number, height: number];
const NONE: Size = [0, 0];

function sizeOf(start: Uint8Array): Size {
  switch (pictureType(start)) {
    case 'image/png':
      return textAt(start, 12, 4) === 'IHDR' ? [u32At(start, 16), u32At(start, 20)] : NONE;
    case 'image/jpeg':
      return jpegSize(start);
    case 'image/gif':
      return gifSize(start);
    case 'image/webp':
      return webpSize(start);
    case 'image/avif':
      return avifSize(start);
    default:
      return NONE;
  }
}

/** Frame headers (T.81, table B.1): C0 … CF without tables (C4), extensions (C8) and conditioning (CC). */
function jpegSize(start: Uint8Array): Size {
  for (let at = 2; start[at] === 0xff; at += 2 + u16At(start, at + 2)) {
    while (start[at + 1] === 0xff) at++;
    const marker = start[at + 1] as number;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return [u16At(start, at + 7), u16At(start, at + 5)];
  }
  return NONE;
}

/** The screen, or the first frame if that is larger: decoders give way to it. */
function gifSize(start: Uint8Array): Size {
  const little = (at: number): number => u16At(start.slice(at, at + 2).reverse(), 0);
  const [width, height, flags] = [little(6), little(8), start[10] as number];
  let at = 13 + ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  while (start[at] === 0x21) at = endOfBlocks(start, at + 2);
  if (start[at] !== 0x2c) return NONE;
  return [Math.max(width, little(at + 5)), Math.max(height, little(at + 7))];
}

function webpSize(start: Uint8Array): Size {
  const kind = textAt(start, 12, 4);
  const u24 = (at: number): number => u32At(start, at, true) & 0xffffff;
  if (kind === 'VP8X') return [1 + u24(24), 1 + (u32At(start, 26, true) >>> 8)];
  if (kind === 'VP8 ') return [u32At(start, 26, true) & 0x3fff, (u32At(start, 26, true) >>> 16) & 0x3fff];
  if (kind !== 'VP8L') return NONE;
  const bits = u32At(start, 21, true);
  return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
}

/**
 * The largest of the extents that it names (ISO 23008-12, `ispe`); decoders hold the picture to them, but not a
 * sequence.
 */
function avifSize(start: Uint8Array): Size {
  if (textAt(start, 8, 4) !== 'avif') return NONE;
  let largest = NONE;
  for (let at = start.indexOf(0x69); at >= 0; at = start.indexOf(0x69, at + 1)) {
    if (textAt(start, at, 4) !== 'ispe') continue;
    const size: Size = [u32At(start, at + 8), u32At(start, at + 12)];
    if (size[0] * size[1] > largest[0] * largest[1]) largest = size;
  }
  return largest;
}
