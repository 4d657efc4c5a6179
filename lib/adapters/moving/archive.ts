// Zip archives of other password managers, opened under bounds: a few kilobytes can say that they are terabytes (a zip
// bomb), or say nothing and inflate to them. What an archive says is judged first, and bytes are counted while they are
// inflated. An archive inside is a file like others. It takes seconds for the largest: call it in a web worker.
import { type Zippable, zipSync } from 'fflate';
import type { EntrySource } from '#logins/formats/format.ts';
import { crc32 } from './crc32.ts';
import { inflateWithin } from './inflate.ts';
import { type DirectoryOutcome, type ZipFile, zipDirectory } from './zip-directory.ts';

/** More than any password manager writes, attachments included. */
export const ARCHIVE_BOUNDS = {
  bytes: 512 * 2 ** 20,
  files: 20_000,
  inflatedBytes: 512 * 2 ** 20,
  /** JSON of a vault shrinks to a tenth; deflate could do a thousandth, and only for what says nothing. */
  ratio: 200,
  /** Smaller files are not judged by their ratio: a text of one word shrinks to nothing, and harms nobody. */
  ratioFromBytes: 2 ** 20,
};
export type ArchiveBounds = typeof ARCHIVE_BOUNDS;

/** `protected`: its files are encrypted under a password of the archive, which no password manager does. */
export type ArchiveRefusal = (DirectoryOutcome & { ok: false })['refusal'] | 'too-large';

export type ArchiveOutcome =
  | { readonly ok: true; readonly source: Extract<EntrySource, { kind: 'archive' }> }
  | { readonly ok: false; readonly refusal: ArchiveRefusal };

/** Whether these are the first bytes of a zip archive, or of an empty one. */
export const isArchive = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));

export function openArchive(bytes: Uint8Array, bounds: ArchiveBounds = ARCHIVE_BOUNDS): ArchiveOutcome {
  if (bytes.length > bounds.bytes) return { ok: false, refusal: 'too-large' };
  const directory = zipDirectory(bytes, bounds.files);
  if (!directory.ok) return directory;
  let said = 0;
  let packed = 0;
  for (const file of directory.files) {
    said += file.size;
    packed += file.packed.length;
    if (said > bounds.inflatedBytes || isTooDense(file, bounds)) return { ok: false, refusal: 'too-large' };
    // Files that lie in one another, so that the same bytes are gone through thousands of times.
    if (packed > bytes.length) return { ok: false, refusal: 'damaged' };
  }
  const files = new Map<string, Uint8Array>();
  const damaged = new Set<string>();
  for (const file of directory.files) {
    const name = cleanName(file.name);
    // Of two files of one name, programs take the first or the last: nobody could say which one a person had seen.
    if (name === '' || files.has(name) || damaged.has(name)) return { ok: false, refusal: 'damaged' };
    const content = contentOf(file);
    if (content === 'too-large') return { ok: false, refusal: 'too-large' };
    if (content === 'damaged') damaged.add(name);
    else files.set(name, content);
  }
  return { ok: true, source: { kind: 'archive', files, damaged } };
}

/** Archives are written as the same bytes for the same files and time (ms since the epoch, 1980 to 2099). */
export function packArchive(files: ReadonlyMap<string, Uint8Array>, now: number): Uint8Array {
  const zippable: Zippable = Object.create(null);
  for (const [name, bytes] of files) zippable[name] = bytes;
  return zipSync(zippable, { mtime: now });
}

const isTooDense = ({ size, packed }: ZipFile, { ratio, ratioFromBytes }: ArchiveBounds): boolean =>
  size > ratioFromBytes && size > packed.length * ratio;

/**
 * A path below the archive's root, with slashes. It only ever names the file to its reader and to a person; nothing is
 * written to a disk by it.
 */
const cleanName = (name: string): string =>
  name
    .split(/[/\\]/)
    .map((part) => part.replace(/\p{Cc}/gu, ''))
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');

function contentOf({ packed, size, crc, deflated }: ZipFile): Uint8Array | 'too-large' | 'damaged' {
  const content = deflated ? inflateWithin(packed, size) : packed;
  if (typeof content === 'string') return content;
  return content.length === size && crc32(content) === crc ? content : 'damaged';
}
