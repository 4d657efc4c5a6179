// Randomness as an argument. Every function of the pure layers that needs fresh bytes takes an `Entropy`, so a test can
// script it and a step that is run again (see the Store port) draws the same bytes from its tape.

/** Returns that many fresh uniformly random bytes. */
export type Entropy = (byteCount: number) => Uint8Array;

/** Remembers the drawn bytes, so that `rewind` lets the same computation draw the same bytes again. */
export class EntropyTape {
  readonly #source: Entropy;
  readonly #drawn: Uint8Array[] = [];
  #position = 0;

  constructor(source: Entropy) {
    this.#source = source;
  }

  readonly draw: Entropy = (byteCount) => {
    const recorded = this.#drawn[this.#position];
    if (recorded !== undefined && recorded.length === byteCount) {
      this.#position++;
      return recorded.slice();
    }
    // A rerun that asks for another length took another branch: the rest of the tape was never used for its result.
    this.#drawn.length = this.#position;
    const fresh = this.#source(byteCount);
    this.#drawn.push(fresh.slice());
    this.#position++;
    return fresh;
  };

  rewind(): void {
    this.#position = 0;
  }
}
