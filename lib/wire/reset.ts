// A reset: what one end of a relationship gives the other so that both shake hands anew, under the identities that they
// have. It is to one correspondent what an invitation is to a stranger.

import type { ValueOf } from './format.ts';
import { bytes, format, list, part, struct, timestamp } from './format.ts';
import { identityKey } from './identity.ts';
import { FORMAT_ID } from './ids.ts';
import { longTermGrant } from './message.ts';
import { KEM_PUBLIC_KEY_BYTES, KEY_BYTES, SIGNATURE_BYTES } from './sizes.ts';

const MAX_STATEMENT_BYTES = 3 * 1024;
/** Services of which one reset brings an address. */
export const MAX_RESET_SERVICES = 2;

const statement = {
  from: identityKey,
  to: identityKey,
  /** The sender's clock; of two resets the later counts. */
  clock: timestamp,
  /** X25519 prekey; made for this reset alone. */
  prekey: bytes(KEY_BYTES),
  /** ML-KEM-768 prekey, likewise. */
  kemPrekey: bytes(KEM_PUBLIC_KEY_BYTES),
  /** Seals every envelope that answers it, until one more message of the sender was opened. */
  envelopeKey: bytes(KEY_BYTES),
  /** One fresh address of the sender at each service, in place of all before. */
  addresses: list(MAX_RESET_SERVICES, longTermGrant),
  longTerm: list(MAX_RESET_SERVICES, longTermGrant),
};

/** The sender's identity key signs this, in context `nucleus/reset/1`. */
export const resetStatement = part('reset statement', MAX_STATEMENT_BYTES, struct(statement));
export const reset = format(
  'reset',
  FORMAT_ID.reset,
  1,
  MAX_STATEMENT_BYTES + SIGNATURE_BYTES,
  struct({ ...statement, signature: bytes(SIGNATURE_BYTES) }),
);
export type Reset = ValueOf<typeof reset>;
