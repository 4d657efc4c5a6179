// Characters that turn or hide the letters around them, made visible in texts of other people. U+202E makes "‮exe.live"
// of "evil.exe"; here it is a word that says so. Stored and searched texts stay as they came.

/**
 * Signs that turn letters: embeddings, overrides and their end (UAX #9, section 2), and the isolate that turns what it
 * holds. Marks and the other isolates are left: people who write from right to left need them, and they turn nothing
 * that was written to be read straight.
 */
const TURNS = /[\u202a-\u202e\u2067]/g;
/** And what has no shape at all: no word of an address or a link needs it. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0\u2800]|\u034f/gu;

const named = (sign: string): string =>
  `⟦U+${(sign.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}⟧`;

/** A text to be read: letters stand in the order in which they were written. */
export function readable(text: string): string {
  return text.replace(TURNS, named);
}

/** Words that the person is asked to press or to trust, in one line: nothing in them is invisible. */
export function visible(words: string): string {
  return words.replace(/\s+/g, ' ').replace(UNSEEN, named);
}
