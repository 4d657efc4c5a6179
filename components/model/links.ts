// Web addresses inside a text, told apart from the words around them. Only http and https: nothing else is ever made pressable.

export type Piece = { text: string; url: null } | { text: string; url: string };

/** As long as an address may be in practice. A text is a stranger's: without a bound it could keep this page busy for hours. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]{1,2040}/gi;
/** Marks that end a sentence, not an address. */
const TAIL = '.,;:!?…)]}';
const OPENS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

const count = (text: string, mark: string): number => text.split(mark).length - 1;

function trimTail(found: string): string {
  let end = found.length;
  while (end > 0 && TAIL.includes(found[end - 1] as string)) end--;
  // A closing bracket belongs to the address when it opens there: …/Nucleus_(cell)
  for (let kept = 0; kept < 8; kept++) {
    const mark = found[end] ?? '';
    const open = OPENS[mark];
    const before = found.slice(0, end);
    if (open === undefined || count(before, open) <= count(before, mark)) break;
    end++;
  }
  return found.slice(0, end);
}

/** Pieces in order; put together they are the text. */
export function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const found = trimTail(match[0]);
    if (!URL.canParse(found)) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), url: null });
    pieces.push({ text: found, url: new URL(found).href });
    at = match.index + found.length;
  }
  if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at), url: null });
  return pieces;
}
