// The body of a message, which the ratchet encrypts. A body is a list of items, so that text,
// receipts and fresh addresses can ride together. An item of an unknown kind is kept whole and shown by its fallback
// text.

import { DELIVERY_ADDRESS_BYTES } from './address.ts';
import { blobReference } from './blob.ts';
import {
  blob,
  bytes,
  type Coder,
  choice,
  type Format,
  format,
  list,
  part,
  struct,
  text,
  timestamp,
  u8,
  u16,
  u32,
  type ValueOf,
} from './format.ts';
import { presentation } from './identity.ts';
import { FORMAT_ID } from './ids.ts';
import { serviceName } from './service.ts';
import {
  ATTACHMENT_NAME_BYTES,
  ENVELOPE_BYTES,
  ID_BYTES,
  KEM_CIPHERTEXT_BYTES,
  KEM_PUBLIC_KEY_BYTES,
  TEXT_BYTES,
  THUMBNAIL_BYTES,
} from './sizes.ts';

/** One service and fresh delivery addresses of the sender of the message at it. */
export const addressGrant = struct({ service: serviceName, addresses: list(8, bytes(DELIVERY_ADDRESS_BYTES)) });
export type AddressGrant = { service: { origin: string; key: Uint8Array }; addresses: Uint8Array[] };

export const MEDIA_TYPE_BYTES = 100;
export const BEGINNING_BYTES = 600;
/** One service and the sender's address there for recovery. */
export const longTermGrant = struct({ service: serviceName, address: bytes(DELIVERY_ADDRESS_BYTES) });
export type LongTermGrant = { service: { origin: string; key: Uint8Array }; address: Uint8Array };

/** What a log-in that is shared may hold: with all parts at their longest it fits an envelope. */
export const SHARED_BYTES = {
  title: 300,
  username: 400,
  password: 1000,
  site: 500,
  note: 4000,
  secret: 400,
  name: 100,
};
export const MOST_SHARED_SITES = 8;

/** Of time-based codes (RFC 6238), its secret as base32. */
const sharedCode = struct({
  secret: text(SHARED_BYTES.secret),
  algorithm: choice({ 'SHA-1': 1, 'SHA-256': 2, 'SHA-512': 3 }),
  digits: u8,
  periodSeconds: u32,
  alphabet: choice({ decimal: 1, steam: 2 }),
  issuer: text(SHARED_BYTES.name),
  account: text(SHARED_BYTES.username),
});

export const sharedLogin = struct({
  title: text(SHARED_BYTES.title),
  username: text(SHARED_BYTES.username),
  password: text(SHARED_BYTES.password),
  sites: list(MOST_SHARED_SITES, text(SHARED_BYTES.site)),
  note: text(SHARED_BYTES.note),
  oneTimes: list(1, sharedCode),
});

const ITEM_BYTES = ENVELOPE_BYTES.large;
const kind = <T>(code: number, coder: Coder<T>): { code: number; format: Format<T> } => ({
  code,
  format: part(`item ${code}`, ITEM_BYTES, coder),
});

/** Every kind of item this version knows. Codes are append-only. */
export const ITEM = {
  text: kind(1, struct({ text: text(TEXT_BYTES.large) })),
  /** Message ids that arrived at, or were read by, the sender of the receipt. */
  receipt: kind(2, struct({ state: choice({ received: 1, read: 2 }), messages: list(64, bytes(ID_BYTES)) })),
  profile: kind(3, presentation),
  /** The complete list of the sender's services from now on, with fresh addresses at each. */
  addresses: kind(4, list(4, addressGrant)),
  /** "My last address of yours expires soon": answered with `addresses`. */
  addressRequest: kind(5, struct({})),
  /** `ended`: goodbye. `invitation-used`: said to everybody but the first who accepts a one-use invitation. */
  terminate: kind(6, struct({ reason: choice({ ended: 1, 'invitation-used': 2 }) })),
  pqOffer: kind(7, struct({ number: u32, key: bytes(KEM_PUBLIC_KEY_BYTES) })),
  pqAnswer: kind(8, struct({ number: u32, ciphertext: bytes(KEM_CIPHERTEXT_BYTES) })),
  /** Payload of another program, by its registered type, with a text for those who lack it. */
  app: kind(9, struct({ type: text(128), payload: blob(8 * 1024) })),
  /**
   * A file or picture that lies as a blob. Name and type are the sender's words. Width and height are 0 if there are
   * none.
   */
  attachment: kind(
    10,
    struct({
      kind: choice({ picture: 1, file: 2 }),
      name: text(ATTACHMENT_NAME_BYTES),
      mediaType: text(MEDIA_TYPE_BYTES),
      /** Of the content, which the blob pads. */
      byteCount: u32,
      width: u16,
      height: u16,
      /** PNG, JPEG or WebP, or empty. */
      thumbnail: blob(THUMBNAIL_BYTES),
      blob: blobReference,
    }),
  ),
  /** A text too long for an envelope, in UTF-8, as a blob; and how it begins. */
  longText: kind(11, struct({ byteCount: u32, beginning: text(BEGINNING_BYTES), blob: blobReference })),
  /** Addresses of the sender of the message with a long validity, for when every other one has expired. */
  longTerm: kind(12, list(4, longTermGrant)),
  /** A copy of a log-in that the sender has. Nothing is done with it before its reader keeps it. */
  sharedLogin: kind(13, sharedLogin),
} as const;

export type ItemKind = keyof typeof ITEM;
type KnownItem = { [K in ItemKind]: { kind: K; value: ValueOf<(typeof ITEM)[K]['format']> } }[ItemKind];
export type UnknownItem = { kind: 'unknown'; value: { code: number; payload: Uint8Array } };
/** A program that does not know the kind shows `fallback`; empty for kinds that need no showing. */
export type Item = (KnownItem | UnknownItem) & { fallback?: string };

const rawItem = struct({ code: u16, fallback: text(280), payload: blob(ITEM_BYTES) });

const rawBody = format(
  'message body',
  FORMAT_ID.messageBody,
  1,
  ENVELOPE_BYTES.large,
  struct({
    /** Random; the same for every copy of the message. */
    id: bytes(ID_BYTES),
    /**
     * Lamport clock of the conversation: one more than the greatest its author has seen. Orders messages even if clocks
     * are wrong.
     */
    clock: u32,
    /** The author's wall clock, for showing only. */
    sentAt: timestamp,
    items: list(32, rawItem),
  }),
);

export interface MessageBody {
  id: Uint8Array;
  clock: number;
  sentAt: number;
  items: Item[];
}

const KIND_OF = new Map(Object.entries(ITEM).map(([name, { code }]) => [code, name as ItemKind]));

export const messageBody: Format<MessageBody> = {
  name: rawBody.name,
  maxBytes: rawBody.maxBytes,
  encode(body) {
    const items = body.items.map((item) => {
      const fallback = item.fallback ?? '';
      if (item.kind === 'unknown') return { code: item.value.code, fallback, payload: item.value.payload };
      const { code, format } = ITEM[item.kind];
      return { code, fallback, payload: (format as Format<unknown>).encode(item.value) };
    });
    return rawBody.encode({ ...body, items });
  },
  decode(input) {
    const body = rawBody.decode(input);
    const items = body.items.map(({ code, fallback, payload }): Item => {
      const name = KIND_OF.get(code);
      const shown = fallback === '' ? {} : { fallback };
      if (name === undefined) return { kind: 'unknown', value: { code, payload }, ...shown };
      return { kind: name, value: (ITEM[name].format as Format<unknown>).decode(payload), ...shown } as Item;
    });
    return { ...body, items };
  },
};
