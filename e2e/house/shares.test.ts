// No test file takes more browsers, programs, servers and unlocks than its share; the table names no file that is gone
// or needs no more.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeTally } from '../harness/tally.ts';
import { ROOT } from './imports.ts';
import { excess, MORE } from './shares.ts';

const nothing = { browsers: 0, programs: 0, servers: 0, unlocks: 0 };

describe('a share', () => {
  it('that is kept says nothing', () => {
    expect(excess('lib/app/x.test.ts', nothing)).toEqual([]);
    expect(excess('e2e/harness/x.ts', { ...nothing, browsers: 99 })).toEqual([]);
  });

  it('that is overdrawn is told with a way out', () => {
    expect(excess('lib/app/x.test.ts', { ...nothing, browsers: 1, unlocks: 100 })).toEqual([
      expect.stringMatching(/^lib\/app\/x\.test\.ts used 1 browsers, and its share is 0: share one by a fixture/),
      expect.stringMatching(/used 100 unlocks.*open the vault at a low cost/),
    ]);
  });

  it('is larger for a file that says why', () => {
    const more = { 'lib/app/x.test.ts': { browsers: 3, why: 'it is about browsers' } };
    expect(excess('lib/app/x.test.ts', { ...nothing, browsers: 3 }, more)).toEqual([]);
    expect(excess('lib/app/x.test.ts', { ...nothing, browsers: 4 }, more)).toHaveLength(1);
  });

  it('is asked for by files that are there, with a reason', () => {
    for (const [path, { why }] of Object.entries(MORE)) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      expect(why.length, path).toBeGreaterThan(10);
    }
  });
});

it('counts programs and servers that this process starts', async () => {
  takeTally();
  const { spawnSync, spawn } = await import('node:child_process');
  const { createServer } = await import('node:http');
  spawnSync(process.execPath, ['--version']);
  await new Promise((resolve) => spawn(process.execPath, ['--version'], { stdio: 'ignore' }).on('close', resolve));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise((resolve) => server.close(resolve));
  // A program that is waited for synchronously is a tool, not something that runs beside the tests.
  expect(takeTally()).toEqual({ browsers: 0, programs: 1, servers: 1, unlocks: 0 });
});
