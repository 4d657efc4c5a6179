// Blobs: content of up to a gigabyte under a key of its own, padded to a size class, sealed in parts
// (docs/protocol/blobs.md). Every function here works on one part, so that no party needs to hold a blob whole;
// `sealBlob` and `openBlob` are for small ones.
import { ascii, concat, equal, u32Bytes } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { aeadKey, createAeadKey } from '#crypto/keys.ts';
import { openStreamPart, sealStreamPart } from '#crypto/stream.ts';
import { type BlobReference, hostedBytes, LENGTH_BYTES, PART_OVERHEAD, partBytes, partCount } from '#wire/blob.ts';
import { DIGEST_BYTES, MAX_BLOB_BYTES, PART_BYTES } from '#wire/sizes.ts';

const CONTEXT = ascii('nucleus/blob/1');
/** Plaintext of a full part. */
const ROOM = PART_BYTES - PART_OVERHEAD;

/** Which bytes of the content a part holds; `from` equals `to` if it holds padding only. */
export function contentRange(contentBytes: number, part: number): { from: number; to: number } {
  const from = Math.min(contentBytes, Math.max(0, part * ROOM - LENGTH_BYTES));
  return { from, to: Math.min(contentBytes, (part + 1) * ROOM - LENGTH_BYTES) };
}

/**
 * Seals one part. The same part is sealed again only with the same bytes: another content under this key and number
 * would give both away.
 * @param content the bytes of `contentRange`
 * @throws Fault bug 'blob-range' if they are of another length
 */
export function sealPart(key: Uint8Array, contentBytes: number, part: number, content: Uint8Array): Uint8Array {
  const { from, to } = contentRange(contentBytes, part);
  if (content.length !== to - from || contentBytes > MAX_BLOB_BYTES)
    throw new Fault('bug', 'blob-range', 'a part wants exactly its own bytes');
  const byteCount = hostedBytes(contentBytes);
  const plaintext = new Uint8Array(partBytes(byteCount, part) - PART_OVERHEAD);
  if (part === 0) plaintext.set(u32Bytes(contentBytes));
  plaintext.set(content, part === 0 ? LENGTH_BYTES : 0);
  return sealStreamPart(aeadKey(key), part, part === partCount(byteCount) - 1, plaintext, CONTEXT);
}

/** @throws Fault untrusted 'blob-sealed': it was never sealed rightly, or is another part */
function openPlaintext({ key, byteCount }: Sealed, part: number, ciphertext: Uint8Array): Uint8Array {
  const last = part === partCount(byteCount) - 1;
  const opened =
    ciphertext.length === partBytes(byteCount, part)
      ? openStreamPart(aeadKey(key), part, last, ciphertext, CONTEXT)
      : null;
  if (opened === null) throw broken();
  return opened;
}

type Sealed = Pick<BlobReference, 'key' | 'byteCount'>;

/** How long the content is, as its first part says. @throws Fault untrusted 'blob-sealed' */
export function contentLength(sealed: Sealed, first: Uint8Array): number {
  const plaintext = openPlaintext(sealed, 0, first);
  const length = plaintext.length < LENGTH_BYTES ? -1 : lengthIn(plaintext);
  // The author of the reference made the blob too, so its length may be any number. Only lengths of this class count.
  if (length < 0 || length > MAX_BLOB_BYTES || hostedBytes(length) !== sealed.byteCount) throw broken();
  return length;
}

const lengthIn = (first: Uint8Array): number => new DataView(first.buffer, first.byteOffset).getUint32(0);

/**
 * The bytes of the content that a part holds.
 * @param contentBytes as the message says; the first part must say the same
 * @throws Fault untrusted 'blob-sealed'
 */
export function openPart(sealed: Sealed, contentBytes: number, part: number, ciphertext: Uint8Array): Uint8Array {
  const plaintext = openPlaintext(sealed, part, ciphertext);
  const { from, to } = contentRange(contentBytes, part);
  const start = part === 0 ? LENGTH_BYTES : 0;
  if (part === 0 && (plaintext.length < LENGTH_BYTES || lengthIn(plaintext) !== contentBytes)) throw broken();
  const content = plaintext.subarray(start, start + to - from);
  // Zeros behind the content, so that a content has one sealed form under a key.
  let rest = 0;
  for (let at = start + to - from; at < plaintext.length; at++) rest |= plaintext[at] as number;
  if (rest !== 0 || content.length !== to - from) throw broken();
  return content;
}

/** The digest of a blob from those of its parts, in order, joined. */
export function blobDigest(digests: Uint8Array): Uint8Array {
  return sha256(digests);
}

/** Whether a list of digests is the one that the reference names. */
export function areDigestsOf(reference: Pick<BlobReference, 'digest' | 'byteCount'>, digests: Uint8Array): boolean {
  return digests.length === partCount(reference.byteCount) * DIGEST_BYTES && equal(sha256(digests), reference.digest);
}

/** Whether ciphertext is the part that a verified list names. */
export function isPartOf(digests: Uint8Array, part: number, ciphertext: Uint8Array): boolean {
  return equal(sha256(ciphertext), digests.subarray(part * DIGEST_BYTES, (part + 1) * DIGEST_BYTES));
}

/** Seals a content that is in memory anyway. Draws 48 bytes. */
export function sealBlob(
  content: Uint8Array,
  hosted: { origin: string; expiryDay: number },
  entropy: Entropy,
): { reference: BlobReference; parts: Uint8Array[] } {
  const key = createAeadKey(entropy);
  const id = entropy(16);
  const { parts, digest, byteCount } = sealParts(key, content);
  return { parts, reference: { ...hosted, id, key, digest, byteCount } };
}

/** All parts of a content under a key that was made for it. */
export function sealParts(
  key: Uint8Array,
  content: Uint8Array,
): { parts: Uint8Array[]; digest: Uint8Array; byteCount: number } {
  const byteCount = hostedBytes(content.length);
  const parts = Array.from({ length: partCount(byteCount) }, (_, part) => {
    const { from, to } = contentRange(content.length, part);
    return sealPart(key, content.length, part, content.subarray(from, to));
  });
  return { parts, digest: blobDigest(concat(...parts.map(sha256))), byteCount };
}

/**
 * @throws Fault untrusted 'blob-digest' | 'blob-sealed': the host gave other bytes than the reference names, or they
 * were never sealed rightly
 */
export function openBlob(reference: BlobReference, parts: readonly Uint8Array[]): Uint8Array {
  if (!areDigestsOf(reference, concat(...parts.map(sha256))))
    throw new Fault('untrusted', 'blob-digest', 'the hosted bytes are not the ones referred to');
  const length = contentLength(reference, parts[0] ?? new Uint8Array(0));
  return concat(...parts.map((ciphertext, part) => openPart(reference, length, part, ciphertext)));
}

function broken(): Fault {
  return new Fault('untrusted', 'blob-sealed', 'the hosted bytes do not open');
}
