// Every size that the wire knows, in bytes, in one place. Sizes are part of the protocol: see docs/protocol/formats.md.

/** The two envelope classes. Nothing on the wire is of another size. */
export const ENVELOPE_BYTES = { small: 4096, large: 16384 } as const;
export type EnvelopeClass = keyof typeof ENVELOPE_BYTES;
export const ENVELOPE_SIZES: readonly number[] = Object.values(ENVELOPE_BYTES);

/**
 * The text that fits a class: constant for any control data that rides along, so the class tells nothing about the
 * control data.
 */
export const TEXT_BYTES = { small: 1500, large: 13_700 } as const;

export const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;
export const KEM_PUBLIC_KEY_BYTES = 1184;
export const KEM_CIPHERTEXT_BYTES = 1088;
export const SEAL_PUBLIC_KEY_BYTES = 1216;
export const ID_BYTES = 16;
export const DIGEST_BYTES = 32;

/** HPKE overhead: encapsulated key and tag (RFC 9180; X-Wing encapsulates in 1,120 bytes). */
export const HPKE_X25519_BYTES = 48;
export const HPKE_XWING_BYTES = 1136;

export const ORIGIN_BYTES = 128;
export const NAME_BYTES = 128;
/** Room for a token of any type; empty if a service asks for none. */
export const TOKEN_BYTES = 512;
/** Tokens in one order at most. */
export const TOKEN_BATCH = 32;

/** Content of the largest blob. */
export const MAX_BLOB_BYTES = 1024 ** 3;
/**
 * A blob moves in parts of so much ciphertext: little enough to be held in memory anywhere, and to be a message of any
 * broker.
 */
export const PART_BYTES = 256 * 1024;
/** A picture in small, inside the message that brings it: never so much that it would need another envelope. */
export const THUMBNAIL_BYTES = 768;
/**
 * Long enough for names as people give them; an attachment with the longest of everything still fits the small
 * envelope.
 */
export const ATTACHMENT_NAME_BYTES = 160;
