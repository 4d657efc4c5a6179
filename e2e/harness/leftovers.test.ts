// The fixture that watches over all test files in Node sees each kind of leftover, and says in which test it began; a
// test that ends what it began passes.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leftovers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface FileResult {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly message: string;
}

it('fails the file that leaves something behind, and no other', async () => {
  const report = join(folder, 'report.json');
  const vitest = join(ROOT, 'node_modules/vitest/vitest.mjs');
  const config = 'e2e/harness/leaks/vitest.config.ts';
  const args = [vitest, 'run', '--config', config, '--reporter=json', `--outputFile=${report}`];
  const { VITEST: _, ...env } = process.env;
  // It ends with 1, as it should.
  await new Promise<void>((resolve) => execFile(process.execPath, args, { cwd: ROOT, env }, () => resolve()));
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as { testResults: FileResult[] };
  const said = Object.fromEntries(
    testResults.map(({ name, status, message }) => [name.replace(/^.*\/(.*)\.leak\.ts$/, '$1'), { status, message }]),
  );
  expect(said).toEqual({
    nothing: { status: 'passed', message: '' },
    server: failing(/a server \(.*begun in “opens a door”/),
    socket: failing(/a socket \(.*begun in “holds a line”/),
    process: failing(/a process \(.*begun in “starts a program”/),
    thread: failing(/a thread \(.*begun in “starts a thread”/),
    timer: failing(/a timer \(.*begun in “sets a clock”\n.*timer\.leak\.ts:4/),
    store: failing(/an open file \(.*services\.sqlite/),
    rejection: failing(/rejected while nobody looked \(.*“looks away”\nError: nobody saw this/),
  });
});

const failing = (sentence: RegExp) => ({ status: 'failed', message: expect.stringMatching(sentence) });
