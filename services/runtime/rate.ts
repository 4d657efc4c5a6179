// Token buckets in memory, one a peer and kind of work. Peers are network addresses (IPv6 by /64): they live here only
// while they ask, and are never written anywhere. A restart forgives everybody.
import { isIPv6 } from 'node:net';

export interface Rate {
  /** How many at once. */
  readonly burst: number;
  readonly perSecond: number;
}

/** Peers remembered at most; beyond that those who have waited longest are forgotten, which forgives them. */
const MAX_PEERS = 50_000;

export class RateLimit {
  readonly #rate: Rate;
  readonly #now: () => number;
  /** Peer → tokens left, and when that was true. Ordered by last use. */
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(rate: Rate, now: () => number) {
    this.#rate = rate;
    this.#now = now;
  }

  /** @param cost in tokens. @returns 0 if the peer may go on; otherwise in how many seconds to ask again */
  take(peer: string, cost = 1): number {
    const key = networkOf(peer);
    const now = this.#now();
    const tokens = this.#left(key, now);
    const enough = tokens >= cost;
    this.#buckets.delete(key);
    this.#buckets.set(key, { tokens: enough ? tokens - cost : tokens, at: now });
    if (this.#buckets.size > MAX_PEERS) this.#buckets.delete(this.#buckets.keys().next().value as string);
    return enough ? 0 : Math.max(1, Math.ceil((cost - tokens) / this.#rate.perSecond));
  }

  /** Whether the peer has used up what it has, and waits. */
  isSpent(peer: string): boolean {
    return this.#left(networkOf(peer), this.#now()) < 1;
  }

  #left(key: string, now: number): number {
    const { burst, perSecond } = this.#rate;
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return burst;
    return Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * perSecond);
  }
}

/** What one peer is: an IPv6 peer owns a /64 and can use any address in it. */
export function networkOf(peer: string): string {
  if (!isIPv6(peer) || peer.startsWith('::ffff:')) return peer;
  const [head = '', tail = ''] = peer.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = [...left, ...new Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return groups.slice(0, 4).join(':');
}
