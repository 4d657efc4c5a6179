// Addresses (docs/protocol/addresses.md). A delivery address is made offline by the recipient and
// given to one correspondent; a sealed address is made from it by the sender, fresh for every message.

import type { ValueOf } from './format.ts';
import { bytes, format, part, struct, u8, u32 } from './format.ts';
import { FORMAT_ID } from './ids.ts';
import { HPKE_X25519_BYTES, HPKE_XWING_BYTES, ID_BYTES, SIGNATURE_BYTES } from './sizes.ts';

/** The one suite of this version: inner DHKEM(X25519), outer X-Wing, both HKDF-SHA256 and ChaCha20-Poly1305. */
export const ADDRESS_SUITE = 1;

/**
 * How soon the owner of an address, or of a whole root, wants to be told that something came;
 * docs/protocol/addresses.md.
 */
export const LATENCY = { now: 0, batched: 1, 'on-request': 2 } as const;
export type Latency = keyof typeof LATENCY;

const ADDRESS_CONTENT_BYTES = 2 * ID_BYTES + SIGNATURE_BYTES;
export const DELIVERY_ADDRESS_BYTES = 2 + 1 + 4 + 4 + HPKE_X25519_BYTES + ADDRESS_CONTENT_BYTES;
export const SEALED_ADDRESS_BYTES = 2 + 1 + 4 + HPKE_XWING_BYTES + DELIVERY_ADDRESS_BYTES;

/** The clear prefix of a delivery address; associated data of the sealed part, and signed. `expiryDay` is inclusive. */
export const deliveryPrefix = part(
  'delivery address prefix',
  9,
  struct({ suite: u8, generation: u32, expiryDay: u32 }),
);

export const addressContent = part(
  'address content',
  ADDRESS_CONTENT_BYTES,
  struct({ root: bytes(ID_BYTES), id: bytes(ID_BYTES), signature: bytes(SIGNATURE_BYTES) }),
);

export const deliveryAddress = format(
  'delivery address',
  FORMAT_ID.deliveryAddress,
  1,
  DELIVERY_ADDRESS_BYTES,
  struct({ suite: u8, generation: u32, expiryDay: u32, sealed: bytes(HPKE_X25519_BYTES + ADDRESS_CONTENT_BYTES) }),
);
export type DeliveryAddress = ValueOf<typeof deliveryAddress>;

/** The clear prefix of a sealed address; with SHA-256(envelope) it is the associated data of the sealed part. */
export const sealedPrefix = part('sealed address prefix', 5, struct({ suite: u8, generation: u32 }));

export const sealedAddress = format(
  'sealed address',
  FORMAT_ID.sealedAddress,
  1,
  SEALED_ADDRESS_BYTES,
  struct({ suite: u8, generation: u32, sealed: bytes(HPKE_XWING_BYTES + DELIVERY_ADDRESS_BYTES) }),
);
export type SealedAddress = ValueOf<typeof sealedAddress>;
