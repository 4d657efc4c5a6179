// Which algorithm a passkey signs with, read from its private key (PKCS#8, RFC 5958) and never from a label beside it:
// exporters write "ECDSA, P-256" on every key. Only as much of DER is read as tells the algorithm.
import { encodeHex } from '#bytes/base64url.ts';

/** As RFC 8812 and RFC 9053 name them. `unknown`: a PKCS#8 key that no authenticator of ours signs with. */
export type KeyKind = 'ES256' | 'ES384' | 'ES512' | 'ES256K' | 'EdDSA' | 'RS256' | 'unknown';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTETS = 0x04;
const OBJECT_ID = 0x06;

/** Object identifiers as they are encoded (RFC 5480, RFC 8410, RFC 8017, SEC 2). */
const EC_KEY = '2a8648ce3d0201';
const KINDS: Readonly<Record<string, KeyKind>> = { '2b6570': 'EdDSA', '2a864886f70d010101': 'RS256' };
const CURVES: Readonly<Record<string, KeyKind>> = {
  '2a8648ce3d030107': 'ES256',
  '2b81040022': 'ES384',
  '2b81040023': 'ES512',
  '2b8104000a': 'ES256K',
};

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly rest: Uint8Array;
}

/** The first element of DER (X.690 section 8.1); null: it is cut off, or its length is written as DER forbids. */
function firstElement(bytes: Uint8Array): Element | null {
  const [tag, short] = bytes;
  if (tag === undefined || short === undefined) return null;
  let length = short;
  let from = 2;
  if (short >= 0x80) {
    from += short & 0x7f;
    if (short === 0x80 || from > 5 || bytes.length < from) return null;
    length = bytes.subarray(2, from).reduce((sum, byte) => sum * 256 + byte, 0);
    if (length < 0x80) return null;
  }
  if (bytes.length < from + length) return null;
  return { tag, content: bytes.subarray(from, from + length), rest: bytes.subarray(from + length) };
}

/** Null: the bytes are no PKCS#8 key, or more than one. */
export function keyKindOf(pkcs8: Uint8Array): KeyKind | null {
  const whole = firstElement(pkcs8);
  if (whole?.tag !== SEQUENCE || whole.rest.length > 0) return null;
  const version = firstElement(whole.content);
  if (version?.tag !== INTEGER || version.content.length !== 1) return null;
  const algorithm = firstElement(version.rest);
  if (algorithm?.tag !== SEQUENCE) return null;
  const key = firstElement(algorithm.rest);
  if (key?.tag !== OCTETS || key.content.length === 0) return null;
  const name = firstElement(algorithm.content);
  if (name?.tag !== OBJECT_ID) return null;
  return kindOf(encodeHex(name.content), name.rest);
}

function kindOf(name: string, parameters: Uint8Array): KeyKind {
  if (name !== EC_KEY) return named(KINDS, name);
  const curve = firstElement(parameters);
  return curve?.tag === OBJECT_ID ? named(CURVES, encodeHex(curve.content)) : 'unknown';
}

const named = (kinds: Readonly<Record<string, KeyKind>>, name: string): KeyKind =>
  Object.hasOwn(kinds, name) ? (kinds[name] as KeyKind) : 'unknown';
