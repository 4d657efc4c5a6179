// Mailbox access: the root's access key, distinct from its address key, signs a challenge bound to
// the origin.
import { type SignSeed, signPublicKey } from '#crypto/keys.ts';
import { sign, verify } from '#crypto/sign.ts';
import type { ValueOf } from '#wire/format.ts';
import { sessionStatement } from '#wire/transport.ts';

const CONTEXT = 'nucleus/session/1';

export type SessionStatement = ValueOf<typeof sessionStatement>;

export function signSession(accessSeed: SignSeed, statement: SessionStatement): Uint8Array {
  return sign(accessSeed, CONTEXT, sessionStatement.encode(statement));
}

export function verifySession(accessKey: Uint8Array, statement: SessionStatement, signature: Uint8Array): boolean {
  return verify(signPublicKey(accessKey), CONTEXT, sessionStatement.encode(statement), signature);
}
