// A passkey in an entry's fields, as KeePassXC (`KPEX_`) and Strongbox (`KPXC_` in one of them) write it. One entry has
// one.

import { encodeBase64url } from '#bytes/base64url.ts';
import type { EntryPasskey } from '../entry.ts';
import type { ProblemReason } from '../format.ts';
import type { KeePassField } from './tree.ts';
import { base64Of, bytesOfBase64 } from './values.ts';

/** The tag that KeePassXC gives entries with one. */
export const PASSKEY_TAG = 'Passkey';

const USER_NAMES = ['KPEX_PASSKEY_USERNAME', 'KPXC_PASSKEY_USERNAME'];
const IDS = ['KPEX_PASSKEY_CREDENTIAL_ID', 'KPEX_PASSKEY_GENERATED_USER_ID'];
const KEY = 'KPEX_PASSKEY_PRIVATE_KEY_PEM';
const RP = 'KPEX_PASSKEY_RELYING_PARTY';
const USER = 'KPEX_PASSKEY_USER_HANDLE';

export interface PasskeyReading {
  readonly passkey: EntryPasskey | null;
  /** Names of the fields that it is made of. */
  readonly used: readonly string[];
  readonly problem: Extract<ProblemReason, 'bad-key'> | null;
}

export function readPasskey(values: ReadonlyMap<string, string>): PasskeyReading {
  const first = (names: readonly string[]) => names.map((name) => values.get(name)).find(Boolean) ?? '';
  const pem = first([KEY]);
  if (pem === '') return { passkey: null, used: [], problem: null };
  const key = pkcs8Of(pem);
  const credentialId = base64urlOf(first(IDS));
  const rpId = first([RP]);
  // Without one of these it signs nothing: its fields stay for the person to see.
  if (key === null || credentialId === '' || rpId === '') return { passkey: null, used: [], problem: 'bad-key' };
  const userName = first(USER_NAMES);
  const passkey = {
    ...{ credentialId, rpId, key, userName, userHandle: base64urlOf(first([USER])) },
    ...{ rpName: '', userDisplayName: '', createdAt: null, prfSecrets: null },
  };
  return { passkey, used: [...USER_NAMES, ...IDS, KEY, RP, USER], problem: null };
}

export function passkeyFields(passkey: EntryPasskey): KeePassField[] {
  const open = (name: string, value: string) => ({ name, value, isProtected: false });
  const secret = (name: string, value: string) => ({ name, value, isProtected: true });
  return [
    open('KPEX_PASSKEY_USERNAME', passkey.userName),
    secret('KPEX_PASSKEY_CREDENTIAL_ID', passkey.credentialId),
    secret(KEY, pemOf(passkey.key)),
    open(RP, passkey.rpId),
    secret(USER, passkey.userHandle),
  ];
}

/** Base64url without padding, of either alphabet; empty: it is neither. */
function base64urlOf(text: string): string {
  const bytes = bytesOfBase64(text);
  return bytes === null ? '' : encodeBase64url(bytes);
}

function pkcs8Of(pem: string): string | null {
  const [, inside] = /-----BEGIN PRIVATE KEY-----([\sA-Za-z0-9+/=]*)-----END PRIVATE KEY-----/.exec(pem) ?? [];
  return inside === undefined ? null : base64urlOf(inside) || null;
}

function pemOf(key: string): string {
  const lines = base64Of(bytesOfBase64(key) ?? new Uint8Array()).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n');
}
