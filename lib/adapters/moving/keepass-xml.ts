// The XML that KeePass exports in clear, with the files in it: it packs them, and the reader of texts unpacks nothing.
import type { EntrySource } from '#logins/formats/format.ts';
import { readKeePassXml } from '#logins/formats/keepass/read-tree.ts';
import { gunzipWithin } from './gunzip.ts';

/** Of all files together: as many bytes as a database may have. */
const MOST_FILE_BYTES = 512 * 2 ** 20;

/** Null: it is no such XML. */
export function openKeePassXml(text: string): Extract<EntrySource, { kind: 'keepass' }> | null {
  const tree = readKeePassXml(text, { inflate: inflateFilesWithin(MOST_FILE_BYTES) });
  return tree === null ? null : { kind: 'keepass', tree };
}

/** Unpacks one file after another until they are so many bytes together; null: damaged, or more. */
export function inflateFilesWithin(mostBytes: number): (packed: Uint8Array) => Uint8Array | null {
  let left = mostBytes;
  return (packed) => {
    const bytes = gunzipWithin(packed, left);
    if (typeof bytes === 'string') return null;
    left -= bytes.length;
    return bytes;
  };
}
