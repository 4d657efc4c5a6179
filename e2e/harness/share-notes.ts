// What each test file and each story used, a line each. Stories run in several processes, so the runner judges them at
// the end.

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from '#demo/bootstrap.mjs';
import { REPORTS } from '../runner/reports.ts';
import { type Runner, runnerOf } from '../runner/test-files.ts';
import type { Tally } from './tally.ts';

const pathOf = (runner: Runner) => join(REPORTS, `shares-${runner}.jsonl`);

/** @param file absolute path @returns its path from the root, with forward slashes */
export function noteShare(file: string, used: Tally): string {
  const path = relative(ROOT, file).split(sep).join('/');
  const runner = runnerOf(path);
  // What runs on demand has no share.
  if (runner === null) return path;
  mkdirSync(REPORTS, { recursive: true });
  appendFileSync(pathOf(runner), `${JSON.stringify({ path, used })}\n`);
  return path;
}

export function forgetShares(runner: Runner): void {
  rmSync(pathOf(runner), { force: true });
}

/**
 * The most that one entry of a file used: a test file in vitest, one story in Playwright, since each story has a town
 * and browsers of its own.
 */
export function readShares(runner: Runner): Map<string, Tally> {
  const most = new Map<string, Tally>();
  if (!existsSync(pathOf(runner))) return most;
  for (const line of readFileSync(pathOf(runner), 'utf8').trim().split('\n')) {
    const { path, used } = JSON.parse(line) as { path: string; used: Tally };
    const largest = most.get(path) ?? { browsers: 0, programs: 0, servers: 0, unlocks: 0 };
    for (const what of Object.keys(largest) as (keyof Tally)[]) largest[what] = Math.max(largest[what], used[what]);
    most.set(path, largest);
  }
  return most;
}
