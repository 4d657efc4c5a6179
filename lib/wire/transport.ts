// Messages between clients and services: submissions, deliveries, mailboxes and the access to them.
import { DELIVERY_ADDRESS_BYTES, LATENCY, SEALED_ADDRESS_BYTES } from './address.ts';
import { blob, bytes, choice, format, list, part, rest, struct, text, u8, u32, type ValueOf } from './format.ts';
import { FORMAT_ID } from './ids.ts';
import { ENVELOPE_BYTES, ID_BYTES, KEY_BYTES, ORIGIN_BYTES, SIGNATURE_BYTES, TOKEN_BYTES } from './sizes.ts';

/**
 * How long a sending service may let a message lie at most before it delivers it, in seconds, by class: it draws a
 * moment from 0 to that. Classes are few, so that the wish says little of who wishes.
 */
export const DELAY_SECONDS = { none: 0, minute: 60, 'ten-minutes': 600, hour: 3600 } as const;
export type Delay = keyof typeof DELAY_SECONDS;
export const delay = choice({ none: 0, minute: 1, 'ten-minutes': 2, hour: 3 });

/**
 * Sender's client → sending service. The envelope's size is one of ENVELOPE_SIZES; the caller of `decode` checks it.
 */
export const submission = format(
  'submission',
  FORMAT_ID.submission,
  1,
  ENVELOPE_BYTES.large + SEALED_ADDRESS_BYTES + TOKEN_BYTES + 256,
  struct({
    /** The same for every try, and for the same automatic message of several devices: accepted once. */
    dedupe: bytes(ID_BYTES),
    /** Origin of the receiving service. */
    destination: text(ORIGIN_BYTES),
    delay,
    token: blob(TOKEN_BYTES),
    address: bytes(SEALED_ADDRESS_BYTES),
    envelope: rest,
  }),
);
export type Submission = ValueOf<typeof submission>;

/** A sending service's word about itself, by which clients choose a route. Coarse: no single message moves it. */
export const serviceStatus = format(
  'service status',
  FORMAT_ID.serviceStatus,
  1,
  2048,
  struct({
    /** `full`: its queue is. `closing`: it is going down, and keeps all that it holds. */
    availability: choice({ open: 1, full: 2, closing: 3 }),
    /** Quarters of its queue that are free: 0 to 4. */
    freeQuarters: u8,
    /** Sizes of envelopes that it takes, in bytes. */
    envelopeBytes: list(8, u32),
    maxBlobBytes: u32,
    /** Origins of the receiving services that it delivers to; empty: to any. */
    routes: list(8, text(ORIGIN_BYTES)),
  }),
);
export type ServiceStatus = ValueOf<typeof serviceStatus>;

/** One id a question: a client that asked for several at once would say that they are of one person. */
export const outcomeRequest = format(
  'outcome request',
  FORMAT_ID.outcomeRequest,
  1,
  64,
  struct({ dedupe: bytes(ID_BYTES) }),
);
/** The outcome of a submission. `unknown`: never taken here, or longer ago than ids are remembered. */
export const OUTCOMES = { waiting: 1, delivered: 2, 'given-up': 3, unknown: 4 } as const;
export type Outcome = keyof typeof OUTCOMES;
export const outcome = format('outcome', FORMAT_ID.outcome, 1, 16, struct({ outcome: choice(OUTCOMES) }));

/** Sending service (or mail gateway) → receiving service. */
export const delivery = format(
  'delivery',
  FORMAT_ID.delivery,
  1,
  2 + SEALED_ADDRESS_BYTES + ENVELOPE_BYTES.large,
  struct({ address: bytes(SEALED_ADDRESS_BYTES), envelope: rest }),
);
export type Delivery = ValueOf<typeof delivery>;

/** In one request at most. */
export const MAX_DELIVERIES = 64;

/** Several at once, each a `delivery` as it would stand alone: a bad one is refused alone. */
export const deliveries = format(
  'deliveries',
  FORMAT_ID.deliveries,
  1,
  MAX_DELIVERIES * (delivery.maxBytes + 2) + 8,
  struct({ deliveries: list(MAX_DELIVERIES, blob(delivery.maxBytes)) }),
);

