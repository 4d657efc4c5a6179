// The handshake part of every envelope before the first reply: repeated unchanged until the
// inviter answers.

import type { ValueOf } from './format.ts';
import { bytes, format, struct } from './format.ts';
import { identityKey } from './identity.ts';
import { FORMAT_ID } from './ids.ts';
import { DIGEST_BYTES, KEM_CIPHERTEXT_BYTES, KEY_BYTES, SIGNATURE_BYTES } from './sizes.ts';

export const HANDSHAKE_BYTES = 2 + DIGEST_BYTES + 2 * KEY_BYTES + SIGNATURE_BYTES + KEY_BYTES + KEM_CIPHERTEXT_BYTES;

export const handshake = format(
  'handshake',
  FORMAT_ID.handshake,
  1,
  HANDSHAKE_BYTES,
  struct({
    /** SHA-256 of the encoded invitation that is being accepted. */
    invitation: bytes(DIGEST_BYTES),
    acceptor: identityKey,
    /** The acceptor's ephemeral X25519 key, EK in the specification. */
    ephemeral: bytes(KEY_BYTES),
    kemCiphertext: bytes(KEM_CIPHERTEXT_BYTES),
  }),
);
export type Handshake = ValueOf<typeof handshake>;
