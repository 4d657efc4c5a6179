// This tree and another revision, each driven by its own bench code, in turns in one run: A B A B. Whatever else the
// machine does falls on both, so the ratios hold on a busy one.
import { type Compared, compared } from './compared.ts';
import type { Reading } from './part.ts';
import { load } from './row.ts';
import type { BenchProcess } from './turns.ts';

export interface Wanted {
  /** All that both builds measure in turns, if null. */
  readonly only: readonly string[] | null;
  /** Counted ones; the first of each is not. */
  readonly turns: number;
  readonly say: (line: string) => void;
  readonly failed: (part: string, error: unknown) => void;
}

const WIDTH = 58;

export async function takeTurns(ours: BenchProcess, theirs: BenchProcess, wanted: Wanted): Promise<Compared[]> {
  const rows: Compared[] = [];
  wanted.say(`${'now over before (ratios of single turns)'.padEnd(WIDTH)}  now  before`);
  for (const part of await commonParts(ours, theirs, wanted)) {
    try {
      const some = await compareIn(part, [ours, theirs], wanted.turns);
      for (const row of some) wanted.say(lineOf(row));
      rows.push(...some);
    } catch (error) {
      // The other parts are measured all the same.
      wanted.failed(part, error);
    }
    wanted.say(`${' '.repeat(WIDTH)}  (${load()})`);
  }
  return rows;
}

async function compareIn(part: string, builds: readonly [BenchProcess, BenchProcess], turns: number) {
  const readings: [Reading[][], Reading[][]] = [[], []];
  try {
    for (let turn = 0; turn <= turns; turn++) {
      for (const [side, build] of builds.entries()) {
        const { readings: taken = [] } = await build.ask({ do: 'turn', part });
        if (turn > 0) readings[side as 0 | 1].push([...taken]);
      }
    }
  } finally {
    for (const build of builds) await build.ask({ do: 'leave', part });
  }
  return compared(...readings);
}

async function commonParts(ours: BenchProcess, theirs: BenchProcess, { only, say }: Wanted): Promise<string[]> {
  const mine = await ours.ask({ do: 'parts' });
  const others = (await theirs.ask({ do: 'parts' })).parts ?? [];
  const chosen = only ?? mine.parts?.slice(0, mine.inTurns) ?? [];
  for (const part of chosen)
    if (!mine.parts?.includes(part)) throw new Error(`no part is called ${part}; there are ${mine.parts?.join(', ')}`);
  for (const part of chosen) if (!others.includes(part)) say(`${part}: the other revision does not measure it`);
  return chosen.filter((part) => others.includes(part));
}

function lineOf({ name, unit, now, before, ratio, ratios }: Compared): string {
  const figure = (value: number | null): string =>
    value === null ? '-' : Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
  const spread = ratios.length === 0 ? '' : ` (${figure(Math.min(...ratios))} to ${figure(Math.max(...ratios))})`;
  return `${name.padEnd(WIDTH)}  ${figure(now)}  ${figure(before)} ${unit}  ratio ${figure(ratio)}${spread}`;
}
