// Long work on a file: how far it is, and whether it is still wanted. It is looked at between parts of the work.

export interface WorkProgress {
  /** `deriving` a key, `unpacking` what was deciphered, `reading` it. */
  readonly step: 'deriving' | 'unpacking' | 'reading';
  /** From 0 to 1. */
  readonly part: number;
}

export interface LongWork {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: WorkProgress) => void;
}

export class WorkSteps {
  readonly #work: LongWork;

  constructor(work: LongWork) {
    this.#work = work;
  }

  report(step: WorkProgress['step'], part: number) {
    this.#work.onProgress?.({ step, part });
  }

  /** Lets messages come in, such as the one that ends the work. @throws the signal's reason */
  async pause() {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#work.signal?.throwIfAborted();
  }
}
