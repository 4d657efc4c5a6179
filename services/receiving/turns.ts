// Turns at asking hosts: so many requests at once, so many of them to one host, and the rest wait in the order in which
// they came. A host that does not answer holds its own turns only: requests to another host pass it by.

interface Waiting {
  readonly host: string;
  readonly go: () => void;
}

export interface TurnLimits {
  readonly atOnce: number;
  readonly ofOneHost: number;
  readonly waiting: number;
}

export class Turns {
  readonly #limits: TurnLimits;
  readonly #underWay = new Map<string, number>();
  readonly #queue: Waiting[] = [];
  #all = 0;

  constructor(limits: TurnLimits) {
    this.#limits = limits;
  }

  /** Resolves when it is this one's turn, to what ends the turn; called once. Null: too many wait. */
  take(host: string): Promise<() => void> | null {
    if (!this.#hasRoom(host) && this.#queue.length >= this.#limits.waiting) return null;
    return new Promise((resolve) => {
      const go = (): void => {
        this.#all++;
        this.#underWay.set(host, (this.#underWay.get(host) ?? 0) + 1);
        resolve(() => this.#end(host));
      };
      if (this.#hasRoom(host)) go();
      else this.#queue.push({ host, go });
    });
  }

  #hasRoom(host: string): boolean {
    return this.#all < this.#limits.atOnce && (this.#underWay.get(host) ?? 0) < this.#limits.ofOneHost;
  }

  #end(host: string): void {
    this.#all--;
    const left = (this.#underWay.get(host) ?? 1) - 1;
    if (left === 0) this.#underWay.delete(host);
    else this.#underWay.set(host, left);
    const next = this.#queue.findIndex((one) => this.#hasRoom(one.host));
    if (next >= 0) this.#queue.splice(next, 1)[0]?.go();
  }
}
