// Web addresses inside a text, told apart from the words around them. Only http and https: nothing else is ever made pressable.

export type Piece = { text: string; url: null } | { text: string; url: string };

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]+/gi;
/** Marks that end a sentence, not an address. */
const TAIL = /[.,;:!?…)\]}]+$/;

function trimTail(found: string): string {
  const tail = TAIL.exec(found)?.[0] ?? '';
  let kept = found.slice(0, found.length - tail.length);
  // A closing bracket belongs to the address when it opens there: …/Nucleus_(cell)
  for (const mark of tail) {
    const open = { ')': '(', ']': '[', '}': '{' }[mark];
    if (!open || kept.split(open).length <= kept.split(mark).length) break;
    kept += mark;
  }
  return kept;
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
