// An invitation, given out by the first party. The bundle travels whole in a file or by paste; link
// and QR carry only the locator, in the URL fragment, and the bundle lies encrypted at a sending service.

import type { ValueOf } from './format.ts';
import { bytes, format, list, part, struct, text, timestamp, u32 } from './format.ts';
import { identityKey, presentation } from './identity.ts';
import { FORMAT_ID } from './ids.ts';
import { addressGrant } from './message.ts';
import { DIGEST_BYTES, ID_BYTES, KEM_PUBLIC_KEY_BYTES, KEY_BYTES, ORIGIN_BYTES, SIGNATURE_BYTES } from './sizes.ts';

const statement = {
  inviter: identityKey,
  /** X25519 prekey; made for this invitation alone, so it is the one-time prekey too. */
  prekey: bytes(KEY_BYTES),
  /** ML-KEM-768 prekey, likewise. */
  kemPrekey: bytes(KEM_PUBLIC_KEY_BYTES),
  /** Seals every envelope before the first reply, so that those look like later ones. */
  envelopeKey: bytes(KEY_BYTES),
  presentation,
  /** The inviter's services, each with one one-use delivery address. */
  services: list(4, addressGrant),
  createdAt: timestamp,
  expiryDay: u32,
};

/** The inviter's identity key signs this, in context `nucleus/invitation`. */
export const invitationStatement = part('invitation statement', 8 * 1024, struct(statement));
export const invitation = format(
  'invitation',
  FORMAT_ID.invitation,
  1,
  8 * 1024 + SIGNATURE_BYTES,
  struct({ ...statement, signature: bytes(SIGNATURE_BYTES) }),
);
export type Invitation = ValueOf<typeof invitation>;

/**
 * The place of the encrypted bundle (a blob of one part), the key that opens it and the digest of that blob. Base64url
 * of it is the link's fragment.
 */
export const invitationLocator = format(
  'invitation locator',
  FORMAT_ID.invitationLocator,
  1,
  256,
  struct({ origin: text(ORIGIN_BYTES), blob: bytes(ID_BYTES), key: bytes(KEY_BYTES), digest: bytes(DIGEST_BYTES) }),
);
export type InvitationLocator = ValueOf<typeof invitationLocator>;
