// Blobs on the wire: a reference to one at a sending service (or a mail gateway), and the requests about it. The
// ciphertext itself moves in parts of PART_BYTES, the last one shorter; docs/protocol/blobs.md. No party needs more
// than a part at once.
import { blob, bytes, format, struct, text, u32, type ValueOf } from './format.ts';
import { FORMAT_ID } from './ids.ts';
import { DIGEST_BYTES, ID_BYTES, KEY_BYTES, MAX_BLOB_BYTES, ORIGIN_BYTES, PART_BYTES, TOKEN_BYTES } from './sizes.ts';

export const blobReference = struct({
  origin: text(ORIGIN_BYTES),
  id: bytes(ID_BYTES),
  key: bytes(KEY_BYTES),
  /**
   * SHA-256 of the SHA-256 of each part, in order: with the list of those, any part is verified alone, and without the
   * key.
   */
  digest: bytes(DIGEST_BYTES),
  /** Bytes of ciphertext: a size class, see `hostedBytes`. */
  byteCount: u32,
  /** Last day on which it is hosted. */
  expiryDay: u32,
});
export interface BlobReference {
  origin: string;
  id: Uint8Array;
  key: Uint8Array;
  digest: Uint8Array;
  byteCount: number;
  expiryDay: number;
}

/**
 * The smallest class that holds `byteCount` bytes: Padmé (Barman et al., PURBs, 2019, section 4), at least 16 KiB. At
 * most 12 % is padding.
 */
export function blobClassBytes(byteCount: number): number {
  const length = Math.max(byteCount, 16 * 1024);
  const exponent = Math.floor(Math.log2(length));
  const mantissaBits = Math.floor(Math.log2(exponent)) + 1;
  const unit = 2 ** (exponent - mantissaBits);
  return Math.ceil(length / unit) * unit;
}

/** Bytes that sealing adds to a part. */
export const PART_OVERHEAD = 16;
/** The length of the content stands in front of it. */
export const LENGTH_BYTES = 4;

/** Bytes of ciphertext for so much content: the smallest class in which it fits, sealed in parts. */
export function hostedBytes(contentBytes: number): number {
  let size = blobClassBytes(LENGTH_BYTES + contentBytes + PART_OVERHEAD);
  while (size - PART_OVERHEAD * partCount(size) < LENGTH_BYTES + contentBytes) size = blobClassBytes(size + 1);
  return size;
}
export const MAX_HOSTED_BYTES = hostedBytes(MAX_BLOB_BYTES);

/**
 * Whether a blob of so much ciphertext may exist: a class, and not too large. The last part of a class always has room
 * for its seal.
 */
export function isHostedSize(byteCount: number): boolean {
  return byteCount > 0 && byteCount <= MAX_HOSTED_BYTES && blobClassBytes(byteCount) === byteCount;
}

export function partCount(byteCount: number): number {
  return Math.ceil(byteCount / PART_BYTES);
}
export const MAX_PARTS = partCount(MAX_HOSTED_BYTES);

/** Ciphertext of one part, its number counted from 0. */
export function partBytes(byteCount: number, part: number): number {
  return Math.min(PART_BYTES, byteCount - part * PART_BYTES);
}

/** Announces a blob, so that its parts may come. The id is the client's choice, random. */
export const blobRequest = format(
  'blob request',
  FORMAT_ID.blobRequest,
  1,
  1024,
  struct({ id: bytes(ID_BYTES), byteCount: u32, expiryDay: u32, token: blob(TOKEN_BYTES) }),
);
export type BlobRequest = ValueOf<typeof blobRequest>;

/**
 * Which parts a service holds: bit n (from the highest of the first byte) for part n. `digest` is empty until the blob
 * is complete.
 */
export const blobStatus = format(
  'blob status',
  FORMAT_ID.blobStatus,
  1,
  1024,
  struct({ byteCount: u32, digest: blob(DIGEST_BYTES), parts: blob(Math.ceil(MAX_PARTS / 8)) }),
);
export type BlobStatus = ValueOf<typeof blobStatus>;

/** Says that all parts are there, with their digest: from then on the blob is hosted, and never changed. */
export const blobCompletion = format(
  'blob completion',
  FORMAT_ID.blobCompletion,
  1,
  64,
  struct({ id: bytes(ID_BYTES), digest: bytes(DIGEST_BYTES) }),
);

const asked = { origin: text(ORIGIN_BYTES), id: bytes(ID_BYTES), digest: bytes(DIGEST_BYTES), byteCount: u32 };
/**
 * Asks one's own receiving service for a part of a blob that lies anywhere, so that its host does not see the reader.
 */
export const partQuery = format('part query', FORMAT_ID.partQuery, 1, 256, struct({ ...asked, part: u32 }));
export type PartQuery = ValueOf<typeof partQuery>;
/** The same for the list of its parts' digests. */
export const digestsQuery = format('digests query', FORMAT_ID.digestsQuery, 1, 256, struct(asked));
export type DigestsQuery = ValueOf<typeof digestsQuery>;
