// The tabs in which rows are played: each row gets the next one that is free and fit for it.

import type { Tab } from './lane.ts';

export interface Lent {
  readonly tab: Tab;
  /** The looks of the menu in it if no page interferes. */
  readonly looks: readonly string[];
}

export class TabPool {
  readonly #free: Lent[] = [];
  /** In their order. */
  readonly #waiting: { readonly isFront: boolean; readonly begin: (one: Lent) => void }[] = [];

  /** To the first row that waits for such a tab: in front, those that can be played nowhere else come first. */
  give(one: Lent): void {
    const first = (isFront: boolean): number => this.#waiting.findIndex((row) => row.isFront === isFront);
    const at = one.tab.isFront && first(true) >= 0 ? first(true) : first(false);
    if (at < 0) this.#free.push(one);
    else for (const { begin } of this.#waiting.splice(at, 1)) begin(one);
  }

  async lend(isFront: boolean, work: (one: Lent) => Promise<void>): Promise<void> {
    const got = new Promise<Lent>((begin) => this.#waiting.push({ isFront, begin }));
    for (const one of this.#free.splice(0)) this.give(one);
    const one = await got;
    try {
      await work(one);
    } finally {
      this.give(one);
    }
  }
}
