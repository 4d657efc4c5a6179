// The blobs that this process hosts, for all its roles: ciphertext of senders, and mails too big for an envelope. One
// bound over all of them, and one for each peer, since no peer proves who it is: without the second, one peer fills the
// first in minutes. Announced bytes count as used, so that an upload that began can end.
import { createHash } from 'node:crypto';
import { concat, equal } from '#bytes/bytes.ts';
import { partCount } from '#wire/blob.ts';
import { MAX_BLOB_BYTES } from '#wire/sizes.ts';
import type { Rate } from '../runtime/rate.ts';
import { RateLimit } from '../runtime/rate.ts';
import type { Blobs, Storage, StoredBlob } from '../storage/storage.ts';

const MIB = 1024 ** 2;
/** Bytes that one peer may leave here, in MiB: two of the largest at once, and some 4.3 GB a day. */
export const PEER_MIB: Rate = { burst: (2.2 * MAX_BLOB_BYTES) / MIB, perSecond: 0.05 };
/** How long an upload may take, with its interruptions. */
export const UNFINISHED_MS = 24 * 60 * 60_000;

export const partDigest = (ciphertext: Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(ciphertext).digest());

export class Hosted {
  readonly #blobs: Blobs;
  readonly #maxBytes: number;
  readonly #now: () => number;
  readonly #peers: RateLimit;
  /** Kept here so that a blob does not count the table; set right by `measure`. */
  #bytes = 0;
  /** Room kept for blobs that do not count yet. */
  #promised = 0;

  constructor(storage: Storage, maxBytes: number, now: () => number) {
    this.#blobs = storage.blobs('hosted');
    this.#maxBytes = maxBytes;
    this.#now = now;
    this.#peers = new RateLimit(PEER_MIB, now);
  }

  /** @returns bytes hosted */
  async measure(): Promise<number> {
    this.#bytes = await this.#blobs.byteCount();
    return this.#bytes;
  }

  /**
   * Keeps room for a blob that is about to be created: others who ask meanwhile do not get the same.
   * @returns gives it back, once; `create` does so when the blob itself counts. Null: there is none
   */
  async takeRoom(byteCount: number): Promise<(() => void) | null> {
    const fits = (): boolean => this.#bytes + this.#promised + byteCount <= this.#maxBytes;
    if (!fits()) await this.measure();
    if (!fits()) return null;
    this.#promised += byteCount;
    let left = byteCount;
    return () => {
      this.#promised -= left;
      left = 0;
    };
  }

  /** 0 if the peer may leave that many bytes; otherwise in how many seconds to ask again. */
  takePeer(peer: string, byteCount: number): number {
    return this.#peers.take(peer, byteCount / MIB);
  }

  /** @param room that the caller took @returns `conflict`: a blob of another size has this id */
  async create(
    id: Uint8Array,
    byteCount: number,
    expiresAt: number,
    room: () => void,
  ): Promise<'created' | 'same' | 'conflict'> {
    const now = this.#now();
    const unfinishedUntil = Math.min(expiresAt, now + UNFINISHED_MS);
    const result = await this.#blobs.create(id, { byteCount, unfinishedUntil, expiresAt }, now);
    if (result === 'created') {
      room();
      this.#bytes += byteCount;
      return 'created';
    }
    return (await this.find(id))?.byteCount === byteCount ? 'same' : 'conflict';
  }

  find(id: Uint8Array): Promise<StoredBlob | null> {
    return this.#blobs.find(id, this.#now());
  }

  /** The caller has checked that the part belongs to this blob and has the right length. */
  writePart(id: Uint8Array, part: number, body: Uint8Array): Promise<'written' | 'same' | 'conflict' | 'absent'> {
    return this.#blobs.writePart(id, part, body, partDigest(body), this.#now());
  }

  /** `conflict`: a part is missing, or the parts are not the ones that the digest names. */
  async complete(id: Uint8Array, digest: Uint8Array): Promise<'complete' | 'absent' | 'conflict'> {
    const blob = await this.find(id);
    if (blob === null) return 'absent';
    const digests = await this.digests(id);
    if (digests.length !== partCount(blob.byteCount)) return 'conflict';
    if (!equal(partDigest(concat(...digests.map((one) => one.digest))), digest)) return 'conflict';
    return (await this.#blobs.complete(id, this.#now())) ? 'complete' : 'absent';
  }

  digests(id: Uint8Array): Promise<{ part: number; digest: Uint8Array }[]> {
    return this.#blobs.digests(id, this.#now());
  }

  /** Null if there is no complete blob of that id. */
  async readPart(id: Uint8Array, part: number): Promise<Uint8Array | null> {
    return (await this.find(id))?.complete === true ? this.#blobs.readPart(id, part, this.#now()) : null;
  }

  async delete(id: Uint8Array): Promise<void> {
    await this.#blobs.delete(id);
  }

  /** One whose parts are all here already. */
  async put(
    blob: { id: Uint8Array; digest: Uint8Array; byteCount: number },
    parts: readonly Uint8Array[],
    expiresAt: number,
    room: () => void,
  ): Promise<void> {
    await this.create(blob.id, blob.byteCount, expiresAt, room);
    await Promise.all(parts.map((body, part) => this.writePart(blob.id, part, body)));
    await this.complete(blob.id, blob.digest);
  }
}
