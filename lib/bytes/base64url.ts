// Base64url without padding (RFC 4648, section 5), strict: one text for one byte string, so unused trailing bits must
// be zero. Not constant-time: table look-ups depend on the data. Secrets pass through it only for showing or storing
// them on the same device.
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const CODES = Uint8Array.from(ALPHABET, (character) => character.charCodeAt(0));
const NONE = 0xff;
const VALUES = new Uint8Array(128).fill(NONE);
for (const [value, code] of CODES.entries()) VALUES[code] = value;

/**
 * Characters made at a time: one at a time gave 16 MiB/s, which parts of files would have felt. Spread instead of apply
 * takes thrice as long.
 */
const TOGETHER = 8192;

export function encodeBase64url(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil((bytes.length * 4) / 3));
  let to = 0;
  for (let i = 0; i < bytes.length; i += 3) {
    const triple = ((bytes[i] as number) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    // Writes behind the end of a typed array go nowhere: the last group is cut by its length.
    codes[to++] = CODES[triple >> 18] as number;
    codes[to++] = CODES[(triple >> 12) & 63] as number;
    codes[to++] = CODES[(triple >> 6) & 63] as number;
    codes[to++] = CODES[triple & 63] as number;
  }
  let text = '';
  for (let from = 0; from < codes.length; from += TOGETHER)
    text += String.fromCharCode.apply(null, codes.subarray(from, from + TOGETHER) as unknown as number[]);
  return text;
}

/** The bytes, or null if the text is not canonical unpadded base64url. */
export function decodeBase64url(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? NONE;
    if (value === NONE) return null;
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >> bits) & 0xff;
    }
  }
  return (buffer & ((1 << bits) - 1)) === 0 ? bytes : null;
}

const HEX = '0123456789abcdef';

/** Lower-case hexadecimal, for names of stored rows and for tests. */
export function encodeHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (HEX[byte >> 4] as string) + HEX[byte & 15];
  return text;
}

/** The bytes, or null if the text is not lower-case hexadecimal of even length. */
export function decodeHex(text: string): Uint8Array | null {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
