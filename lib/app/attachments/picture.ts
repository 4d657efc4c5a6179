// Pictures: the type of a file by its own bytes, and a picture without metadata. Cameras and programs write place,
// time, device, owner, a second picture and whole histories into files; none of it is sent. Picture data stays as it
// is, so nothing is compressed twice; colour profile, animation and orientation stay, too. Pure, on the bytes of a
// whole file, whose size the caller bounds.
import { ascii, concat } from '#bytes/bytes.ts';

/** Types that a page may show in an <img>: raster pictures only, no script, nothing loaded from elsewhere. */
export type PictureType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif';

/** By its first bytes (16 do); null: no picture that is shown. Its name and the sender's type do not matter. */
export function pictureType(start: Uint8Array): PictureType | null {
  if (starts(start, PNG)) return 'image/png';
  if (start[0] === 0xff && start[1] === 0xd8 && start[2] === 0xff) return 'image/jpeg';
  if (starts(start, ascii('GIF87a')) || starts(start, ascii('GIF89a'))) return 'image/gif';
  if (starts(start, ascii('RIFF')) && textAt(start, 8, 4) === 'WEBP') return 'image/webp';
  if (textAt(start, 4, 4) === 'ftyp' && /^avi[fs]$/.test(textAt(start, 8, 4))) return 'image/avif';
  return null;
}

/**
 * The same picture without metadata; null if the file is not built as its type requires, or is an AVIF, whose parts
 * point at each other.
 */
