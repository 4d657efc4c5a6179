// What stands at the end of a run: a line a stage, each failure once more, the ten slowest, and the closing line.

import { lineOf, type StageResult } from './plan.ts';

const SLOWEST = 10;

export function summaryOf(results: readonly StageResult[], ms: number): string {
  const failures = results.flatMap(({ title, failures = [] }) => failures.map((failure) => `  ${title}: ${failure}`));
  const slowest = results
    .flatMap(({ times = [] }) => times)
    .sort((a, b) => b.ms - a.ms)
    .slice(0, SLOWEST)
    .map((test) => `  ${(test.ms / 1000).toFixed(1).padStart(6)} s  ${test.name}`);
  const sum = (count: (result: StageResult) => number) => results.reduce((total, result) => total + count(result), 0);
  return [
    '',
    `All stages after ${(ms / 1000).toFixed(1)} s`,
    ...results.map((result) => `  ${lineOf(result)}`),
    ...(slowest.length > 0 ? ['The slowest:', ...slowest] : []),
    ...(failures.length > 0 ? ['Failed:', ...failures] : []),
    `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`,
  ].join('\n');
}
