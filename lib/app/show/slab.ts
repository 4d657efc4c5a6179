// Many folded texts as one string, with whose they are beside it. A text holds letters, digits and spaces only, so the
// line break between two is never part of a query, and a find lies in one text.

/** The length at which a slab closes: so small that joining it again while it is open takes no noticeable time. */
const SLAB_CHARS = 64 * 1024;
const BREAK = '\n';

export class Slab {
  #pieces: string[] = [];
  #joined = '';
  #chars = 0;
  #starts: number[] | Uint32Array = [];
  #owners: number[] | Uint32Array = [];
  #sequences: number[] | Uint32Array = [];
  #times: number[] | Float64Array = [];

  get chars(): number {
    return this.#chars;
  }

  get isFull(): boolean {
    return this.#chars >= SLAB_CHARS;
  }

  /** Only until it is full. @returns by how many characters it grew */
  add(text: string, owner: number, sequence: number, at: number): number {
    (this.#starts as number[]).push(this.#chars);
    (this.#owners as number[]).push(owner);
    (this.#sequences as number[]).push(sequence);
    (this.#times as number[]).push(at);
    this.#pieces.push(text + BREAK);
    this.#chars += text.length + 1;
    if (this.isFull) this.#close();
    return text.length + 1;
  }

  /** Shows every text that holds the needle, once each. */
  search(needle: string, show: (text: string, owner: number, sequence: number, at: number) => void): void {
    const whole = this.#whole();
    for (let at = whole.indexOf(needle); at >= 0; ) {
      const index = this.#indexAt(at);
      const end = (this.#starts[index + 1] ?? this.#chars) - 1;
      const text = whole.slice(this.#starts[index], end);
      show(text, this.#owners[index] as number, this.#sequences[index] as number, this.#times[index] as number);
      at = whole.indexOf(needle, end);
    }
  }

  #whole(): string {
    if (this.#pieces.length > 0) {
      this.#joined += this.#pieces.join('');
      this.#pieces = [];
    }
    return this.#joined;
  }

  /** Exact arrays in place of grown ones. */
  #close(): void {
    this.#whole();
    this.#starts = Uint32Array.from(this.#starts);
    this.#owners = Uint32Array.from(this.#owners);
    this.#sequences = Uint32Array.from(this.#sequences);
    this.#times = Float64Array.from(this.#times);
  }

  /** Which text holds the character at an offset. */
  #indexAt(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
