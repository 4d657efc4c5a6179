// A set of whole numbers from 1 on, one bit each: which messages of a conversation were read.

export class NumberSet {
  #bits = new Uint8Array(4);

  has(number: number): boolean {
    return (((this.#bits[number >> 3] ?? 0) >> (number & 7)) & 1) === 1;
  }

  add(number: number): void {
    const at = number >> 3;
    if (at >= this.#bits.length) {
      const grown = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      grown.set(this.#bits);
      this.#bits = grown;
    }
    this.#bits[at] = (this.#bits[at] as number) | (1 << (number & 7));
  }

  /** Those from 1 to `last` that are not in it, ascending. */
  missing(last: number): number[] {
    const missing: number[] = [];
    for (let number = 1; number <= last; number++) if (!this.has(number)) missing.push(number);
    return missing;
  }
}
