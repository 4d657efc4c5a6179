// The blobs that this process hosts, for all its roles: ciphertext of senders, and mails too big for an envelope. One bound over all of
// them, and one for each peer, since nobody is asked who they are: without the second, one peer fills the first in minutes.
import type { Rate } from './rate.ts';
import { RateLimit } from './rate.ts';
import type { Blobs, Storage } from './storage/storage.ts';

const MIB = 1024 ** 2;
/** Bytes that one peer may leave here, in MiB: half a gigabyte at once, and some 1.7 GB a day. */
export const PEER_MIB: Rate = { burst: 512, perSecond: 0.02 };

export class Hosted {
  readonly #blobs: Blobs;
  readonly #maxBytes: number;
  readonly #now: () => number;
  readonly #peers: RateLimit;
  /** Kept here so that a blob does not count the table; set right by `measure`. */
  #bytes = 0;

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

  async hasRoom(byteCount: number): Promise<boolean> {
    return this.#bytes + byteCount <= this.#maxBytes || (await this.measure()) + byteCount <= this.#maxBytes;
  }

  /** 0 where the peer may leave that many bytes; otherwise in how many seconds to ask again. */
  takePeer(peer: string, byteCount: number): number {
    return this.#peers.take(peer, byteCount / MIB);
  }

  /** Whoever calls has asked for room. */
  async put(id: Uint8Array, body: Uint8Array, expiresAt: number): Promise<'stored' | 'same' | 'conflict'> {
    const result = await this.#blobs.put(id, body, expiresAt, this.#now());
    if (result === 'stored') this.#bytes += body.length;
    return result;
  }

  async get(id: Uint8Array): Promise<Uint8Array | null> {
    return (await this.#blobs.get(id, this.#now()))?.body ?? null;
  }
}
