// Whose turn it is to be moved, in one run (transfers.ts). Asked anew before each turn and from the records, so that a
// transfer asked for during a long one begins within a turn of it, and not behind it.

import type { AppContext } from '../ports/ports.ts';
import { type Transfer, transferKind } from '../records/attachment.ts';
import { isDue } from '../retry/backoff.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { transferName } from './attach.ts';
import { canMoveUp, waitsFor } from './transfer-up.ts';

export class TransferTurns {
  /** When the first of those that wait is due (ms since the epoch), as of the last question; null: none waits. */
  nextAt: number | null = null;
  readonly #app: AppContext;
  readonly #signal: AbortSignalLike;
  readonly #impatient: () => boolean;
  readonly #had = new Map<string, number>();
  readonly #underWay = new Set<string>();
  /** Waited after a failure when the person became impatient. */
  readonly #wanted = new Set<string>();
  /** Could not even be put off: not again in this run. */
  readonly #broken = new Set<string>();

  /** @param impatient asked before each turn: whether the person now also wants those that wait after a failure */
  constructor(app: AppContext, signal: AbortSignalLike, impatient: () => boolean) {
    this.#app = app;
    this.#signal = signal;
    this.#impatient = impatient;
  }

  /**
   * Of those that can be moved now and are not under way, the one that had the fewest turns. It is under way until
   * `end`.
   */
  async take(): Promise<Transfer | null> {
    const all: Transfer[] = [];
    for await (const batch of this.#app.store.scan(transferKind, this.#signal))
      all.push(...batch.map(({ value }) => value));
    const now = this.#app.now();
    if (this.#impatient()) for (const one of all) this.#wanted.add(nameOf(one));
    const names = new Set(all.map(nameOf));
    const isFirst = (one: Transfer): boolean => {
      const before = one.direction === 'up' ? waitsFor(one) : null;
      return before === null || !names.has(`${transferName(one)[0]},${before}`);
    };
    const movable = all.filter((one) => canMove(one) && isFirst(one) && !this.#broken.has(nameOf(one)));
    const isReady = (one: Transfer): boolean => isDue(one.notBeforeAt, now) || this.#wanted.has(nameOf(one));
    const waiting = movable.filter((one) => !isReady(one)).map(({ notBeforeAt }) => notBeforeAt);
    this.nextAt = waiting.length === 0 ? null : waiting.reduce((a, b) => Math.min(a, b));
    const had = (one: Transfer): number => this.#had.get(nameOf(one)) ?? 0;
    const [first] = movable
      .filter((one) => isReady(one) && !this.#underWay.has(nameOf(one)))
      .sort((a, b) => had(a) - had(b) || a.createdAt - b.createdAt);
    if (first === undefined) return null;
    const name = nameOf(first);
    this.#underWay.add(name);
    this.#wanted.delete(name);
    this.#had.set(name, had(first) + 1);
    return first;
  }

  end(one: Transfer, isBroken: boolean): void {
    this.#underWay.delete(nameOf(one));
    if (isBroken) this.#broken.add(nameOf(one));
  }
}

const nameOf = (one: Transfer): string => transferName(one).join();

/**
 * A download always; an upload for as long as parts of it lie here that its host has not got, or all of them are there.
 */
const canMove = (one: Transfer): boolean => one.direction === 'down' || canMoveUp(one);
