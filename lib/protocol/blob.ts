// Blobs small enough to be held in memory: padded to a size class, sealed under a key of their own, checked by digest (DESIGN section 5).
import { ascii, concat, equal, u32 } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { aeadKey, createAeadKey } from '#crypto/keys.ts';
import { open, SEAL_OVERHEAD, seal } from '#crypto/xchacha.ts';
import { type BlobReference, blobClassBytes } from '#wire/blob.ts';

const CONTEXT = ascii('nucleus/blob/1');

/** Draws 72 bytes. The ciphertext's length is exactly a size class. */
export function sealBlob(
  content: Uint8Array,
  hosted: { origin: string; expiryDay: number },
  entropy: Entropy,
): { reference: BlobReference; ciphertext: Uint8Array } {
  const key = createAeadKey(entropy);
  const id = entropy(16);
  const byteCount = blobClassBytes(content.length + 4 + SEAL_OVERHEAD);
  const padding = new Uint8Array(byteCount - SEAL_OVERHEAD - 4 - content.length);
  const ciphertext = seal(key, concat(u32(content.length), content, padding), CONTEXT, entropy);
  return { ciphertext, reference: { ...hosted, id, key, digest: sha256(ciphertext), byteCount } };
}

/** @throws Fault untrusted 'blob-digest' | 'blob-sealed': what the host gave is not what was referred to, or was never sealed rightly */
export function openBlob(reference: BlobReference, ciphertext: Uint8Array): Uint8Array {
  if (ciphertext.length !== reference.byteCount || !equal(sha256(ciphertext), reference.digest))
    throw new Fault('untrusted', 'blob-digest', 'the hosted bytes are not the ones referred to');
  const opened = open(aeadKey(reference.key), ciphertext, CONTEXT);
  // Whoever made the reference made the blob: it may be shorter than its own length field.
  if (opened === null || opened.length < 4) throw new Fault('untrusted', 'blob-sealed', 'the hosted bytes do not open');
  const length = new DataView(opened.buffer, opened.byteOffset, opened.length).getUint32(0);
  if (length > opened.length - 4) throw new Fault('untrusted', 'blob-sealed', 'the hosted bytes do not open');
  return opened.slice(4, 4 + length);
}
