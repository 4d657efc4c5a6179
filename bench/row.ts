// One line of a benchmark's result, and how it is reckoned: both programs run in turns in one process, so that whatever
// else the machine does falls on both; each turn gives a ratio, and the median of the ratios is what counts. Absolute
// numbers are of this machine, now.
import { availableParallelism, loadavg } from 'node:os';

export interface Row {
  readonly name: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly peerName: string | null;
  /** Above 1: ahead of the peer. Null if nothing can run beside it. */
  readonly ratio: number | null;
  readonly unit: string;
  /** Of times: the shortest, which a busy machine lengthens least. */
  readonly best?: number;
}

/** A program to be measured: `run` does its work `times` times over. */
export interface Contestant {
  readonly name: string;
  readonly times: number;
  run(times: number): void | Promise<void>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * Operations per second of processor time (all threads of this process), which other load does not lengthen as it does
 * wall time.
 */
export async function speed({ times, run }: Contestant): Promise<number> {
  const before = process.cpuUsage();
  await run(times);
  const { user, system } = process.cpuUsage(before);
  return (times * 1e6) / (user + system);
}

/** Runs all in turns; one row for each pair of ours and a peer. The first turn warms up and is not counted. */
export async function compete(
  name: string,
  unit: string,
  ours: readonly Contestant[],
  peers: readonly Contestant[],
  rounds: number,
): Promise<Row[]> {
  const all = [...ours, ...peers];
  const speeds = all.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contestant] of all.entries()) {
      const measured = await speed(contestant);
      if (round > 0) speeds[index]?.push(measured);
    }
  }
  const rows: Row[] = [];
  for (const [index, { name: oursName }] of ours.entries()) {
    const mine = speeds[index] ?? [];
    if (peers.length === 0)
      rows.push({ name: `${name} (${oursName})`, ours: median(mine), peer: null, peerName: null, ratio: null, unit });
    for (const [peerIndex, { name: peerName }] of peers.entries()) {
      const theirs = speeds[ours.length + peerIndex] ?? [];
      const ratio = median(mine.map((value, round) => value / (theirs[round] ?? Number.NaN)));
      rows.push({ name: `${name} (${oursName})`, ours: median(mine), peer: median(theirs), peerName, ratio, unit });
    }
  }
  return rows;
}

/**
 * A row against an aim, for work that no other program does: times, of which the median counts. Below the aim the ratio
 * is above 1.
 */
export function against(name: string, times: readonly number[], aim: number | null, unit = 'ms'): Row {
  const ours = median(times);
  const best = times.length > 1 ? { best: Math.min(...times) } : {};
  if (aim === null) return { name, ours, peer: null, peerName: null, ratio: null, unit, ...best };
  return { name, ours, peer: aim, peerName: 'aim', ratio: aim / ours, unit, ...best };
}

/**
 * How busy the machine is beside us: processes that want to run, per processor. Above 1, times are longer than they
 * are.
 */
export function load(): string {
  const [lastMinute = 0] = loadavg();
  return `${(lastMinute / availableParallelism()).toFixed(1)} processes wait per processor`;
}
