// Names as people type them and as others claim them: one line, nothing invisible, nothing that turns the text around it. A claimed name
// stands beside other words in lists, notifications and the history, so it is cleaned before it is kept, never only where it is shown.
import { wellFormed } from '#bytes/utf8.ts';
import type { Presentation } from '#wire/identity.ts';
import { NAME_BYTES } from '#wire/sizes.ts';
import { clip } from './conversation.ts';

/** Format characters (bidirectional controls, zero-width spaces, tags) except the joiners that scripts and emoji need. */
const INVISIBLE = /(?![\u200c\u200d])\p{Cf}/gu;
/** Letters that are drawn as nothing: a name of these looks like no name. */
const BLANK = /[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0]/g;
const PRONOUNS_BYTES = 32;

/** @returns at most `maxBytes` of UTF-8; empty where nothing is left that can be seen */
export function cleanName(typed: string, maxBytes: number = NAME_BYTES): string {
  const line = wellFormed(typed)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(BLANK, '')
    .replace(/ +/g, ' ')
    .trim();
  return /[^\u200c\u200d]/.test(line) ? clip(line, maxBytes) : '';
}

/** How somebody says that they are called. */
export function cleanPresentation({ name, pronouns }: Presentation): Presentation {
  return { name: cleanName(name), pronouns: cleanName(pronouns, PRONOUNS_BYTES) };
}
