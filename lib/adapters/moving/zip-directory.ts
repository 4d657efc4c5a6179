// The directory at the end of a zip archive (APPNOTE 6.3.10, sections 4.3.12 to 4.3.16): what the archive says of each
// of its files, before anything is inflated. Nothing here is believed: sizes are bounds to hold the file to.
import { decodeUtf8 } from '#bytes/utf8.ts';

export interface ZipFile {
  readonly name: string;
  /** As it lies in the archive. */
  readonly packed: Uint8Array;
  /** As the directory says. */
  readonly size: number;
  readonly crc: number;
  readonly deflated: boolean;
}

export type DirectoryOutcome =
  | { readonly ok: true; readonly files: readonly ZipFile[] }
  | { readonly ok: false; readonly refusal: 'no-archive' | 'damaged' | 'protected' | 'too-many-files' };

const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_REMARK = 0xffff;
const END_64_LOCATOR = 0x07064b50;
const END_64 = 0x06064b50;
const FILE = 0x02014b50;
const FILE_BYTES = 46;
const LOCAL_FILE = 0x04034b50;
const LOCAL_FILE_BYTES = 30;
/** "Look into the 64-bit field": a size or place that does not fit 32 bits, or was not known when it was written. */
const ELSEWHERE = 0xffffffff;
const ENCRYPTED = 1;
const NAMES_ARE_UTF8 = 0x0800;
const STORED = 0;
const DEFLATED = 8;

/** The files of an archive of at most so many; folders are left out. */
export function zipDirectory(bytes: Uint8Array, mostFiles: number): DirectoryOutcome {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = endOf(view);
  if (end === null) return { ok: false, refusal: 'no-archive' };
  try {
    const { count, start } = extentOf(view, end);
    if (count > mostFiles) return { ok: false, refusal: 'too-many-files' };
    const files: ZipFile[] = [];
    let at = start;
    for (let index = 0; index < count; index++) {
      const { file, next } = fileAt(bytes, view, at);
      if (file === 'protected') return { ok: false, refusal: 'protected' };
      if (file !== 'folder') files.push(file);
      at = next;
    }
    return { ok: true, files };
  } catch (error) {
    // A place past the end of the bytes, or a sign that is not there.
    if (error instanceof RangeError) return { ok: false, refusal: 'damaged' };
    throw error;
  }
}

/** The place of the record at the end: the last one that reaches to the end of the bytes. */
function endOf(view: DataView): number | null {
  const first = Math.max(0, view.byteLength - END_BYTES - LONGEST_REMARK);
  for (let at = view.byteLength - END_BYTES; at >= first; at--) {
    if (view.getUint32(at, true) !== END) continue;
    if (at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  return null;
}

function extentOf(view: DataView, end: number): { count: number; start: number } {
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  const isElsewhere = count === 0xffff || start === ELSEWHERE;
  if (!isElsewhere || end < 20 || view.getUint32(end - 20, true) !== END_64_LOCATOR) return { count, start };
  const wide = wideAt(view, end - 12);
  if (view.getUint32(wide, true) !== END_64) throw new RangeError('no 64-bit record at the end');
  return { count: wideAt(view, wide + 32), start: wideAt(view, wide + 48) };
}

/** A number of 64 bits; one that no array could have as its length becomes 2^53. */
function wideAt(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
}

function fileAt(
  bytes: Uint8Array,
  view: DataView,
  at: number,
): { file: ZipFile | 'folder' | 'protected'; next: number } {
  if (view.getUint32(at, true) !== FILE) throw new RangeError('no file in the directory');
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const nameEnd = at + FILE_BYTES + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  const name = nameIn(slice(bytes, at + FILE_BYTES, nameEnd), (flags & NAMES_ARE_UTF8) !== 0);
  if (/[/\\]$/.test(name)) return { file: 'folder', next };
  if ((flags & ENCRYPTED) !== 0) return { file: 'protected', next };
  if (method !== STORED && method !== DEFLATED) throw new RangeError('packed in a way that nobody uses for this');
  const wide = wideFields(view, nameEnd, extraEnd);
  const fits = (value: number): number => (value === ELSEWHERE ? (wide.shift() ?? value) : value);
  // In this order they stand in the 64-bit field, those that need it.
  const size = fits(view.getUint32(at + 24, true));
  const packedSize = fits(view.getUint32(at + 20, true));
  const local = fits(view.getUint32(at + 42, true));
  if (view.getUint32(local, true) !== LOCAL_FILE) throw new RangeError('no file at its place');
  // The two lengths may differ from those in the directory.
  const start = local + LOCAL_FILE_BYTES + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const packed = slice(bytes, start, start + packedSize);
  return { file: { name, packed, size, crc: view.getUint32(at + 16, true), deflated: method === DEFLATED }, next };
}

function slice(bytes: Uint8Array, from: number, to: number): Uint8Array {
  if (to > bytes.length) throw new RangeError('past the end');
  return bytes.subarray(from, to);
}

const WIDE_FIELD = 1;

/** The numbers of the 64-bit field among the extra fields. */
function wideFields(view: DataView, from: number, to: number): number[] {
  for (let at = from; at + 4 <= to; ) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === WIDE_FIELD)
      return Array.from({ length: Math.min(3, Math.floor(length / 8)) }, (_, index) =>
        wideAt(view, at + 4 + 8 * index),
      );
    at += 4 + length;
  }
  return [];
}

/** Old writers use a code page of their machine: its letters may come out wrong, other files are found all the same. */
const nameIn = (bytes: Uint8Array, isUtf8: boolean): string =>
  decodeUtf8(bytes) ?? (isUtf8 ? '' : String.fromCharCode(...bytes));
