// How much of a message is left to type. The limit is one of bytes (the larger envelope's text), not of letters: an emoji is four or more.

import { utf8Length, wellFormed } from '#bytes/utf8.ts';
import { TEXT_BYTES } from '#wire/sizes.ts';

export const LIMIT_BYTES = TEXT_BYTES.large;
/** From here on the number left is shown. */
const NEAR_BYTES = LIMIT_BYTES - 1000;

/** Bytes left (negative: too many), or null while the limit is far. */
export function bytesLeft(text: string): number | null {
  // A UTF-16 unit takes at most three bytes: most texts need no counting.
  if (text.length * 3 < NEAR_BYTES) return null;
  const length = utf8Length(wellFormed(text));
  return length < NEAR_BYTES ? null : LIMIT_BYTES - length;
}
