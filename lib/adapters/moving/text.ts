// The bytes of a text file as text. Exports are UTF-8; spreadsheets on Windows save UTF-16 or the code page of Western
// Europe. That one is never guessed silently: the person is told, since letters may be wrong.

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export type TextOutcome =
  | { readonly ok: true; readonly text: string; readonly encoding: TextEncodingName }
  | { readonly ok: false; readonly refusal: 'too-large' | 'damaged' | 'no-text' };

/** Ten times what 10,000 entries with notes take. */
export const MOST_TEXT_BYTES = 64 * 2 ** 20;

const MARKS: readonly { readonly encoding: TextEncodingName; readonly mark: readonly number[] }[] = [
  { encoding: 'utf-8', mark: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
];

/**
 * By its byte order mark; without one it is UTF-8, or else taken for Windows-1252, in which all bytes have a meaning. A
 * zero byte tells a file that is no text. The mark is no letter of the text.
 */
export function textOf(bytes: Uint8Array, mostBytes = MOST_TEXT_BYTES): TextOutcome {
  if (bytes.length > mostBytes) return { ok: false, refusal: 'too-large' };
  const marked = MARKS.find(({ mark }) => mark.every((byte, at) => bytes[at] === byte));
  const text = decoded(bytes, marked?.encoding ?? 'utf-8');
  if (text !== null) return { ok: true, text, encoding: marked?.encoding ?? 'utf-8' };
  if (marked !== undefined) return { ok: false, refusal: 'damaged' };
  if (bytes.includes(0)) return { ok: false, refusal: 'no-text' };
  return { ok: true, text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
}

/** Null: the bytes are not of that encoding. */
function decoded(bytes: Uint8Array, encoding: TextEncodingName): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
