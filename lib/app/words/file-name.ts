// File names, as people may see them and disks may hold them. A name from outside is one line without anything that
// reorders or hides letters, without a path, and not too long; its ending survives, since it says what the file is.
import { utf8Length } from '#bytes/utf8.ts';
import { ATTACHMENT_NAME_BYTES } from '#wire/sizes.ts';

/** Control and format characters, which have no shape, and what file systems and shells read as something else. */
const UNFIT = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}\p{Cn}/\\:*?"<>|]+/gu;

/** @param fallback if nothing of the name is left */
export function cleanFileName(given: string, fallback: string): string {
  const name = given
    .normalize('NFC')
    .replace(UNFIT, ' ')
    .replace(/\s+/g, ' ')
    // Dots in front hide a file, dots and spaces behind it are dropped by some systems.
    .replace(/^[. ]+|[. ]+$/g, '');
  if (name === '') return fallback;
  if (utf8Length(name) <= ATTACHMENT_NAME_BYTES) return name;
  const [ending = ''] = /\.[A-Za-z0-9]{1,10}$/.exec(name) ?? [];
  let stem = '';
  for (const character of name.slice(0, name.length - ending.length)) {
    if (utf8Length(`${stem}${character}…${ending}`) > ATTACHMENT_NAME_BYTES) break;
    stem += character;
  }
  return `${stem.trimEnd()}…${ending}`;
}

/** A media type as it may stand in a header, or else one that is always right. */
export function cleanMediaType(given: string): string {
  return /^[a-z]+\/[a-z0-9][a-z0-9.+-]{0,80}$/.test(given) ? given : 'application/octet-stream';
}
