// `npm test -- --changed [REV]`: types, lint, the rules of the house, and the tests that a change since REV (HEAD) can
// break, nearest first, as many as fit into a minute by the times of the last whole run. It says which it left out.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '#demo/bootstrap.mjs';
import type { Stage } from './plan.ts';
import { type Reached, readGraph, testsReached } from './reach.ts';
import { REPORTS, readPlaywright, readVitest } from './reports.ts';
import { allStages, withNeeds } from './stages.ts';
import { argumentsFor, type Runner, runnerOf, testFiles } from './test-files.ts';

/** The rest of the minute after types, lint and the start of the runners. */
const BUDGET_MS = 40_000;
/** Of a file that has not run yet. */
const UNKNOWN_MS: Record<Runner, number> = { node: 1_500, browsers: 15_000, stories: 30_000 };
/** How many workers each runner has, on a machine of two cores. */
const WORKERS: Record<Runner, number> = { node: 2, browsers: 1, stories: 2 };
/** Before a first test inside a browser: both builds of the extension. */
const BUILD_MS = 15_000;

export interface Chosen {
  readonly stages: Stage[];
  /** For the person at the terminal. */
  readonly sentence: string;
}

export function changedStages(since: string): Chosen {
  const changed = changedFiles(since);
  const reached = testsReached(readGraph(), changed);
  const { taken, left } = fitting(reached, timesOfLastRun(), BUDGET_MS);
  const house = testFiles().flatMap(({ path }) => (path.startsWith('e2e/house/') ? [path] : []));
  const { node = [], browsers, stories } = argumentsFor(taken);
  const choice = {
    node: [...new Set([...house, ...node])],
    ...(browsers ? { browsers } : {}),
    ...(stories ? { stories } : {}),
  };
  const stages = withNeeds(allStages(choice), ['types', ...Object.keys(choice)]);
  const storiesOfTheExtension = changed.some((path) => /^(lib|components|entrypoints|locales|public)\//.test(path));
  return {
    stages,
    sentence: [
      `${changed.length} files changed since ${since}; ${reached.length} test files can tell.`,
      left.length === 0
        ? ''
        : `${left.length} of them do not fit into a minute and are left out, the nearest of them ${left[0]}.`,
      storiesOfTheExtension ? 'Stories see the built extension, so they can tell too: npm test -- --only stories.' : '',
    ]
      .filter(Boolean)
      .join('\n'),
  };
}

/** Paths from the root, those that git does not track yet included. */
function changedFiles(since: string): string[] {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\0');
  const named = [
    ...git('diff', '--name-only', '-z', since, '--'),
    ...git('ls-files', '-z', '--others', '--exclude-standard'),
  ];
  return [...new Set(named)].filter((path) => path !== '');
}

/** Nearest first, until the budget is used up; one that alone would not fit is passed over. */
export function fitting(reached: readonly Reached[], times: ReadonlyMap<string, number>, budgetMs: number) {
  const [taken, left]: [string[], string[]] = [[], []];
  let [leftMs, isBuilt] = [budgetMs, false];
  for (const { path } of reached) {
    const runner = runnerOf(path);
    // A deleted test is a change too.
    if (runner === null || !existsSync(join(ROOT, path))) continue;
    const buildMs = runner === 'node' || isBuilt ? 0 : BUILD_MS;
    const ms = (times.get(path) ?? UNKNOWN_MS[runner]) / WORKERS[runner] + buildMs;
    if (ms > leftMs) {
      left.push(path);
      continue;
    }
    leftMs -= ms;
    isBuilt ||= buildMs > 0;
    taken.push(path);
  }
  return { taken, left };
}

function timesOfLastRun(): Map<string, number> {
  const times = new Map<string, number>();
  const reports = [
    readVitest(join(REPORTS, 'node.json'), 0),
    readVitest(join(REPORTS, 'browsers.json'), 0),
    readPlaywright(join(REPORTS, 'stories.json'), 0),
  ];
  for (const { name, ms } of reports.flatMap((report) => report.times ?? [])) {
    const path = name.replace(/:\d+ .*$/, '');
    times.set(path, (times.get(path) ?? 0) + ms);
  }
  return times;
}
