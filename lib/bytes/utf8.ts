// UTF-8 without TextEncoder, which the pure layers do not have. Strict both ways (Unicode 15.1, section 3.9, table
// 3-7): lone surrogates are not encoded, and overlong, surrogate and out-of-range sequences are not decoded, so every
// text has one encoding.

/** Length in bytes of a text's UTF-8 form; a lone surrogate counts as three (it will be refused by `encodeUtf8`). */
export function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    length += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return length;
}

/** UTF-8 bytes of a well-formed string. @throws RangeError on a lone surrogate */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point >= 0xd800 && point <= 0xdfff) throw new RangeError('text holds half a surrogate pair');
    if (point < 0x80) bytes[at++] = point;
    else if (point < 0x800) {
      bytes[at++] = 0xc0 | (point >> 6);
      bytes[at++] = 0x80 | (point & 0x3f);
    } else if (point < 0x10000) {
      bytes[at++] = 0xe0 | (point >> 12);
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[at++] = 0x80 | (point & 0x3f);
    } else {
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[at++] = 0x80 | (point & 0x3f);
    }
  }
  return bytes;
}

/** So much ASCII is made text together. One by one is quicker for less, and took 4.5 s for an export of 50 MB. */
const WORTHWHILE = 64;
/** And at most so many: they become arguments of one call. */
const TOGETHER = 8192;

/** The text, or null if the bytes are not well-formed UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  let text = '';
  let at = 0;
  /** Before this place there is no long run of ASCII. */
  let lookAt = 0;
  while (at < bytes.length) {
    if (at >= lookAt && bytes.length - at >= WORTHWHILE) {
      const end = asciiEnd(bytes, at);
      if (end - at >= WORTHWHILE) {
        text += String.fromCharCode.apply(null, bytes.subarray(at, end) as unknown as number[]);
        at = end;
        continue;
      }
      lookAt = end + 1;
    }
    const lead = bytes[at] as number;
    const extra =
      lead < 0x80
        ? 0
        : lead >= 0xc2 && lead < 0xe0
          ? 1
          : lead >= 0xe0 && lead < 0xf0
            ? 2
            : lead >= 0xf0 && lead < 0xf5
              ? 3
              : -1;
    if (extra < 0 || at + extra >= bytes.length) return null;
    let point = extra === 0 ? lead : lead & (0x3f >> extra);
    for (let i = 1; i <= extra; i++) {
      const next = bytes[at + i] as number;
      if ((next & 0xc0) !== 0x80) return null;
      point = (point << 6) | (next & 0x3f);
    }
    const overlong = (extra === 2 && point < 0x800) || (extra === 3 && point < 0x10000);
    if (overlong || (point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff) return null;
    text += String.fromCodePoint(point);
    at += extra + 1;
  }
  return text;
}

/** The end of the run of ASCII that begins here, or of as much of it as is taken together. */
function asciiEnd(bytes: Uint8Array, start: number): number {
  const last = Math.min(bytes.length, start + TOGETHER);
  let at = start;
  while (at < last && (bytes[at] as number) < 0x80) at++;
  return at;
}

/** The text with every lone surrogate replaced by U+FFFD: any typed text can be encoded. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** Cuts a text to at most that many UTF-8 bytes, at a character. */
export function clip(text: string, maxBytes: number): string {
  if (utf8Length(text) <= maxBytes) return text;
  let clipped = '';
  let bytes = 3;
  for (const character of text) {
    bytes += utf8Length(character);
    if (bytes > maxBytes) break;
    clipped += character;
  }
  return `${clipped}…`;
}
