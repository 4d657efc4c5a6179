// Bytes of bodies under way, coming or going: what a process holds in memory for callers at once. Beyond a bound new
// work is refused as unavailable, which costs nothing, instead of growing; and no peer may hold more than its share, or
// a few slow ones would keep all out.
import { networkOf } from '../runtime/rate.ts';

const MAX_BYTES = 96 * 1024 ** 2;
const PEER_BYTES = 16 * 1024 ** 2;

export class Load {
  readonly #maxBytes: number;
  readonly #peerBytes: number;
  readonly #byPeer = new Map<string, number>();
  #bytes = 0;

  constructor(maxBytes = MAX_BYTES, peerBytes = PEER_BYTES) {
    this.#maxBytes = maxBytes;
    this.#peerBytes = peerBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @returns gives them back, once; null if they are too many */
  take(peer: string, byteCount: number): (() => void) | null {
    const key = networkOf(peer);
    const held = this.#byPeer.get(key) ?? 0;
    if (this.#bytes + byteCount > this.#maxBytes || held + byteCount > this.#peerBytes) return null;
    this.#bytes += byteCount;
    this.#byPeer.set(key, held + byteCount);
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      this.#bytes -= byteCount;
      const left = (this.#byPeer.get(key) ?? byteCount) - byteCount;
      if (left === 0) this.#byPeer.delete(key);
      else this.#byPeer.set(key, left);
    };
  }
}
