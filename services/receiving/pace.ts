// A pace: how often something may come in a while, and when each early arrival is due instead. A token bucket that may
// go into debt (the "generic cell rate algorithm"): one number a name, the time at which its bucket is full again. In
// memory only: a restart forgives everybody, and several processes allow so many times as much. Past the bound, names
// that were quiet longest are forgotten, which forgives them.

export interface PaceLimit {
  /** How many at once. */
  readonly burst: number;
  readonly perSecond: number;
}

const MAX_NAMES = 100_000;

export class Pace {
  readonly #intervalMs: number;
  readonly #burstMs: number;
  readonly #maxWaitMs: number;
  /** Name → when its bucket is full again. Ordered by last use. */
  readonly #fullAt = new Map<string, number>();

  /** @param maxWaitMs what would have to wait longer is refused */
  constructor({ burst, perSecond }: PaceLimit, maxWaitMs: number) {
    this.#intervalMs = 1000 / perSecond;
    this.#burstMs = burst * this.#intervalMs;
    this.#maxWaitMs = maxWaitMs;
  }

  /** How long something that comes now has to wait; null: too long. Nothing is taken. */
  waitMs(name: string, now: number): number | null {
    const wait = Math.max(0, this.#next(name, now) - this.#burstMs - now);
    return wait > this.#maxWaitMs ? null : wait;
  }

  take(name: string, now: number): void {
    const next = this.#next(name, now);
    this.#fullAt.delete(name);
    this.#fullAt.set(name, next);
    if (this.#fullAt.size > MAX_NAMES) this.#fullAt.delete(this.#fullAt.keys().next().value as string);
  }

  #next(name: string, now: number): number {
    return Math.max(this.#fullAt.get(name) ?? 0, now) + this.#intervalMs;
  }
}
