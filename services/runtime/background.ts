// What a part of a process does beside the requests that it answers: loops, timers, writes that no caller waits for. A
// caller that begins work here need not wait for it; ending the part waits for all of it, so a closed part has ended.

type Failed = (error: unknown) => void;

export class Background {
  readonly #ending = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();

  /** Aborted when the part ends: long waits are cut off by it. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  get hasStopped(): boolean {
    return this.#ending.signal.aborted;
  }

  /** Takes on work that has begun. `failed` hears how it failed, unless the end of the part cut it off. */
  run(work: Promise<unknown>, failed: Failed): void {
    const tracked = work
      .then(
        () => {},
        (error: unknown) => {
          if (!this.hasStopped) failed(error);
        },
      )
      .finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  /**
   * Calls back once after that time, unless the part ends before. Keeps no process alive. @returns what calls it off
   */
  after(delayMs: number, callback: () => void): () => void {
    if (this.hasStopped) return () => {};
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      callback();
    }, delayMs);
    timer.unref();
    this.#timers.add(timer);
    return () => {
      clearTimeout(timer);
      this.#timers.delete(timer);
    };
  }

  /** Calls back at that interval until the part ends. Keeps no process alive. */
  every(intervalMs: number, callback: () => void): void {
    if (this.hasStopped) return;
    const timer = setInterval(callback, intervalMs);
    timer.unref();
    this.#timers.add(timer);
  }

  /** Cuts off waits and timers. What runs may go on to its end. */
  stop(): void {
    this.#ending.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Stops, and resolves when nothing runs any more. */
  async end(): Promise<void> {
    this.stop();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
