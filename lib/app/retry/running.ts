// One thing at a time, and once more if asked meanwhile: how couriers are woken. A call during a run is answered by one
// further run.

export class Running {
  readonly #work: () => Promise<void>;
  #current: Promise<void> | null = null;
  #again = false;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  get isRunning(): boolean {
    return this.#current !== null;
  }

  /**
   * Resolves when a run that began after this call has ended. Rejects if a run failed; a run asked for meanwhile is
   * still done.
   */
  ask(): Promise<void> {
    if (this.#current !== null) {
      this.#again = true;
      return this.#current;
    }
    this.#current = this.#loop();
    return this.#current;
  }

  async #loop(): Promise<void> {
    let failure: { readonly error: unknown } | null = null;
    do {
      this.#again = false;
      try {
        await this.#work();
      } catch (error) {
        failure ??= { error };
      }
    } while (this.#again);
    this.#current = null;
    if (failure !== null) throw failure.error;
  }
}
