// Mask records: management key, mail key and renewable delivery addresses, and nothing that tells which masks belong
// together. They lie under a keyed digest of the name. A retired mask leaves its name and management key, so that no
// other client can take the name over.
import { encodeHex } from '#bytes/base64url.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { hmacSha256 } from '#crypto/hash.ts';
import { bytes, part, struct, timestamp, union, type ValueOf } from '#wire/format.ts';
import { addressGrant } from '#wire/message.ts';
import { DIGEST_BYTES, KEY_BYTES, SEAL_PUBLIC_KEY_BYTES } from '#wire/sizes.ts';
import type { KeyValue, Storage } from '../storage/storage.ts';

const maskRecord = part(
  'mask record',
  10 * 1024,
  union({
    active: [
      1,
      struct({
        managementKey: bytes(KEY_BYTES),
        mailKey: bytes(SEAL_PUBLIC_KEY_BYTES),
        /** SHA-256 of the request that created it, and of the last renewal: the same again is no conflict. */
        requestDigest: bytes(DIGEST_BYTES),
        renewalDigest: bytes(DIGEST_BYTES),
        /** `madeAt` of the last renewal; 0: none yet. */
        renewedAt: timestamp,
        grant: addressGrant,
      }),
    ],
    /** The rest of a retired one: whose it was, and the request that must not be repeated to bring it back. */
    retired: [2, struct({ managementKey: bytes(KEY_BYTES), requestDigest: bytes(DIGEST_BYTES) })],
  }),
);
export type MaskRecord = ValueOf<typeof maskRecord>;
export type ActiveMask = Extract<MaskRecord, { kind: 'active' }>['value'];

export class Masks {
  readonly #records: KeyValue;
  readonly #nameKey: Uint8Array;
  readonly #now: () => number;

  constructor(storage: Storage, nameKey: Uint8Array, now: () => number) {
    this.#records = storage.keyValue('masks');
    this.#nameKey = nameKey;
    this.#now = now;
  }

  async find(localPart: string): Promise<{ record: MaskRecord; revision: number } | null> {
    const found = await this.#records.get(this.#name(localPart), this.#now());
    return found === null ? null : { record: maskRecord.decode(found.value), revision: found.revision };
  }

  /** False if the name is taken. */
  create(localPart: string, mask: ActiveMask): Promise<boolean> {
    const record = maskRecord.encode({ kind: 'active', value: mask });
    return this.#records.create(this.#name(localPart), record, this.#now(), null);
  }

  /** False if it was changed since `revision` was read. */
  replace(localPart: string, record: MaskRecord, revision: number): Promise<boolean> {
    return this.#records.replace(this.#name(localPart), maskRecord.encode(record), revision);
  }

  #name(localPart: string): string {
    return encodeHex(hmacSha256(this.#nameKey, encodeUtf8(localPart)));
  }
}
