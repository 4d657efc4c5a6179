// Two builds' readings, joined by name and unit. The ratio is of the medians; each turn's own ratio says how far it can
// be believed.
import { nameOf, type Reading } from './part.ts';
import { median } from './row.ts';

export interface Compared {
  readonly name: string;
  readonly unit: string;
  /** Medians; null if that build has no such row. */
  readonly now: number | null;
  readonly before: number | null;
  /** Now over before; null if one of them is missing. */
  readonly ratio: number | null;
  /** Of each turn. */
  readonly ratios: readonly number[];
}

type Turns = readonly (readonly Reading[])[];

/** Rows in the order of ours, then those that only the other build has. */
export function compared(ours: Turns, theirs: Turns): Compared[] {
  const rows = new Map([...ours.flat(), ...theirs.flat()].map((reading) => [nameOf(reading), reading]));
  return [...rows.entries()].map(([key, { name, unit }]) => {
    const valueIn = (turn: readonly Reading[] | undefined): number | undefined =>
      turn?.find((reading) => nameOf(reading) === key)?.value;
    const [now, before] = [middle(ours.map(valueIn)), middle(theirs.map(valueIn))];
    const ratios = ours.flatMap((turn, at) => {
      const [mine, other] = [valueIn(turn), valueIn(theirs[at])];
      return mine === undefined || other === undefined ? [] : [mine / other];
    });
    return { name, unit, now, before, ratio: now === null || before === null ? null : now / before, ratios };
  });
}

function middle(values: readonly (number | undefined)[]): number | null {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? null : median(known);
}
