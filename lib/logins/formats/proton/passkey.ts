// A passkey of Proton Pass: its JSON holds MessagePack `{c, v}`, whose `c` is MessagePack again, of the key (a
// COSE_Key, RFC 9052 section 7, in long hand) and its names. Byte strings are lists of numbers there.
import { decode } from '@msgpack/msgpack';
import { encodeBase64url } from '#bytes/base64url.ts';
import { base64Bytes } from '../../one-time/keeotp.ts';
import { pkcs8OfEd25519, pkcs8OfP256 } from '../../passkeys/pkcs8.ts';
import type { EntryPasskey } from '../entry.ts';
import type { ProblemReason } from '../format.ts';
import { listIn, memberOf, numberIn, objectIn, textIn } from '../json.ts';
import { timeOfUnix } from '../unix-time.ts';

export type ProtonPasskeyReading =
  | { readonly ok: true; readonly passkey: EntryPasskey }
  | { readonly ok: false; readonly reason: ProblemReason };

/** Longer than any key with all its names. */
const MOST_BYTES = 65_536;
const LIMITS = {
  ...{ maxStrLength: MOST_BYTES, maxBinLength: MOST_BYTES, maxArrayLength: MOST_BYTES },
  ...{ maxMapLength: 256, maxExtLength: 0 },
};
const CONTENT_VERSION = 1;

const NO_KEY: ProtonPasskeyReading = { ok: false, reason: 'bad-key' };

export function readProtonPasskey(value: unknown): ProtonPasskeyReading {
  const outer = unpacked(base64In(value, 'content'));
  if (numberIn(outer, 'v') !== CONTENT_VERSION) return NO_KEY;
  const inner = unpacked(bytesIn(outer, 'c'));
  const key = keyIn(objectIn(inner, 'key'));
  if (typeof key === 'string') return { ok: false, reason: key };
  const credentialId = base64In(value, 'credentialId') ?? bytesIn(inner, 'cid');
  const rpId = textIn(value, 'rpId') || textIn(inner, 'rid');
  if (credentialId === null || rpId === '') return NO_KEY;
  const userHandle = base64In(value, 'userHandle') ?? bytesIn(inner, 'uhd') ?? base64In(value, 'userId');
  return {
    ok: true,
    passkey: {
      credentialId: encodeBase64url(credentialId),
      rpId,
      rpName: textIn(value, 'rpName'),
      userHandle: userHandle === null ? '' : encodeBase64url(userHandle),
      userName: textIn(value, 'userName') || textIn(inner, 'un'),
      userDisplayName: textIn(value, 'userDisplayName') || textIn(inner, 'udn'),
      key: encodeBase64url(key),
      createdAt: timeOfUnix(numberIn(value, 'createTime')),
      prfSecrets: prfIn(inner),
    },
  };
}

/** Null: there are no bytes, or not in MessagePack. */
function unpacked(bytes: Uint8Array | null): unknown {
  if (bytes === null || bytes.length > MOST_BYTES) return null;
  try {
    return decode(bytes, LIMITS);
  } catch {
    // The package throws errors of several classes, at bytes of another format and past the limits.
    return null;
  }
}

/** Standard base64, padded or not. Null: it is none, or empty. */
function base64In(value: unknown, name: string): Uint8Array | null {
  const text = textIn(value, name);
  return text === '' || text.length > 2 * MOST_BYTES ? null : base64Bytes(text);
}

const bytesIn = (value: unknown, name: string): Uint8Array | null => bytesOf(memberOf(value, name));

/** A list of numbers, or bytes as MessagePack has them. Null: it is neither, or empty. */
function bytesOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value.length > 0 ? value : null;
  const isBytes = Array.isArray(value) && value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255);
  return isBytes && value.length > 0 ? Uint8Array.from(value) : null;
}

/** Labels of COSE_Key parameters (RFC 9053, section 7): they count backwards from the key's curve. */
const CURVE = -1;
const X = -2;
const Y = -3;
const PRIVATE = -4;

function keyIn(key: unknown): Uint8Array | 'bad-key' | 'unknown-algorithm' {
  const parameters = new Map<unknown, unknown>();
  for (const pair of listIn(key, 'par')) {
    const [label, parameter] = Array.isArray(pair) ? pair : [];
    parameters.set(memberOf(label, 'c'), memberOf(parameter, 'c'));
  }
  const privatePart = bytesOf(parameters.get(PRIVATE));
  if (privatePart === null) return 'bad-key';
  const kind = `${textIn(objectIn(key, 'kty'), 'c')} ${smallNumber(parameters.get(CURVE))}`;
  if (kind === 'OKP 6') return pkcs8OfEd25519(privatePart) ?? 'bad-key';
  if (kind !== 'EC2 1') return 'unknown-algorithm';
  const [x, y] = [bytesOf(parameters.get(X)), bytesOf(parameters.get(Y))];
  return pkcs8OfP256(privatePart, x === null || y === null ? null : [x, y]) ?? 'bad-key';
}

/** Of 128 bits, the least byte first; null: it is no number up to 255. */
function smallNumber(value: unknown): number | null {
  const bytes = bytesIn(value, 'inner');
  return bytes?.subarray(1).every((byte) => byte === 0) ? (bytes[0] as number) : null;
}

function prfIn(inner: unknown): EntryPasskey['prfSecrets'] {
  const secret = objectIn(objectIn(inner, 'ext'), 'hmac_secret');
  const [verified, unverified] = [bytesIn(secret, 'cred_with_uv'), bytesIn(secret, 'cred_without_uv')];
  if (verified === null) return null;
  return { verified: encodeBase64url(verified), unverified: unverified === null ? '' : encodeBase64url(unverified) };
}
