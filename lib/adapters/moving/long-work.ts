// Long work on a file: how far it is, whether it is still wanted, and whether a person has agreed to its cost. It is
// looked at between parts of the work.
import type { ReadingProgress } from '#logins/formats/file-reading.ts';
import { type KeyWork, openingVerdict } from './opening-cost.ts';

export interface LongWork {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadingProgress) => void;
  /** The person was told what it costs, and waits. */
  readonly isPatient?: boolean;
}

/** Its key is too dear for any file, or so dear that a person is asked first. */
export type CostRefusal =
  | { readonly ok: false; readonly refusal: 'too-costly' }
  | { readonly ok: false; readonly refusal: 'costly'; readonly work: KeyWork };

export class WorkSteps {
  readonly #work: LongWork;

  constructor(work: LongWork) {
    this.#work = work;
  }

  report(step: ReadingProgress['step'], part: number | null) {
    this.#work.onProgress?.({ step, part });
  }

  /** Lets messages come in, such as the one that ends the work. @throws the signal's reason */
  async pause() {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#work.signal?.throwIfAborted();
  }
}

/** Null: the key may be made. */
export function costRefusal(work: KeyWork, { isPatient = false }: LongWork): CostRefusal | null {
  const verdict = openingVerdict(work);
  if (verdict === 'refuse') return { ok: false, refusal: 'too-costly' };
  return verdict === 'ask' && !isPatient ? { ok: false, refusal: 'costly', work } : null;
}
