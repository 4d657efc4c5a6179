// Every stage runs, whatever an earlier one found, and the end of a run tells all of it.

import { expect, it } from 'vitest';
import { runPlan, type Stage } from './plan.ts';
import { summaryOf } from './summary.ts';

const stage = (name: string, needs: string[], run: Stage['run']): Stage => ({ name, title: `the ${name}`, needs, run });

async function run(stages: Stage[]) {
  const lines: string[] = [];
  const results = await runPlan(stages, (line) => lines.push(line.replace(/[\d.]+ s$/, 'n s')));
  return { lines, results };
}

it('goes on after a failure, and leaves out only what cannot run without the failed one', async () => {
  const ran: string[] = [];
  const { lines, results } = await run([
    stage('types', [], async () => {
      throw new Error('line 7: no such type');
    }),
    stage('build', [], async () => {
      throw new Error('does not build');
    }),
    stage('node', ['generated'], async () => {
      ran.push('node');
      return { passed: 3, failed: 1, failures: ['a.test.ts: counts: 1 is not 2'] };
    }),
    stage('stories', ['build'], async () => {
      ran.push('stories');
      return undefined;
    }),
    stage('browsers', [], async () => {
      ran.push('browsers');
      return '/usr/bin/chromium';
    }),
  ]);
  expect(ran).toEqual(['node', 'browsers']);
  expect(lines).toEqual([
    '✗ the types (0 passed, 1 failed), n s',
    '✗ the build (0 passed, 1 failed), n s',
    '✗ the node (3 passed, 1 failed), n s',
    '– the stories (could not run without: the build), n s',
    '✓ the browsers (/usr/bin/chromium), n s',
  ]);
  const summary = summaryOf(results, 1000).split('\n');
  expect(summary).toContain('  the types: line 7: no such type');
  expect(summary).toContain('  the node: a.test.ts: counts: 1 is not 2');
  expect(summary).toContain('  the stories: could not run without: the build');
  expect(summary.at(-1)).toBe('3 passed, 4 failed');
});

it('does not take a stage for failed that a later run left out', async () => {
  const { results } = await run([stage('stories', ['build'], async () => ({ passed: 1, failed: 0 }))]);
  expect(results.map(({ outcome }) => outcome)).toEqual(['passed']);
});

it('prints the ten slowest, the slowest first', async () => {
  const times = Array.from({ length: 12 }, (_, i) => ({ name: `${i}.test.ts`, ms: i * 1000 }));
  const { results } = await run([stage('node', [], async () => ({ passed: 12, failed: 0, times }))]);
  const printed = summaryOf(results, 0).match(/\d+\.test\.ts/g);
  expect(printed).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map((i) => `${i}.test.ts`));
});
