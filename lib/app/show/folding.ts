// Folding: how texts are compared in a search. Case, accents and punctuation fall away on both sides, so that `jose`
// finds `José`. The result is words of letters and digits, each behind one space: a query word with its space is then
// the beginning of a word, and one indexOf finds it. Folded texts of Latin scripts are ASCII, which a JavaScript engine
// keeps in one byte a character.

/** Letters that Unicode does not decompose (NFKD) and people still type without. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ŧ: 't',
  ı: 'i',
  ς: 'σ',
};
const UNDECOMPOSED = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');
const ASCII = /^[\0-\x7f]*$/;
/** Scripts that put no spaces between words: a query word may stand anywhere. */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const MAX_NEEDLES = 8;
const SNIPPET_BEFORE = 20;
const SNIPPET_LENGTH = 120;

function letters(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, ' ');
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(UNDECOMPOSED, (letter) => PLAIN[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
}

/** ` every word behind one space`; empty if there is no letter or digit. */
export function fold(text: string): string {
  const folded = letters(text).trim();
  return folded === '' ? '' : ` ${folded}`;
}

/** The needles of a query: a folded text matches if it holds all of them. Empty: an empty query. */
export function needlesOf(query: string): string[] {
  const words = fold(query)
    .split(' ')
    .slice(1, MAX_NEEDLES + 1);
  return [...new Set(words.map((word) => (UNSPACED.test(word) ? word : ` ${word}`)))];
}

export function holds(folded: string, needles: readonly string[]): boolean {
  return needles.every((needle) => folded.includes(needle));
}

/** The place of a text where a needle is first found, as one line. @param text what was folded, or its beginning */
export function snippetOf(text: string, needles: readonly string[]): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  const at = placeOf(characters, needles);
  let start = Math.max(0, at - SNIPPET_BEFORE);
  if (start > 0) {
    const space = characters.indexOf(' ', start);
    if (space >= 0 && space < at) start = space + 1;
  }
  const end = Math.min(characters.length, start + SNIPPET_LENGTH);
  const cut = characters.slice(start, end).join('');
  return `${start > 0 ? '…' : ''}${cut}${end < characters.length ? '…' : ''}`;
}

/**
 * Index of the character with which the first needle found begins; 0 if none is. It folds character by character up to
 * there.
 */
function placeOf(characters: readonly string[], needles: readonly string[]): number {
  let folded = ' ';
  const from: number[] = [0];
  for (const [index, character] of characters.entries()) {
    for (const unit of letters(character)) {
      if (unit === ' ' && folded.endsWith(' ')) continue;
      folded += unit;
      for (let i = 0; i < unit.length; i++) from.push(index);
      const found = needles.find((needle) => folded.endsWith(needle));
      if (found !== undefined) return from[folded.length - found.trimStart().length] ?? 0;
    }
  }
  return 0;
}
