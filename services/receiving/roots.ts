// Roots: 16 random bytes for a mailbox, with the key that signs its delivery addresses and the key that opens it.
// Revoked address ids are kept beside them until every address that could carry them has expired.
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { LATENCY, type Latency } from '#wire/address.ts';
import { bytes, choice, part, struct, u32 } from '#wire/format.ts';
import { ID_BYTES, KEY_BYTES } from '#wire/sizes.ts';
import type { KeyValue, Storage } from '../storage/storage.ts';

const fields = { addressKey: bytes(KEY_BYTES), accessKey: bytes(KEY_BYTES), createdDay: u32 };
const record = part('root record', 128, struct({ ...fields, latency: choice(LATENCY) }));
/** Told by its length. */
const recordV1 = part('root record', 128, struct(fields));
const V1_BYTES = 2 * KEY_BYTES + 4;

export interface ServedRoot {
  readonly addressKey: Uint8Array;
  readonly accessKey: Uint8Array;
  readonly createdDay: number;
  /** How soon its owner wants to be told of new mail. */
  readonly latency: Latency;
}

const NOTHING = new Uint8Array(0);

export class Roots {
  readonly #roots: KeyValue;
  readonly #revoked: KeyValue;
  readonly #now: () => number;

  constructor(storage: Storage, now: () => number) {
    this.#roots = storage.keyValue('roots');
    this.#revoked = storage.keyValue('revoked');
    this.#now = now;
  }

  /**
   * Creates it under that name, or, if another root has it, under one that it draws (16 bytes). A root with these keys
   * is given again.
   */
  async create(name: Uint8Array, root: ServedRoot, entropy: Entropy): Promise<Uint8Array> {
    if (await this.#roots.create(encodeHex(name), record.encode(root), this.#now(), null)) return name;
    const present = await this.find(name);
    const same =
      present !== null && equal(present.addressKey, root.addressKey) && equal(present.accessKey, root.accessKey);
    return same ? name : this.create(entropy(ID_BYTES), root, entropy);
  }

  async find(root: Uint8Array): Promise<ServedRoot | null> {
    const found = await this.#roots.get(encodeHex(root), this.#now());
    return found === null ? null : decode(found.value);
  }

  /** For deliveries: one that was retired a moment ago may still be there. */
  async served(root: Uint8Array): Promise<ServedRoot | null> {
    const value = await this.#roots.glance(encodeHex(root), this.#now());
    return value === null ? null : decode(value);
  }

  /** Durable when it resolves. @returns false if there is no such root */
  async setLatency(root: Uint8Array, latency: Latency): Promise<boolean> {
    const key = encodeHex(root);
    for (;;) {
      const found = await this.#roots.get(key, this.#now());
      if (found === null) return false;
      const changed = record.encode({ ...decode(found.value), latency });
      if (await this.#roots.replace(key, changed, found.revision)) return true;
    }
  }

  async retire(root: Uint8Array): Promise<void> {
    await this.#roots.delete(encodeHex(root));
  }

  async revoke(root: Uint8Array, ids: readonly Uint8Array[], expiresAt: number): Promise<void> {
    await Promise.all(ids.map((id) => this.#revoked.create(revocationKey(root, id), NOTHING, this.#now(), expiresAt)));
  }

  /** A revocation holds within moments; earlier deliveries may still be taken in after it. */
  isRevoked(root: Uint8Array, id: Uint8Array): Promise<boolean> {
    return this.#revoked.peek(revocationKey(root, id), this.#now());
  }
}

function decode(value: Uint8Array): ServedRoot {
  return value.length === V1_BYTES ? { ...recordV1.decode(value), latency: 'now' } : record.decode(value);
}

function revocationKey(root: Uint8Array, id: Uint8Array): string {
  return `${encodeHex(root)} ${encodeHex(id)}`;
}
