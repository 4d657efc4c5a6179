// The state of one relationship's conversation: both identities, the ratchet, their addresses, and the items owed to
// them.

import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import {
  blob,
  boolean,
  bytes,
  type Coder,
  choice,
  list,
  nullable,
  part,
  struct,
  text,
  timestamp,
  u8,
  u32,
  type ValueOf,
} from '#wire/format.ts';
import { handshake } from '#wire/handshake.ts';
import { identityKey } from '#wire/identity.ts';
import { addressGrant, longTermGrant } from '#wire/message.ts';
import { reset } from '#wire/reset.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';
import { id16, identitySecrets, key, NOWHERE, recordKind, refs, releasedKind } from './record.ts';

/** Addresses kept of theirs, per service: the newest ones. */
export const MAX_THEIR_ADDRESSES = 8;
/**
 * A long-term address: half a year without a word. A receiving service says how long it opens addresses, and may allow
 * less.
 */
export const LONG_TERM_DAYS = 180;
/** Receipts owed at most; past them the oldest are let go. */
export const MAX_RECEIPTS_OWED = 512;

const MAX_PROTON_BYTES = 128 * 1024;
const answer = nullable(struct({ number: u32, ciphertext: bytes(1088) }));
const receipts = list(MAX_RECEIPTS_OWED, struct({ state: choice({ received: 1, read: 2 }), message: id16 }));
const begun = {
  secrets: identitySecrets,
  identity: identityKey,
  theirs: identityKey,
  ratchet: blob(ratchetState.maxBytes),
  /** Until the inviter's first reply: repeated in front of every envelope (acceptor only). */
  opening: nullable(struct({ handshake: blob(handshake.maxBytes), envelopeKey: key })),
  /** Ephemeral addresses of theirs, newest first, at every service that they use. */
  grants: list(4, addressGrant),
};
/** How it was until addresses had terms. */
const protonV1 = part(
  'proton record',
  MAX_PROTON_BYTES,
  struct({ ...begun, receipts, answer, owes: struct({ profile: boolean, addresses: boolean }) }),
);

const fieldsV2 = {
  ...begun,
  /** Their address for recovery at each service; see reach/their-addresses.ts. */
  longTerm: list(4, longTermGrant),
  /** Long-term addresses of mine that they were given last: where, and until when they are good. */
  given: list(8, struct({ origin: text(ORIGIN_BYTES), root: id16, expiryDay: u32 })),
  /** The day on which new addresses of theirs were last asked for; 0: never. */
  askedDay: u32,
  /** Receipts that the next message carries. */
  receipts,
  /** An answer to their post-quantum offer that is due. */
  answer,
  /**
   * What else the next message must carry: my profile; fresh addresses in place of all that they hold; a request for
   * new ones of theirs.
   */
  owes: struct({ profile: boolean, addresses: boolean, request: boolean }),
  /**
   * Addresses that they were given new ones for: revoked, by these service tasks, when they write to one numbered
   * `from` or later.
   */
  replaced: nullable(struct({ from: u32, serviceTasks: list(32, id16) })),
};
/** How it was until it was noted what they have written to. */
const protonV2 = part('proton record', MAX_PROTON_BYTES, struct(fieldsV2));

const fieldsV3 = {
  ...fieldsV2,
  /**
   * Greatest number in my book of an address that they wrote to: they have what I sent with it. Null: none is known.
   */
  wroteTo: nullable(u32),
};
/** How it was until hands could be shaken anew. */
const protonV3 = part('proton record', MAX_PROTON_BYTES, struct(fieldsV3));

/** Ratchets of before that are kept. */
const MAX_FORMER = 3;
const epoch = { clock: timestamp, digest: key };
const fields = struct({
  ...fieldsV3,
  /** Of the first handshake; null: the relationship is older than resets, and it follows from both identities. */
  resetKey: nullable(key),
  /** Shaking hands anew (docs/protocol/reset.md). */
  anew: struct({
    /** For what was on its way, until that day. */
    former: list(MAX_FORMER, struct({ ratchet: blob(ratchetState.maxBytes), untilDay: u32 })),
    /** The reset that the ratchet began with. */
    epoch: nullable(struct(epoch)),
    /** A reset of mine that waits for its answer: until then nothing is sent. */
    outstanding: nullable(
      struct({ encoded: blob(reset.maxBytes), digest: key, prekeySecret: key, kemSeed: bytes(64) }),
    ),
    front: nullable(struct({ digest: key, envelopeKey: key })),
    /** Left to be sent again under the ratchet in use, by numbers of messages. */
    again: nullable(struct({ from: u32, to: u32 })),
    /** Resets of theirs that were answered on that day. */
    day: u32,
    count: u8,
  }),
});
export type Proton = typeof fields extends Coder<infer Value> ? Value : never;

type Begun = Pick<Proton, keyof typeof begun | 'resetKey'>;
const NOTHING_ANEW = { former: [], epoch: null, outstanding: null, front: null, again: null, day: 0, count: 0 };
/** What talking begins with; `owed` is what the first message must carry. */
export function newProton(started: Begun, owed: Partial<Pick<Proton, 'receipts' | 'answer' | 'owes'>> = {}): Proton {
  const owes = { profile: false, addresses: false, request: false };
  return {
    ...started,
    longTerm: [],
    given: [],
    askedDay: 0,
    receipts: [],
    answer: null,
    owes,
    replaced: null,
    wroteTo: null,
    anew: NOTHING_ANEW,
    ...owed,
  };
}

/** The page of a relationship shows only the safety number and the services where they receive. */
const shown = ({ identity, theirs, grants, anew }: Proton) => [
  anew.outstanding === null,
  identity.sign,
  theirs.sign,
  ...grants.map(({ service }) => service.origin),
];

export const protonKind = releasedKind(
  'proton',
  'decision',
  4,
  MAX_PROTON_BYTES,
  fields,
  [{ topic: 'thread', of: shown }],
  {
    1: (encoded) => {
      const { receipts, answer, owes, ...old } = protonV1.decode(encoded);
      return newProton({ ...old, resetKey: null }, { receipts, answer, owes: { ...owes, request: false } });
    },
    2: (encoded) => ({ ...protonV2.decode(encoded), wroteTo: null, resetKey: null, anew: NOTHING_ANEW }),
    3: (encoded) => ({ ...protonV3.decode(encoded), resetKey: null, anew: NOTHING_ANEW }),
  },
);
export const proton = refs<Proton, [relationship: string], true>(protonKind);

/**
 * MKSKIPPED: one message key each, named by relationship, chain and number; and the day on which its message was passed
 * over.
 */
export const skippedKeyKind = recordKind('skipped-key', 'decision', 1, 64, struct({ key, day: u32 }), NOWHERE);
export type SkippedKey = ValueOf<typeof skippedKeyKind.format>;
export const skippedKey = refs<SkippedKey, [relationship: string, chain: number, number: number]>(skippedKeyKind);
