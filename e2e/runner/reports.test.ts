// What the runners write is read without losing a failure.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { ROOT } from '#demo/bootstrap.mjs';
import { readPlaywright, readVitest } from './reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(report: unknown): string {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  writeFileSync(path, JSON.stringify(report));
  return path;
}

const file = (name: string, more: object) => ({
  name: join(ROOT, name),
  startTime: 1000,
  endTime: 3500,
  status: 'passed',
  message: '',
  assertionResults: [],
  ...more,
});

it('names failed tests, files that do not load, and how long each file took', () => {
  const failed = {
    fullName: 'adds up',
    status: 'failed',
    failureMessages: ['\u001b[31mError: 1 is not 2\u001b[39m\n at …'],
  };
  const path = written({
    numPassedTests: 1,
    numFailedTests: 1,
    testResults: [
      file('a.test.ts', { status: 'failed', assertionResults: [{ fullName: 'x', status: 'passed' }, failed] }),
      file('b.test.ts', { status: 'failed', message: 'Cannot find module' }),
    ],
  });
  const report = readVitest(path, 1);
  expect(report.failures).toEqual(['a.test.ts: adds up: Error: 1 is not 2', 'b.test.ts: Cannot find module']);
  expect(report).toMatchObject({ passed: 1, failed: 2, times: [{ name: 'a.test.ts', ms: 2500 }, { ms: 2500 }] });
});

it.each([readVitest, readPlaywright])('takes a runner that failed without naming a test for a failure: %o', (read) => {
  const clean = { numPassedTests: 5, testResults: [], stats: { expected: 5 }, errors: [], suites: [] };
  expect(read(written(clean), 0)).toMatchObject({ passed: 5, failed: 0 });
  expect(read(written(clean), 1)).toMatchObject({ passed: 5, failed: 1 });
});

it.each([readVitest, readPlaywright])('takes a run of no tests, or one without a report, for a failure: %o', (read) => {
  const nothing = { numPassedTests: 0, testResults: [], stats: { expected: 0 }, errors: [], suites: [] };
  expect(read(written(nothing), 0)).toMatchObject({ passed: 0, failed: 1, failures: ['no test ran'] });
  expect(read(join(folder, 'absent.json'), 0)).toMatchObject({ passed: 0, failed: 1 });
});

it('takes a story that needed a second try for a failure', () => {
  const story = (title: string, status: string, ...results: object[]) => ({
    title,
    file: 'stories/a.spec.ts',
    line: 7,
    tests: [{ status, results }],
  });
  const path = written({
    stats: { expected: 1, unexpected: 1, flaky: 1 },
    errors: [{ message: 'a worker died' }],
    suites: [
      {
        title: 'a.spec.ts',
        specs: [story('meets', 'expected', { duration: 900 })],
        suites: [
          {
            title: 'inner',
            specs: [
              story('talks', 'unexpected', { duration: 10, error: { message: 'not there\nat …' } }),
              story('leaves', 'flaky', { duration: 5, error: { message: 'once' } }, { duration: 6 }),
            ],
          },
        ],
      },
    ],
  });
  const report = readPlaywright(path, 1);
  expect(report).toMatchObject({ passed: 1, failed: 3 });
  expect(report.failures).toEqual([
    'a worker died',
    'e2e/stories/a.spec.ts:7 talks: not there',
    'e2e/stories/a.spec.ts:7 leaves: once',
  ]);
  expect(report.times).toContainEqual({ name: 'e2e/stories/a.spec.ts:7 leaves', ms: 11 });
});
