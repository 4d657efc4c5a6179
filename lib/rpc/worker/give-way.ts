// Long work gives way to a person: an import of thousands of log-ins stands back while a view opens or something else
// is asked, and until nothing was asked for a moment, so that popup and menu have processor and disk to themselves.
// If the asking does not end, it gets a share of the time.

/** From a view's first sign of life to its first question it reads its scripts; then it paints. */
export const REST_MS = 250;
/** After so long a wait in all, work goes on for so long. */
export const MOST_WAIT_MS = 1000;
export const SHARE_MS = 300;
/** While something is being answered. */
const LOOK_MS = 20;

interface Clock {
  /** Milliseconds, never backwards. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
}

export class GiveWay {
  readonly #clock: Clock;
  #answering = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #waitedMs = 0;
  #shareUntil = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A view opens. */
  note(): void {
    this.#askedAt = this.#clock.now();
  }

  /** The same handlers: while one of them works, and a moment longer, long work waits. @param aside others */
  before<H extends object>(handlers: H, aside: ReadonlySet<keyof H> = new Set()): H {
    const all = Object.entries(handlers).map(([name, handle]) => [
      name,
      aside.has(name as keyof H) ? handle : (...call: unknown[]) => this.#answer(() => handle(...call)),
    ]);
    return Object.fromEntries(all) as H;
  }

  /** Resolves when the next piece of long work may be done. */
  async turn(): Promise<void> {
    const { now, pause } = this.#clock;
    while (now() >= this.#shareUntil) {
      const left = this.#answering > 0 ? LOOK_MS : this.#askedAt + REST_MS - now();
      if (left <= 0) return;
      await pause(left);
      this.#waitedMs += left;
      if (this.#waitedMs < MOST_WAIT_MS) continue;
      this.#waitedMs = 0;
      this.#shareUntil = now() + SHARE_MS;
    }
  }

  async #answer<T>(work: () => Promise<T>): Promise<T> {
    this.#answering++;
    try {
      return await work();
    } finally {
      this.#answering--;
      this.note();
    }
  }
}
