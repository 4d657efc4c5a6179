// A part of the bench, and its table. A part in turns is set up once and then gives one reading of each of its rows a
// turn, so that two builds can take turns (against.ts); a part that runs as a whole gives its rows at once.
import { against, median, type Row } from './row.ts';

/** What one turn measured of one row. */
export interface Reading {
  readonly name: string;
  readonly unit: string;
  readonly value: number;
  readonly aim?: number;
}

/** A part that was set up. */
export interface Opened {
  /** Measures each row once; what it needs beforehand is not in the readings. */
  turn(): Promise<readonly Reading[]>;
  close(): Promise<void>;
}

/** At least one of both. */
export interface Part {
  /** All of it: for `npm run bench` alone, beside peers. */
  readonly run?: () => Promise<Row[]>;
  /** In turns. */
  readonly open?: () => Promise<Opened>;
}

export type Parts = Readonly<Record<string, Part>>;

/** Of `npm run bench` alone; the first turn warms up and is not counted. */
const TURNS = 5;

export const nameOf = ({ name, unit }: { name: string; unit: string }): string => `${name}\n${unit}`;

/** Speeds are better when more; all else (times, bytes, counts) when less. */
export const isSpeed = (unit: string): boolean => / per /.test(unit);

export async function rowsOf({ run, open }: Part): Promise<Row[]> {
  if (run !== undefined) return run();
  const opened = await (open as NonNullable<typeof open>)();
  try {
    await opened.turn();
    const taken: (readonly Reading[])[] = [];
    while (taken.length < TURNS) taken.push(await opened.turn());
    return (taken[0] ?? []).map((first) => rowOf(first, taken.flat()));
  } finally {
    await opened.close();
  }
}

function rowOf(first: Reading, all: readonly Reading[]): Row {
  const { name, unit, aim = null } = first;
  const values = all.filter((one) => nameOf(one) === nameOf(first)).map(({ value }) => value);
  if (!isSpeed(unit)) return against(name, values, aim, unit);
  const ours = median(values);
  if (aim === null) return { name, unit, ours, peer: null, peerName: null, ratio: null };
  return { name, unit, ours, peer: aim, peerName: 'aim', ratio: ours / aim };
}

/** A part that runs as a whole takes a turn so. */
export async function openOf({ run, open }: Part): Promise<Opened> {
  if (open !== undefined) return open();
  const turn = async () =>
    (await (run as NonNullable<typeof run>)())
      // Of several peers, one row each; ours is the same in all.
      .filter((row, at, rows) => rows.findIndex((other) => nameOf(other) === nameOf(row)) === at)
      .map(({ name, unit, ours }) => ({ name, unit, value: ours }));
  return { turn, close: async () => {} };
}
