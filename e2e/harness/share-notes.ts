// What each test file used, a line each time something is known: stories of one file run in several processes, so the runner sums them up.

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from '#demo/bootstrap.mjs';
import { type Runner, runnerOf } from '../runner/test-files.ts';
import type { Tally } from './tally.ts';

const FOLDER = join(ROOT, 'test-results', 'reports');
const pathOf = (runner: Runner) => join(FOLDER, `shares-${runner}.jsonl`);

/** @param file absolute path @returns its path from the root, with forward slashes */
export function noteShare(file: string, used: Tally): string {
  const path = relative(ROOT, file).split(sep).join('/');
  const runner = runnerOf(path);
  if (runner === null) throw new Error(`${path} is no test file`);
  mkdirSync(FOLDER, { recursive: true });
  appendFileSync(pathOf(runner), `${JSON.stringify({ path, used })}\n`);
  return path;
}

export function forgetShares(runner: Runner): void {
  rmSync(pathOf(runner), { force: true });
}

/** Sums by file. */
export function readShares(runner: Runner): Map<string, Tally> {
  const sums = new Map<string, Tally>();
  if (!existsSync(pathOf(runner))) return sums;
  for (const line of readFileSync(pathOf(runner), 'utf8').trim().split('\n')) {
    const { path, used } = JSON.parse(line) as { path: string; used: Tally };
    const sum = sums.get(path) ?? { browsers: 0, programs: 0, servers: 0, unlocks: 0 };
    for (const what of Object.keys(sum) as (keyof Tally)[]) sum[what] += used[what];
    sums.set(path, sum);
  }
  return sums;
}
