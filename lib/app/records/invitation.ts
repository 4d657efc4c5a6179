// An invitation of mine: its keys are kept until expiry, to tell later acceptors that it was used.
import {
  blob,
  boolean,
  bytes,
  choice,
  nullable,
  part,
  struct,
  text,
  timestamp,
  u8,
  u32,
  type ValueOf,
} from '#wire/format.ts';
import { identityKey, presentation } from '#wire/identity.ts';
import { invitation as bundle, invitationLocator } from '#wire/invitation.ts';
import { NAME_BYTES } from '#wire/sizes.ts';
import { addressBook, id16, identitySecrets, key, NOWHERE, recordKind, refs } from './record.ts';

const MAX_INVITATION_BYTES = 24 * 1024;
const fields = {
  state: choice({ open: 1, used: 2, withdrawn: 3 }),
  label: text(NAME_BYTES),
  mine: presentation,
  bundle: blob(bundle.maxBytes),
  locator: blob(invitationLocator.maxBytes),
  hosted: boolean,
  secrets: identitySecrets,
  identity: identityKey,
  prekeySecret: key,
  prekeyPublic: key,
  kemSeed: bytes(64),
  envelopeKey: key,
  addresses: addressBook,
  createdAt: timestamp,
  expiryDay: u32,
  /** The one acceptor's identity key, once there is one. */
  acceptor: nullable(key),
  relationship: nullable(id16),
};
/** How it was before refusals were counted. */
const invitationV1 = part('invitation record', MAX_INVITATION_BYTES, struct({ ...fields, triedAgain: boolean }));

/** Later acceptors who are told that it was used or withdrawn, at most; to any more it is silent. */
export const MAX_REFUSALS = 8;

export const invitationKind = recordKind(
  'invitation',
  'decision',
  2,
  MAX_INVITATION_BYTES,
  struct({
    ...fields,
    /** How many later acceptors were seen, up to the most that are told. */
    refusals: u8,
  }),
  // A service that is left says how many open ones still lead there.
  [{ topic: 'invitations' }, { topic: 'connection', of: ({ state }) => (state === 'open' ? [state] : []) }],
  {
    1: (encoded) => {
      const { triedAgain, ...known } = invitationV1.decode(encoded);
      return { ...known, refusals: triedAgain ? 1 : 0 };
    },
  },
);
export type InvitationRecord = ValueOf<typeof invitationKind.format>;
/** By hex of the first 16 bytes of its digest. */
export const invitationRecord = refs<InvitationRecord, [id: string]>(invitationKind);

/** Digests (hex, 16 bytes) of invitations I accepted: accepting one twice leads to the same relationship. */
export const acceptedKind = recordKind('accepted', 'decision', 1, 64, struct({ relationship: id16 }), NOWHERE);
export const accepted = refs<{ relationship: Uint8Array }, [digest: string]>(acceptedKind);
