// How much of a queue's bound is taken. Counted here, so that nobody who brings something counts the table, and taken
// before it is written, so that many who come at once do not all see the last place free.
import type { Queue } from '../storage/storage.ts';

export class QueueRoom {
  readonly #queue: Queue;
  readonly #items: number;
  /** As counted last, and what was added since. */
  #waiting = 0;
  #coming = 0;

  /** @param items how many may wait */
  constructor(queue: Queue, items: number) {
    this.#queue = queue;
    this.#items = items;
  }

  /** @returns how many wait */
  async measure(): Promise<number> {
    this.#waiting = await this.#queue.count();
    return this.#waiting;
  }

  /** What part of the bound is free, 0 to 1. */
  get free(): number {
    return this.#isFull() ? 0 : 1 - (this.#waiting + this.#coming) / this.#items;
  }

  /**
   * Room for so many more while they are written; null if there is none. A bound that others' items overstep a little
   * (a mail has several recipients) is full.
   * @returns to be called once, with how many were written
   */
  async take(count: number): Promise<((written: number) => void) | null> {
    if (this.#isFull()) await this.measure();
    if (this.#isFull()) return null;
    this.#coming += count;
    return (written) => {
      this.#coming -= count;
      this.#waiting += written;
    };
  }

  #isFull(): boolean {
    return this.#waiting + this.#coming >= this.#items;
  }
}
