// A quick run picks what a change can break, nearest first, and each test file goes to the runner that takes it in a
// whole run.

import { matchesGlob } from 'node:path';
import { describe, expect, it } from 'vitest';
import config from '../../vitest.config.ts';
import { fitting } from './changed.ts';
import { readGraph, testsReached } from './reach.ts';
import { argumentsFor, runnerOf, testFiles } from './test-files.ts';

describe('reach', () => {
  const graph = new Map([
    ['lib/a.ts', []],
    ['lib/b.ts', ['lib/a.ts']],
    ['lib/a.test.ts', ['lib/a.ts']],
    ['lib/b.test.ts', ['lib/b.ts']],
    ['lib/vectors.test.ts', ['lib/vectors']],
    ['lib/other.test.ts', ['.']],
  ]);

  it('goes against the imports, nearest first', () => {
    expect(testsReached(graph, ['lib/a.ts'])).toEqual([
      { path: 'lib/a.test.ts', distance: 1 },
      { path: 'lib/b.test.ts', distance: 2 },
    ]);
    expect(testsReached(graph, ['lib/b.test.ts'])).toEqual([{ path: 'lib/b.test.ts', distance: 0 }]);
    expect(testsReached(graph, ['lib/vectors/one.json'])).toEqual([{ path: 'lib/vectors.test.ts', distance: 1 }]);
    expect(testsReached(graph, ['docs/x.md', 'package.json'])).toEqual([]);
  });

  it('sees programs that a test starts, modules that it bundles and files that it reads', () => {
    const whole = readGraph();
    const reaching = (path: string) => testsReached(whole, [path]).map((it) => it.path);
    expect(reaching('services/testing/store-process.ts')).toContain('services/storage/nats/nats.test.ts');
    expect(reaching('e2e/harness/indexed-db.ts')).toContain('e2e/in-browser.test.ts');
    expect(reaching('lib/bytes/bytes.ts').length).toBeGreaterThan(50);
  });
});

describe('a minute', () => {
  const here = ['e2e/runner/plan.test.ts', 'e2e/runner/reports.test.ts', 'e2e/runner/changed.test.ts'];
  const reached = here.map((path, distance) => ({ path, distance }));

  it('is filled with the nearest; what does not fit is named', () => {
    const times = new Map([
      [here[0] as string, 4000],
      [here[1] as string, 90_000],
      [here[2] as string, 6000],
    ]);
    expect(fitting(reached, times, 5000)).toEqual({ taken: [here[0], here[2]], left: [here[1]] });
  });

  it('has no room for a file that is gone', () => {
    expect(fitting([{ path: 'lib/gone.test.ts', distance: 0 }], new Map(), 5000)).toEqual({ taken: [], left: [] });
  });
});

describe('a test file', () => {
  const projects = (config as { test: { projects: { test: Record<string, unknown> }[] } }).test.projects.map(
    ({ test }) => test as { name: string; include: string[]; exclude: string[] },
  );
  const isOneOf = (path: string, globs: string[]) => globs.some((glob) => matchesGlob(path, glob));

  it('goes to the runner whose configuration takes it', () => {
    const files = testFiles();
    expect(files.length).toBeGreaterThan(150);
    for (const { path, runner } of files) {
      const takers = projects.filter(({ include, exclude }) => isOneOf(path, include) && !isOneOf(path, exclude));
      const names = path.endsWith('.spec.ts') ? ['stories'] : takers.map(({ name }) => name);
      expect(names, path).toEqual([runner]);
    }
    expect(runnerOf('e2e/harness/chromium.ts')).toBeNull();
  });

  it('is named so that its runner takes no other', () => {
    expect(argumentsFor(['lib/a.test.ts', 'e2e/smoke.spec.ts'])).toEqual({
      node: ['lib/a.test.ts'],
      stories: ['/e2e/smoke\\.spec\\.ts$'],
    });
  });
});
