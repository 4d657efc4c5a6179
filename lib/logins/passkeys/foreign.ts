// Passkeys that another program exported: their bytes in any spelling, and whether they can be used here.
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import type { EntryPasskey } from '../formats/entry.ts';
import type { ProblemReason } from '../formats/format.ts';
import { base64Bytes } from '../one-time/keeotp.ts';
import { keyKindOf } from './key-kind.ts';

/** Base64url of base64 in either alphabet, padded or not. Empty: it is none. */
export function base64urlOf(text: string): string {
  const bytes = base64Bytes(text);
  return bytes === null ? '' : encodeBase64url(bytes);
}

/** Why a passkey cannot be used; null: it can. */
export function passkeyRefusal({ credentialId, rpId, key }: EntryPasskey): ProblemReason | null {
  const bytes = decodeBase64url(key);
  const kind = bytes === null ? null : keyKindOf(bytes);
  if (kind === null || credentialId === '' || rpId === '') return 'bad-key';
  return kind === 'unknown' ? 'unknown-algorithm' : null;
}