export function withoutMetadata(file: Uint8Array): Uint8Array | null {
  try {
    switch (pictureType(file)) {
      case 'image/jpeg':
        return bareJpeg(file);
      case 'image/png':
        return barePng(file);
      case 'image/webp':
        return bareWebp(file);
      case 'image/gif':
        return bareGif(file);
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function starts(bytes: Uint8Array, wanted: Uint8Array): boolean {
  return wanted.every((byte, at) => bytes[at] === byte);
}

export function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** A piece that must be there whole. @throws RangeError */
function piece(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (from > to || to > bytes.length) throw new RangeError('the file ends too early');
  return bytes.subarray(from, to);
}

export function u16At(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint16(at);
}
export function u32At(bytes: Uint8Array, at: number, little = false): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, little);
}

// JPEG (ITU-T T.81, annex B)

const [SOI, EOI, SOS] = [0xd8, 0xd9, 0xda];
const EXIF = ascii('Exif\0\0');

function bareJpeg(file: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [new Uint8Array([0xff, SOI])];
  let orientation = 1;
  let at = 2;
  for (;;) {
    if (file[at] !== 0xff) throw new RangeError('a marker wanted');
    // Any number of fill bytes may stand before a marker.
    while (file[at + 1] === 0xff) at++;
    const marker = file[at + 1] as number;
    if (marker === EOI) break;
    const end = at + 2 + u16At(file, at + 2);
    const segment = piece(file, at, end);
    if (marker === 0xe1 && starts(segment.subarray(4), EXIF)) orientation = orientationOf(segment.subarray(10));
    if (isKept(marker, segment)) kept.push(segment);
    at = end;
    if (marker === SOS) {
      const scanEnd = endOfScan(file, at);
      kept.push(piece(file, at, scanEnd));
      at = scanEnd;
    }
  }
  if (orientation !== 1) kept.splice(1, 0, jpegExif(orientation));
  // Data that some cameras append behind the end (a film, a second picture) is left out with everything else.
  return concat(...kept, new Uint8Array([0xff, EOI]));
}

/** Of application segments JFIF (density), colour profiles, and Adobe's word on how colours are coded. No comment. */
function isKept(marker: number, segment: Uint8Array): boolean {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  if (marker === 0xe0) return textAt(segment, 4, 5) === 'JFIF\0';
  if (marker === 0xe2) return textAt(segment, 4, 12) === 'ICC_PROFILE\0';
  return marker === 0xee && textAt(segment, 4, 5) === 'Adobe';
}

/** The place of the marker that ends the entropy-coded data: neither a stuffed zero nor a restart. */
function endOfScan(file: Uint8Array, from: number): number {
  for (let at = from; at + 1 < file.length; at++) {
    if (file[at] !== 0xff) continue;
    const next = file[at + 1] as number;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  throw new RangeError('the scan has no end');
}

function jpegExif(orientation: number): Uint8Array {
  const body = concat(EXIF, tiffWith(orientation));
  return concat(new Uint8Array([0xff, 0xe1, 0, body.length + 2]), body);
}

/** The orientation, 1 … 8, from the TIFF inside an Exif segment; 1 if it does not say. */
function orientationOf(tiff: Uint8Array): number {
  try {
    const little = textAt(tiff, 0, 2) === 'II';
    const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.length);
    const directory = view.getUint32(4, little);
    const entries = view.getUint16(directory, little);
    for (let entry = 0; entry < entries; entry++) {
      const at = directory + 2 + 12 * entry;
      if (view.getUint16(at, little) !== 0x0112) continue;
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return 1;
}

/** The shortest TIFF that says the orientation, and nothing else. */
function tiffWith(orientation: number): Uint8Array {
  return new Uint8Array([
    ...ascii('MM\0*'),
    ...[0, 0, 0, 8],
    // One entry: Orientation, a short, one of them; no next directory.
    ...[0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  ]);
}

// PNG (third edition, section 5)

/** Chunks that say how it looks or moves. Left out: texts, times, Exif, and chunks that programs invented. */
const PNG_CHUNKS = new Set(
  'IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD hIST pHYs cICP mDCV cLLI acTL fcTL fdAT'.split(' '),
);

function barePng(file: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [PNG];
  for (let at = PNG.length; ; ) {
    const end = at + 12 + u32At(file, at);
    const chunk = piece(file, at, end);
    const name = textAt(chunk, 4, 4);
    if (PNG_CHUNKS.has(name)) kept.push(chunk);
    if (name === 'IEND') return concat(...kept);
    at = end;
  }
}

// WebP (RFC 9649, section 2)

const WEBP_CHUNKS = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const [WEBP_EXIF, WEBP_XMP] = [0x08, 0x04];

function bareWebp(file: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  const end = Math.min(file.length, 8 + u32At(file, 4, true));
  let orientation = 1;
  for (let at = 12; at + 8 <= end; ) {
    const length = u32At(file, at + 4, true);
    // A chunk of odd length is followed by a byte that is not counted; the last one's may be missing.
    const next = at + 8 + length + (length & 1);
    const chunk = concat(piece(file, at, at + 8 + length), new Uint8Array(length & 1));
    const name = textAt(chunk, 0, 4);
    if (name === 'EXIF') {
      const body = chunk.subarray(8);
      orientation = orientationOf(starts(body, EXIF) ? body.subarray(EXIF.length) : body);
    }
    if (WEBP_CHUNKS.has(name)) kept.push(chunk);
    at = next;
  }
  const [first] = kept;
  if (first !== undefined && textAt(first, 0, 4) === 'VP8X') {
    const turned = orientation !== 1;
    first[8] = ((first[8] as number) & ~(WEBP_EXIF | WEBP_XMP)) | (turned ? WEBP_EXIF : 0);
    if (turned) {
      const tiff = tiffWith(orientation);
      kept.push(concat(ascii('EXIF'), new Uint8Array([tiff.length, 0, 0, 0]), tiff));
    }
  }
  if (!kept.some((chunk) => /^(VP8[ L]|ANMF)$/.test(textAt(chunk, 0, 4)))) throw new RangeError('no picture in it');
  const body = concat(ascii('WEBP'), ...kept);
  const head = new Uint8Array(8);
  head.set(ascii('RIFF'));
  new DataView(head.buffer).setUint32(4, body.length, true);
  return concat(head, body);
}

// GIF89a

function bareGif(file: Uint8Array): Uint8Array {
  const table = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + table(file[10] as number);
  const kept: Uint8Array[] = [piece(file, 0, at)];
  for (;;) {
    const kind = file[at];
    if (kind === 0x3b) return concat(...kept, new Uint8Array([0x3b]));
    let end: number;
    let isShown = true;
    if (kind === 0x2c) end = endOfBlocks(file, at + 11 + table(piece(file, at, at + 10)[9] as number));
    else if (kind === 0x21) {
      end = endOfBlocks(file, at + 2);
      // Timing, transparency and the number of loops stay; comments, texts and the data of programs do not.
      const loops = /^(NETSCAPE2\.0|ANIMEXTS1\.0)$/.test(textAt(file, at + 3, 11));
      isShown = file[at + 1] === 0xf9 || (file[at + 1] === 0xff && loops);
    } else throw new RangeError('a block wanted');
    if (isShown) kept.push(piece(file, at, end));
    at = end;
  }
}

export function endOfBlocks(file: Uint8Array, from: number): number {
  for (let at = from; at < file.length; at += 1 + (file[at] as number)) if (file[at] === 0) return at + 1;
  throw new RangeError('the blocks have no end');
}
