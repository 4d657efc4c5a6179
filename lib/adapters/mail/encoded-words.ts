// An unstructured header field as text (RFC 2047, RFC 6532): encoded words, and bytes sent unencoded. Words that follow
// each other are joined as bytes, since programs cut them inside a letter.
import { decodeText } from './charset.ts';

/** Charset (a language may follow it, RFC 2231), encoding, text. */
const WORD = /=\?([^?\s*]{1,40})(?:\*[^?\s]{0,40})?\?([QqBb])\?([^?]*)\?=/g;

interface Piece {
  /** Null: bytes as they stood. */
  readonly charset: string | null;
  readonly bytes: Uint8Array;
}

/** @param value the field's bytes, one character each @param hints charsets for unencoded bytes */
export function decodeUnstructured(value: string, hints: readonly string[]): string {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of value.matchAll(WORD)) {
    const between = value.slice(at, match.index);
    const [whole, charset = '', encoding = '', text = ''] = match;
    at = match.index + whole.length;
    // White space between two words is folding, not text.
    const isFolding = pieces.at(-1)?.charset != null && /^[ \t\r\n]*$/.test(between);
    if (between !== '' && !isFolding) pieces.push({ charset: null, bytes: bytesOf(between) });
    pieces.push({ charset: charset.toLowerCase(), bytes: /q/i.test(encoding) ? fromQ(text) : fromB(text) });
  }
  if (at < value.length) pieces.push({ charset: null, bytes: bytesOf(value.slice(at)) });
  let decoded = '';
  for (let first = 0; first < pieces.length; ) {
    let end = first + 1;
    while (end < pieces.length && pieces[end]?.charset === pieces[first]?.charset) end++;
    const run = pieces.slice(first, end);
    const joined = decode({ charset: run[0]?.charset ?? null, bytes: concatenated(run) }, hints);
    const apart = joined.includes('\ufffd') ? run.map((piece) => decode(piece, hints)).join('') : joined;
    decoded += apart.includes('\ufffd') ? joined : apart;
    first = end;
  }
  return decoded;
}

/** A field of a header, by its name in lower case: the first, unfolded; null if there is none. */
export function fieldIn(header: string, name: string): string | null {
  const found = new RegExp(`^${name}[ \\t]*:(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(header)?.[1];
  return found === undefined ? null : found.replace(/\r?\n/g, '').trim();
}

/** Charsets of the encoded words in a header. */
export const charsetsOfWords = (header: string): string[] => [
  ...new Set([...header.matchAll(WORD)].slice(0, 20).map(([, charset = '']) => charset.toLowerCase())),
];

/** A word that says UTF-8 is so, also cut: half a letter is no letter of another charset. */
const decode = ({ charset, bytes }: Piece, hints: readonly string[]): string =>
  charset === 'utf-8'
    ? new TextDecoder('utf-8').decode(bytes)
    : decodeText(bytes, charset === null ? { label: undefined, hints } : { label: charset });

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

const fromQ = (text: string): Uint8Array =>
  bytesOf(
    text
      .replaceAll('_', ' ')
      .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
  );

function fromB(text: string): Uint8Array {
  const digits = text.replace(/[^A-Za-z0-9+/]/g, '');
  // A single digit at the end holds no byte.
  return bytesOf(atob(digits.slice(0, digits.length - (digits.length % 4 === 1 ? 1 : 0))));
}

function concatenated(pieces: readonly Piece[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
  let at = 0;
  for (const { bytes } of pieces) {
    whole.set(bytes, at);
    at += bytes.length;
  }
  return whole;
}
