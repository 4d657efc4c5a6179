// One thing at a time, and once more if asked meanwhile: how couriers are woken. A call during a run is answered by one further run.

export class Running {
  readonly #work: () => Promise<void>;
  #current: Promise<void> | null = null;
  #again = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Resolves when a run that began after this call has ended. Rejects where that run failed. */
  ask(): Promise<void> {
    if (this.#current !== null) {
      this.#again = true;
      return this.#current;
    }
    this.#current = this.#loop();
    return this.#current;
  }

  async #loop(): Promise<void> {
    try {
      do {
        this.#again = false;
        await this.#work();
      } while (this.#again);
    } finally {
      this.#current = null;
    }
  }
}
