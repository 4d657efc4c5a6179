// What the nodes of a JetStream store see: names that are keyed digests, and records sealed under the operator's key.
// So their disks and operators hold no readable root, destination or key, and cannot put one in unnoticed; they see how
// much there is, how big and when. A record is bound to its subject, but an older record of the same subject could be
// put back: that needs trust in the nodes, or mutual TLS between them (docs/operating.md).
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';
import { ascii, concat } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { hmacSha256 } from '#crypto/hash.ts';
import { type AeadKey, aeadKey } from '#crypto/keys.ts';
import { open, seal } from '#crypto/xchacha.ts';

export const OPERATOR_KEY_BYTES = 32;
/** Of a digest in a subject: nodes keep every subject in memory. */
export const NAME_TOKEN_BYTES = 16;

/** The operator's key as its file holds it: 32 bytes in base64 or base64url. @throws Fault malformed 'operator-key' */
export function parseOperatorKey(text: string): Uint8Array {
  const key = decodeBase64url(text.trim().replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_'));
  if (key?.length === OPERATOR_KEY_BYTES) return key;
  throw new Fault('malformed', 'operator-key', "the operator's key wants 32 bytes in base64");
}

export class StoreSealing {
  readonly #nameKey: Uint8Array;
  readonly #recordKey: AeadKey;
  readonly #entropy: Entropy;

  constructor(operatorKey: Uint8Array, entropy: Entropy) {
    this.#nameKey = hmacSha256(operatorKey, ascii('nucleus/store-names/1'));
    this.#recordKey = aeadKey(hmacSha256(operatorKey, ascii('nucleus/store-records/1')));
    this.#entropy = entropy;
  }

  /** The token of a key of one map, queue or mailbox in subjects: 22 characters of base64url. */
  token(scope: string, key: Uint8Array): string {
    const digest = hmacSha256(this.#nameKey, concat(encodeUtf8(scope), new Uint8Array(1), key));
    return encodeBase64url(digest.subarray(0, NAME_TOKEN_BYTES));
  }

  seal(subject: string, record: Uint8Array): Uint8Array {
    return seal(this.#recordKey, record, ascii(subject), this.#entropy);
  }

  /** @throws Fault untrusted 'storage-foreign': made under another key, or not for this subject */
  open(subject: string, sealed: Uint8Array): Uint8Array {
    const record = open(this.#recordKey, sealed, ascii(subject));
    if (record === null) throw new Fault('untrusted', 'storage-foreign', "a record is not of this operator's key");
    return record;
  }
}
