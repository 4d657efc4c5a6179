// Texts of strangers made fit to be shown in one line and kept in a record: one form, bounded in UTF-8 bytes, without
// characters that end a line, hide text or turn its direction around. Nothing here judges meaning.
import { utf8Length, wellFormed } from '#bytes/utf8.ts';

/**
 * C0, C1, line and paragraph separators, and the controls of direction (Unicode TR9): with those "gpj.exe" is read as
 * "exe.jpg".
 */
const CONTROLS = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;
/** The same for a text of many lines: new lines and tabs stay. */
const BODY_CONTROLS = /(?![\n\t])[\p{Cc}\u2028\u2029]/gu;

/** One line of at most `maxBytes` UTF-8 bytes. */
export function line(text: string, maxBytes: number): string {
  // Cut first: a header may be of any length, and no character is shorter than a byte.
  const flat = wellFormed(text.slice(0, maxBytes * 4))
    .replace(CONTROLS, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return truncate(flat, maxBytes);
}

/** Lines, ended by \n alone, of at most `maxCharacters`. */
export function body(text: string, maxCharacters: number): string {
  return wellFormed(text.slice(0, maxCharacters).replace(/\r\n?/g, '\n').replace(BODY_CONTROLS, ' '));
}

/** A name under which an attachment can be shown and saved: no path, no control, no leading dot, never empty. */
export function fileName(name: string | null, maxBytes: number): string {
  const flat = line((name ?? '').replace(/[/\\:*?"<>|]/g, '_'), maxBytes * 4).replace(/^[.\s]+|[.\s]+$/g, '');
  if (utf8Length(flat) <= maxBytes) return flat === '' ? 'attachment' : flat;
  // The ending tells people and systems the kind of file, so it is kept.
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(flat)?.[0] ?? '';
  return truncate(flat.slice(0, flat.length - ending.length), maxBytes - ending.length) + ending;
}

function truncate(text: string, maxBytes: number): string {
  if (utf8Length(text) <= maxBytes) return text;
  let kept = '';
  let byteCount = 0;
  for (const character of text) {
    byteCount += utf8Length(character);
    if (byteCount > maxBytes) break;
    kept += character;
  }
  return kept.trimEnd();
}
