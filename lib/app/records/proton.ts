// What talking in one relationship needs: both identities, the ratchet, their addresses, and what is owed to them.

import { ratchetState } from '#protocol/ratchet-state.ts';
import { blob, boolean, bytes, choice, list, nullable, struct, u32, type ValueOf } from '#wire/format.ts';
import { handshake } from '#wire/handshake.ts';
import { identityKey } from '#wire/identity.ts';
import { addressGrant } from '#wire/message.ts';
import { id16, identitySecrets, key, recordKind, refs } from './record.ts';

/** Addresses kept of theirs, per service: the newest ones. */
export const MAX_THEIR_ADDRESSES = 8;
/** Receipts owed at most; past them the oldest are let go. */
export const MAX_RECEIPTS_OWED = 512;

export const protonKind = recordKind(
  'proton',
  1,
  128 * 1024,
  struct({
    secrets: identitySecrets,
    identity: identityKey,
    theirs: identityKey,
    ratchet: blob(ratchetState.maxBytes),
    /** Until the inviter's first reply: repeated in front of every envelope (acceptor only). */
    opening: nullable(struct({ handshake: blob(handshake.maxBytes), envelopeKey: key })),
    grants: list(4, addressGrant),
    /** Receipts that the next message carries. */
    receipts: list(MAX_RECEIPTS_OWED, struct({ state: choice({ received: 1, read: 2 }), message: id16 })),
    /** An answer to their post-quantum offer that is due. */
    answer: nullable(struct({ number: u32, ciphertext: bytes(1088) })),
    /** What else the next message must carry: my profile; fresh addresses in place of all that they hold. */
    owes: struct({ profile: boolean, addresses: boolean }),
  }),
);
export type Proton = ValueOf<typeof protonKind.format>;
export const proton = refs<Proton, [relationship: string]>(protonKind);

/** MKSKIPPED: one message key each, named by relationship, chain and number; and the day on which its message was passed over. */
export const skippedKeyKind = recordKind('skipped-key', 1, 64, struct({ key, day: u32 }));
export type SkippedKey = ValueOf<typeof skippedKeyKind.format>;
export const skippedKey = refs<SkippedKey, [relationship: string, chain: number, number: number]>(skippedKeyKind);