/** What became of one of several: accepted, or refused with that code of `deliver`. */
export const DELIVERY_ANSWERS = { accepted: 1, malformed: 2, 'rate-limited': 3, unavailable: 4 } as const;
export type DeliveryAnswer = keyof typeof DELIVERY_ANSWERS;

/** In the order of the deliveries. `retryAfterSeconds` is 0 where asking again is no use, or not needed. */
export const deliveryAnswers = format(
  'delivery answers',
  FORMAT_ID.deliveryAnswers,
  1,
  512,
  struct({ answers: list(MAX_DELIVERIES, struct({ answer: choice(DELIVERY_ANSWERS), retryAfterSeconds: u32 })) }),
);
export type DeliveryAnswers = ValueOf<typeof deliveryAnswers>['answers'];

export const MAILBOX_PAGE = 64;

/** A page of a mailbox, oldest first. `sequence` numbers are of this mailbox only, ascending, never used twice. */
export const mailbox = format(
  'mailbox',
  FORMAT_ID.mailbox,
  1,
  MAILBOX_PAGE * (ENVELOPE_BYTES.large + DELIVERY_ADDRESS_BYTES + 16) + 16,
  struct({
    items: list(
      MAILBOX_PAGE,
      struct({ sequence: u32, address: bytes(DELIVERY_ADDRESS_BYTES), envelope: blob(ENVELOPE_BYTES.large) }),
    ),
    /** How many are waiting behind this page. */
    remaining: u32,
  }),
);
export type Mailbox = ValueOf<typeof mailbox>;
/** A frame of the push line that brings an item: a `mailbox` of one small item, behind which nothing waits. */
export const PUSH_FRAME_BYTES = ENVELOPE_BYTES.small + 512;

export const acknowledgement = format(
  'acknowledgement',
  FORMAT_ID.acknowledgement,
  1,
  2048,
  struct({ sequences: list(MAILBOX_PAGE * 4, u32) }),
);

/** Acknowledges items of pages before, and asks for the page of what comes after `after`. */
export const pageRequest = format(
  'page request',
  FORMAT_ID.pageRequest,
  1,
  2048,
  struct({ acknowledged: list(MAILBOX_PAGE * 4, u32), after: u32 }),
);

/** Registers a root: the key that signs its delivery addresses and the one that opens its mailbox. */
export const rootRequest = format(
  'root request',
  FORMAT_ID.rootRequest,
  1,
  1024,
  struct({ addressKey: bytes(KEY_BYTES), accessKey: bytes(KEY_BYTES), token: blob(TOKEN_BYTES) }),
);
export const rootGrant = format('root grant', FORMAT_ID.rootGrant, 1, 64, struct({ root: bytes(ID_BYTES) }));

export const challenge = format('challenge', FORMAT_ID.challenge, 1, 128, struct({ challenge: bytes(64) }));

/** `fetch` reads and acknowledges; `manage` also revokes addresses and retires the root. */
export const sessionScope = choice({ fetch: 1, manage: 2 });

/**
 * The access key signs this, in context `nucleus/session`: bound to the service's origin, so it opens nothing
 * elsewhere.
 */
export const sessionStatement = part(
  'session statement',
  512,
  struct({ origin: text(ORIGIN_BYTES), root: bytes(ID_BYTES), scope: sessionScope, challenge: bytes(64) }),
);
export const sessionRequest = format(
  'session request',
  FORMAT_ID.sessionRequest,
  1,
  512,
  struct({ root: bytes(ID_BYTES), scope: sessionScope, challenge: bytes(64), signature: bytes(SIGNATURE_BYTES) }),
);
/**
 * A bearer credential for `Authorization: Bearer <base64url>`; `lifetimeSeconds` counts from the answer, so no clock is
 * compared.
 */
export const sessionGrant = format(
  'session grant',
  FORMAT_ID.sessionGrant,
  1,
  256,
  struct({ session: blob(160), lifetimeSeconds: u32 }),
);

/** How soon the owner of a root wants to be told of anything that comes there. */
export const latencySetting = format(
  'latency setting',
  FORMAT_ID.latencySetting,
  1,
  16,
  struct({ latency: choice(LATENCY) }),
);

export const revocation = format(
  'revocation',
  FORMAT_ID.revocation,
  1,
  4096,
  struct({ ids: list(128, bytes(ID_BYTES)) }),
);
