// One round over records that wait for their time: due ones are worked off, a few at once; the others say when to come
// again. The records hold everything, so a round may be cut off anywhere, and the next one finds the rest.
import type { AbortSignalLike } from '../store/store.ts';

/**
 * Due now, with the part of it that stays in memory until its turn; or when to look at it again (ms since the epoch).
 * Null: it waits for no time.
 */
export type Dueness<Item> = { readonly due: Item } | { readonly laterAt: number } | null;

export interface Round<Row, Item, Unit> {
  /** As `Store.scan` gives them: a batch is let go of before the next is read. */
  readonly rows: AsyncIterable<readonly Row[]>;
  dueness(row: Row): Dueness<Item>;
  /** Into units of work, in the order in which they are begun. */
  plan(due: Item[]): Unit[];
  /** Units at once. */
  readonly together: number;
  /** Ends the round before the next unit is begun. */
  readonly signal: AbortSignalLike;
  /** @returns when something of it is due again (ms since the epoch), or null if nothing is */
  work(unit: Unit): Promise<number | null>;
}

/**
 * @returns when the next is due (ms since the epoch), or null if none waits
 * @throws the first mistake that a unit made, after all others had their turn
 */
export async function workOffDue<Row, Item, Unit>(round: Round<Row, Item, Unit>): Promise<number | null> {
  const { signal } = round;
  const due: Item[] = [];
  let nextAt: number | null = null;
  for await (const batch of round.rows) {
    for (const row of batch) {
      const found = round.dueness(row);
      if (found === null) continue;
      if ('due' in found) due.push(found.due);
      else nextAt = earliest(nextAt, found.laterAt);
    }
  }
  const units = round.plan(due);
  let mistake: { readonly error: unknown } | null = null;
  const worker = async (): Promise<void> => {
    for (let unit = units.shift(); unit !== undefined && !signal.aborted; unit = units.shift()) {
      try {
        // Awaited before it is compared: other workers set it meanwhile.
        const again = await round.work(unit);
        nextAt = earliest(nextAt, again);
      } catch (error) {
        mistake ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(round.together, units.length) }, worker));
  if (mistake !== null) throw (mistake as { readonly error: unknown }).error;
  return nextAt;
}

/** The earlier of two times; null is never. */
export const earliest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
