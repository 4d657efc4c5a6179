// A text in pieces, words and addresses, for all views of texts. lib/bytes/text-links.ts finds the ends of addresses.
import { linksIn } from '#bytes/text-links.ts';

/** `url`: the address that a press opens (after the question, components/link/link.tsx); null for words. */
export type Piece = { text: string; url: null } | { text: string; url: string };

/** Pieces in order; put together they are the text. */
export function splitLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end, url } of linksIn(text)) {
    if (url === null) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), url: null });
    pieces.push({ text: text.slice(start, end), url });
    at = end;
  }
  if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at), url: null });
  return pieces;
}
