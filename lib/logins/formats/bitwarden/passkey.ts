// A passkey in Bitwarden's JSON. Its id is the text of a UUID if it has 16 bytes, else `b64.` and base64url; numbers
// and yes or no are texts. The labels beside the key are not believed: the key tells itself.
import { decodeBase64url, decodeHex, encodeBase64url, encodeHex } from '#bytes/base64url.ts';
import { base64urlOf, passkeyRefusal } from '../../passkeys/foreign.ts';
import { type KeyKind, keyKindOf } from '../../passkeys/key-kind.ts';
import type { EntryPasskey } from '../entry.ts';
import type { ProblemReason } from '../format.ts';
import { isoOfTime, timeOfIso } from '../iso-time.ts';
import { type JsonObject, textIn } from '../json.ts';

type Reading =
  | { readonly ok: true; readonly passkey: EntryPasskey }
  | { readonly ok: false; readonly reason: ProblemReason };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function readId(text: string): string {
  if (text.startsWith('b64.')) return base64urlOf(text.slice(4));
  const bytes = UUID.test(text) ? decodeHex(text.replaceAll('-', '').toLowerCase()) : null;
  return bytes === null ? '' : encodeBase64url(bytes);
}

function writeId(credentialId: string): string {
  const bytes = decodeBase64url(credentialId);
  if (bytes?.length !== 16) return `b64.${credentialId}`;
  const hex = encodeHex(bytes);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function readBitwardenPasskey(value: unknown): Reading {
  const passkey: EntryPasskey = {
    credentialId: readId(textIn(value, 'credentialId')),
    rpId: textIn(value, 'rpId'),
    rpName: textIn(value, 'rpName'),
    userHandle: base64urlOf(textIn(value, 'userHandle')),
    userName: textIn(value, 'userName'),
    userDisplayName: textIn(value, 'userDisplayName'),
    key: base64urlOf(textIn(value, 'keyValue')),
    createdAt: timeOfIso(textIn(value, 'creationDate')),
    prfSecrets: null,
  };
  const reason = passkeyRefusal(passkey);
  return reason === null ? { ok: true, passkey } : { ok: false, reason };
}

/** As WebCrypto names them, which is how Bitwarden takes a key in. */
const LABELS: Readonly<Record<KeyKind, readonly [algorithm: string, curve: string]>> = {
  ES256: ['ECDSA', 'P-256'],
  ES384: ['ECDSA', 'P-384'],
  ES512: ['ECDSA', 'P-521'],
  ES256K: ['ECDSA', 'K-256'],
  EdDSA: ['Ed25519', 'Ed25519'],
  RS256: ['RSASSA-PKCS1-v1_5', ''],
  unknown: ['ECDSA', 'P-256'],
};

/** @param at of the entry, for a passkey whose own time is not known: Bitwarden wants one */
export function writeBitwardenPasskey(passkey: EntryPasskey, at: number | null): JsonObject {
  const bytes = decodeBase64url(passkey.key);
  const [keyAlgorithm, keyCurve] = LABELS[(bytes === null ? null : keyKindOf(bytes)) ?? 'unknown'];
  return {
    credentialId: writeId(passkey.credentialId),
    keyType: 'public-key',
    keyAlgorithm,
    keyCurve,
    keyValue: passkey.key,
    rpId: passkey.rpId,
    userHandle: passkey.userHandle === '' ? null : passkey.userHandle,
    userName: passkey.userName === '' ? null : passkey.userName,
    counter: '0',
    rpName: passkey.rpName === '' ? null : passkey.rpName,
    userDisplayName: passkey.userDisplayName === '' ? null : passkey.userDisplayName,
    discoverable: 'true',
    creationDate: isoOfTime(passkey.createdAt) ?? isoOfTime(at) ?? '1970-01-01T00:00:00.000Z',
  };
}
