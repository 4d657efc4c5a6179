// A thief of a disk, who looks for words in every byte of every file: as text (UTF-8, both UTF-16), as base64 and
// base64url in each of their three positions, as hexadecimal and percent-encoded. LevelDB's compression (Snappy) hides
// no word that shares nothing with the bytes before it, so planted words must be unlike each other.

import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

export interface Found {
  file: string;
  what: string;
  as: string;
}

/** Every way in which a word may be written. */
function spellings(word: string): { as: string; bytes: Buffer }[] {
  const utf8 = Buffer.from(word);
  const utf16 = Buffer.from(word, 'utf16le');
  const hex = utf8.toString('hex');
  const written = [
    { as: 'UTF-8', bytes: utf8 },
    { as: 'UTF-16LE', bytes: utf16 },
    { as: 'UTF-16BE', bytes: Buffer.from(utf16).swap16() },
    { as: 'hex', bytes: Buffer.from(hex) },
    { as: 'HEX', bytes: Buffer.from(hex.toUpperCase()) },
    { as: 'percent', bytes: Buffer.from(encodeURIComponent(word)) },
  ];
  for (const [name, bytes] of [
    ['UTF-8', utf8],
    ['UTF-16LE', utf16],
  ] as const) {
    for (const before of [0, 1, 2]) {
      // The letters at both ends also hold bits of the neighbours, which the thief does not know.
      const encoded = Buffer.concat([Buffer.alloc(before), bytes])
        .toString('base64')
        .replace(/=+$/, '');
      const known = encoded.slice(before === 0 ? 0 : before + 1, -1);
      written.push({ as: `base64 of ${name}`, bytes: Buffer.from(known) });
      const urlSafe = known.replaceAll('+', '-').replaceAll('/', '_');
      if (urlSafe !== known) written.push({ as: `base64url of ${name}`, bytes: Buffer.from(urlSafe) });
    }
  }
  return written;
}

/** @param planted the words to look for, by the kind of secret */
export async function looksThrough(folder: string, planted: Readonly<Record<string, string>>): Promise<Found[]> {
  const wanted = Object.entries(planted).flatMap(([what, word]) => {
    if (word.length < 6) throw new Error(`${what}: too short to be found by its bytes`);
    return spellings(word).map((spelling) => ({ what, ...spelling }));
  });
  const found: Found[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path);
    const file = relative(folder, path);
    for (const { what, as, bytes: word } of wanted) if (bytes.includes(word)) found.push({ file, what, as });
    for (const { what, as, bytes: word } of wanted)
      if (Buffer.from(file).includes(word)) found.push({ file, what, as: `${as} in the name` });
  }
  return found;
}
