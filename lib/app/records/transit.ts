// Traffic under way: outgoing envelopes, addresses of mine by name, envelopes seen, and service tasks to services.

import { DELIVERY_ADDRESS_BYTES, LATENCY, SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import { blobReference } from '#wire/blob.ts';
import {
  blob,
  bytes,
  choice,
  list,
  nullable,
  part,
  struct,
  text,
  timestamp,
  u8,
  u16,
  u32,
  union,
  type ValueOf,
} from '#wire/format.ts';
import { maskRenewal } from '#wire/mail.ts';
import { serviceName } from '#wire/service.ts';
import { ENVELOPE_BYTES, ORIGIN_BYTES } from '#wire/sizes.ts';
import { letterFields } from './letter.ts';
import { id16, NOWHERE, recordKind, refs, releasedKind, singleton, work } from './record.ts';

/** How an item was until letters had more than one way to go. */
const outboxV1 = part(
  'outbox record',
  ENVELOPE_BYTES.large + 4096,
  struct({
    relationship: id16,
    sequence: u32,
    service: serviceName,
    address: bytes(DELIVERY_ADDRESS_BYTES),
    envelope: blob(ENVELOPE_BYTES.large),
    sealed: nullable(bytes(SEALED_ADDRESS_BYTES)),
    dedupe: id16,
    createdAt: timestamp,
    tries: u16,
    notBeforeAt: timestamp,
  }),
);

/**
 * One envelope to be submitted. When a sending service has it on disk it goes over into a `transit` record, or is done
 * with.
 */
// How many wait is told when a run of the courier is over: three steps take each letter out.
export const outboxKind = work(
  releasedKind(
    'outbox',
    'own',
    2,
    ENVELOPE_BYTES.large + 6144,
    struct({ ...letterFields, tries: u16, notBeforeAt: timestamp }),
    NOWHERE,
    { 1: (encoded) => ({ ...outboxV1.decode(encoded), delay: 'none' as const, alternates: [], passages: [] }) },
  ),
);
export type OutboxItem = ValueOf<typeof outboxKind.format>;
export const outboxItem = refs<OutboxItem, [id: string], true>(outboxKind);

const PURPOSES = { person: 1, invitation: 2, mask: 3 } as const;
/** The format before the destination of an address was noted. */
const addressV1 = part('address record', 128, struct({ purpose: choice(PURPOSES), owner: id16, expiryDay: u32 }));

/**
 * Whose a delivery address of mine is, by `addressName`, and what must be known to revoke it or to leave where it
 * leads.
 */
export const addressKind = releasedKind(
  'address',
  'fact',
  2,
  320,
  struct({
    purpose: choice(PURPOSES),
    owner: id16,
    expiryDay: u32,
    /** Null for an address of an older program, which noted none of it. */
    made: nullable(
      struct({
        /** The receiving service and the root there. */
        origin: text(ORIGIN_BYTES),
        root: id16,
        /** Its number in the book of its owner, whose seed gives the id. */
        index: u32,
        term: choice({ ephemeral: 1, 'long-term': 2 }),
        latency: choice(LATENCY),
      }),
    ),
  }),
  NOWHERE,
  { 1: (encoded) => ({ ...addressV1.decode(encoded), made: null }) },
);
export type Address = ValueOf<typeof addressKind.format>;
export const address = refs<Address, [name: string], true>(addressKind);

/** How it was until it depended on the way for how long a digest is kept: the day on which the envelope was taken. */
const seenV1 = part('seen record', 16, struct({ day: u32 }));
/** More than any way of today: see seen.ts. */
const LONGEST_SEEN_DAYS = 150;

/**
 * SHA-256 of an envelope that was taken and whose keys stay: a redelivery is acknowledged silently. Kept as long as one
 * may come (seen.ts).
 */
export const seenKind = releasedKind('seen', 'fact', 2, 16, struct({ untilDay: u32 }), NOWHERE, {
  1: (encoded) => ({ untilDay: seenV1.decode(encoded).day + LONGEST_SEEN_DAYS }),
});
export const seen = refs<{ untilDay: number }, [digest: string], true>(seenKind);

/** So many are kept at once; further ones stay at their service. */
export const MAX_SET_ASIDE = 1024;
/**
 * An item of a mailbox that a mistake of ours keeps from being taken in, by SHA-256 of its envelope. Set aside it keeps
 * no other from coming, and a program without the mistake reads it.
 */
export const setAsideKind = releasedKind(
  'set-aside',
  'own',
  1,
  ENVELOPE_BYTES.large + 512,
  struct({ day: u32, address: bytes(DELIVERY_ADDRESS_BYTES), envelope: blob(ENVELOPE_BYTES.large) }),
  NOWHERE,
);
export const setAside = refs<ValueOf<typeof setAsideKind.format>, [digest: string], true>(setAsideKind);

/** Relationships in which something may be owed for what was taken in; one message answers many. */
export const MAX_OWING = 4096;
export const owingKind = recordKind(
  'owing',
  'derived',
  1,
  MAX_OWING * 16 + 16,
  struct({ ids: list(MAX_OWING, id16) }),
  NOWHERE,
);
export const owing = singleton(owingKind);

/** Ids of addresses that a service must no longer honour, with the root that they lead to. */
const revocationAt = struct({ origin: text(ORIGIN_BYTES), root: id16, ids: list(128, id16) });
export type RevocationAt = { origin: string; root: Uint8Array; ids: Uint8Array[] };

/** A revocation that waits until its correspondent has other addresses, two weeks at most; see replace.ts. */
export const heldRevocationKind = recordKind(
  'held-revocation',
  'fact',
  1,
  4096,
  struct({ createdAt: timestamp, relationship: id16, revocation: revocationAt }),
  NOWHERE,
);
export const heldRevocation = refs<ValueOf<typeof heldRevocationKind.format>, [id: string]>(heldRevocationKind);

/** Something to be done at a service, durably retried. */
const serviceTaskCoder = struct({
  createdAt: timestamp,
  tries: u16,
  notBeforeAt: timestamp,
  task: union({
    hostBundle: [
      1,
      struct({ invitation: id16, origin: text(ORIGIN_BYTES), blob: id16, hosted: blob(16 * 1024), expiryDay: u32 }),
    ],
    // 2 was the registration of a mask, which nothing queues: a form is never given an address that does not exist yet.
    renewMask: [3, struct({ relationship: id16, origin: text(ORIGIN_BYTES), renewal: blob(maskRenewal.maxBytes) })],
    retireMask: [4, struct({ relationship: id16, origin: text(ORIGIN_BYTES), retirement: blob(512) })],
    fetchMail: [5, struct({ relationship: id16, sequence: u32, reference: blobReference })],
    /** Of an older program: at the root that is mine at the service now. */
    revoke: [6, struct({ origin: text(ORIGIN_BYTES), ids: list(128, id16) })],
    /** Deletes the messages of a relationship that was ended; no service is asked. */
    forget: [7, struct({ relationship: id16, upTo: u32 })],
    /** Deletes the parts of a blob from this device; no service is asked. */
    forgetBlob: [8, struct({ relationship: id16, message: id16, parts: u32 })],
    revokeAt: [9, revocationAt],
    /** Ends a root of mine to which no address leads any more. */
    retireRoot: [10, struct({ origin: text(ORIGIN_BYTES), root: id16 })],
    /** Looks whether the reset of that clock was answered; if not, it goes again. No service is asked. */
    beginAnew: [11, struct({ relationship: id16, clock: timestamp, count: u8 })],
    /** Sends again what the other has not acknowledged; no service is asked. */
    sendAgain: [12, struct({ relationship: id16 })],
    /** Shakes hands anew after a restore, which brings no ratchet. */
    afterRestore: [13, struct({ relationship: id16 })],
  }),
});
export const serviceTaskKind = work(
  releasedKind(
    'errand',
    'own',
    4,
    64 * 1024,
    serviceTaskCoder,
    // A mask whose gateway has not got its new addresses yet keeps former mailboxes open.
    [{ topic: 'connection', of: ({ task }) => (task.kind === 'renewMask' ? [task.value.origin] : []) }],
    {
      // Tasks were added; the older ones are encoded as before.
      1: (encoded) => serviceTaskCoder.decode(encoded),
      2: (encoded) => serviceTaskCoder.decode(encoded),
      3: (encoded) => serviceTaskCoder.decode(encoded),
    },
  ),
);
export type ServiceTask = ValueOf<typeof serviceTaskKind.format>;
export const serviceTask = refs<ServiceTask, [id: string], true>(serviceTaskKind);
