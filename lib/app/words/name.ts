// Names as people type them and as others claim them: one line, nothing invisible, nothing that turns the text around
// it. A claimed name stands beside other words in lists, notifications and the history, so it is cleaned before it is
// kept, never only where it is shown.
import { clip, wellFormed } from '#bytes/utf8.ts';
import type { Presentation } from '#wire/identity.ts';
import { NAME_BYTES } from '#wire/sizes.ts';

/** Joiners and emoji selectors: drawn as nothing by themselves, and needed by scripts and emoji. */
const NEEDED = '\\u200c|\\u200d|\\ufe0e|\\ufe0f';
/**
 * Controls of direction, zero-width spaces, tags, fillers, the blank of Braille: a name of these looks like no name, or
 * like another.
 */
const INVISIBLE = new RegExp(`(?!${NEEDED})[\\p{Cf}\\p{Default_Ignorable_Code_Point}\\p{Co}\\u2800]`, 'gu');
const VISIBLE = new RegExp(`(?!${NEEDED})[^ ]`, 'u');
const PRONOUNS_BYTES = 32;

/** @returns at most `maxBytes` of UTF-8; empty if nothing visible is left */
export function cleanName(typed: string, maxBytes: number = NAME_BYTES): string {
  const line = wellFormed(typed)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(/ +/g, ' ')
    .trim();
  return VISIBLE.test(line) ? clip(line, maxBytes) : '';
}

/** Cleans the name and pronouns that a person gives for themselves. */
export function cleanPresentation({ name, pronouns }: Presentation): Presentation {
  return { name: cleanName(name), pronouns: cleanName(pronouns, PRONOUNS_BYTES) };
}
