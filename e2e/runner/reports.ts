// Reads what the two test runners report: counts, the first line of each failure, how long each file or story took.

import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { ROOT } from '#demo/bootstrap.mjs';
import type { StageReport, TestTime } from './plan.ts';

/** Below the folder that git ignores; stories put pictures, page texts and logs of failures beside it. */
export const REPORTS = join(ROOT, 'test-results', 'reports');

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

interface Suite {
  readonly title: string;
  readonly suites?: readonly Suite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly line: number;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly duration: number; readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

interface PlaywrightReport {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
  readonly errors: readonly { readonly message?: string }[];
  readonly suites: readonly Suite[];
}

function read<Report>(path: string): Report | null {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : null;
}

/**
 * @param code of the runner: a run that failed without naming a test (an unhandled rejection, a file that does not
 * load) is one failure
 */
export function readVitest(path: string, code: number): StageReport {
  const report = read<VitestReport>(path);
  const files = report?.testResults ?? [];
  const failures = files.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const tests = assertionResults.filter((test) => test.status === 'failed');
    if (tests.length === 0 && status === 'failed') return [`${file}: ${firstLine(message)}`];
    return tests.map(({ fullName, failureMessages }) => `${file}: ${fullName}: ${firstLine(failureMessages?.[0])}`);
  });
  const times = files.map(({ name, startTime, endTime }) => ({ name: relative(ROOT, name), ms: endTime - startTime }));
  return ended(report?.numPassedTests ?? 0, failures, times, code);
}

/** A story that passes only when tried again has failed. */
export function readPlaywright(path: string, code: number): StageReport {
  const report = read<PlaywrightReport>(path);
  const failures: string[] = (report?.errors ?? []).map(({ message }) => firstLine(message));
  const times: TestTime[] = [];
  const visit = (suite: Suite): void => {
    for (const { title, file, line, tests } of suite.specs ?? [])
      for (const { status, results } of tests) {
        if (status === 'skipped') continue;
        const name = `e2e/${file}:${line} ${title}`;
        times.push({ name, ms: results.reduce((sum, { duration }) => sum + duration, 0) });
        if (status !== 'expected')
          failures.push(`${name}: ${firstLine(results.find(({ error }) => error)?.error?.message)}`);
      }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of report?.suites ?? []) visit(suite);
  return ended(report?.stats.expected ?? 0, failures, times, code);
}

function ended(passed: number, failures: string[], times: TestTime[], code: number): StageReport {
  if (code !== 0 && failures.length === 0)
    failures.push('the runner failed without naming a test; its output is above');
  if (code === 0 && passed === 0) failures.push('no test ran');
  return { passed, failed: failures.length, failures, times };
}

const firstLine = (message = '(no message)') => stripVTControlCharacters(message).trim().split('\n')[0] as string;
