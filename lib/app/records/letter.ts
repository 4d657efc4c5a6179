// An envelope on its way to a correspondent: the fields that the outbox shares with the watch over letters that a
// service has taken. No record of its own.
import { DELIVERY_ADDRESS_BYTES, SEALED_ADDRESS_BYTES } from '#wire/address.ts';
import { blob, bytes, type Coder, choice, list, nullable, struct, text, timestamp, u32 } from '#wire/format.ts';
import { serviceName } from '#wire/service.ts';
import { ENVELOPE_BYTES, ORIGIN_BYTES } from '#wire/sizes.ts';
import { delay, OUTCOMES } from '#wire/transport.ts';
import { id16 } from './record.ts';

/** How often one envelope is handed over at most, each time for another address or by another service. */
export const MAX_PASSAGES = 3;
export const MAX_ALTERNATES = 2;

export const letterFields = {
  relationship: id16,
  /** Number of the message it carries; 0 for receipts and other automatic messages. */
  sequence: u32,
  service: serviceName,
  address: bytes(DELIVERY_ADDRESS_BYTES),
  envelope: blob(ENVELOPE_BYTES.large),
  /** Null until the receiving service's keys are known. Kept, so that a retry is the same bytes. */
  sealed: nullable(bytes(SEALED_ADDRESS_BYTES)),
  /** The same for every try at one address. */
  dedupe: id16,
  createdAt: timestamp,
  delay,
  /** Addresses of theirs at other services, in case this one leads nowhere. */
  alternates: list(MAX_ALTERNATES, struct({ service: serviceName, address: bytes(DELIVERY_ADDRESS_BYTES) })),
  /**
   * Who took it so far, the newest last: my sending service, for which of their services, and the outcome there.
   */
  passages: list(
    MAX_PASSAGES,
    struct({ relay: text(ORIGIN_BYTES), destination: text(ORIGIN_BYTES), dedupe: id16, outcome: choice(OUTCOMES) }),
  ),
} as const;

const letter = struct(letterFields);
export type Letter = typeof letter extends Coder<infer T> ? T : never;
