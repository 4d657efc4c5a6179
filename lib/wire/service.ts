// A service's word about itself: the signed descriptor inside `/.well-known/proton.json`. A service
// is named by its origin *and* its Ed25519 key: a service that relays the descriptor (a sending one, for instance)
// cannot put other sealing keys in it.
import { blob, bytes, choice, format, list, part, struct, text, timestamp, u8, u32, type ValueOf } from './format.ts';
import { FORMAT_ID } from './ids.ts';
import { DIGEST_BYTES, KEY_BYTES, ORIGIN_BYTES, SEAL_PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from './sizes.ts';
import { tokenClass, tokenType } from './token.ts';

/** `{origin, key}`: the name under which a service is passed on inside messages. */
export const serviceName = struct({ origin: text(ORIGIN_BYTES), key: bytes(KEY_BYTES) });
export interface ServiceName {
  origin: string;
  key: Uint8Array;
}

export const ROLES = { issuer: 1, sending: 2, receiving: 3, mail: 4, directory: 5 } as const;
export type Role = keyof typeof ROLES;

/** One generation of a receiving service's sealing keys. Days are whole days since the epoch, both inclusive. */
const generation = struct({
  generation: u32,
  /** X25519: opens delivery addresses (made by the owner of the root, carried end to end encrypted). */
  inner: bytes(KEY_BYTES),
  /** X-Wing: opens sealed addresses (they cross the network). */
  outer: bytes(SEAL_PUBLIC_KEY_BYTES),
  fromDay: u32,
  /** Last day on which new addresses are made for it. */
  untilDay: u32,
  /** Last day on which the service opens addresses made for it, and so the latest expiry that one can have. */
  opensUntilDay: u32,
});
export interface Generation {
  generation: number;
  inner: Uint8Array;
  outer: Uint8Array;
  fromDay: number;
  untilDay: number;
  opensUntilDay: number;
}

export const descriptorStatement = part(
  'descriptor statement',
  64 * 1024,
  struct({
    name: serviceName,
    issuedAt: timestamp,
    roles: list(8, choice(ROLES)),
    protocolVersions: list(8, u8),
    generations: list(16, generation),
    /** Domain of the masks; empty if the service is no mail gateway. */
    mailDomain: text(ORIGIN_BYTES),
    maxBlobBytes: u32,
    /** How long an accepted delivery is kept and retried at most, in days. */
    retryHorizonDays: u8,
    /**
     * Issuers whose tokens are accepted, and by which keys: a class that has no key here asks for no token. Key ids are
     * digests (RFC 9578 section 5.5), so that an issuer cannot show one client keys of its own without this service's
     * signature.
     */
    tokenIssuers: list(
      8,
      struct({
        origin: text(ORIGIN_BYTES),
        keys: list(64, struct({ class: tokenClass, type: tokenType, id: bytes(DIGEST_BYTES) })),
      }),
    ),
  }),
);
export type DescriptorStatement = ValueOf<typeof descriptorStatement>;

export const descriptor = format(
  'descriptor',
  FORMAT_ID.descriptor,
  1,
  64 * 1024 + SIGNATURE_BYTES,
  struct({ signature: bytes(SIGNATURE_BYTES), statement: blob(descriptorStatement.maxBytes) }),
);
