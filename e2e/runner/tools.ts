// How stages run the tools of node_modules: several side by side with their output kept for a failure, or one whose
// output passes through.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { runTool } from '#demo/bootstrap.mjs';
import { forgetShares, readShares } from '../harness/share-notes.ts';
import { excess } from '../house/shares.ts';
import type { StageReport } from './plan.ts';
import { REPORTS, readPlaywright, readVitest } from './reports.ts';

/** @throws with the output of those that failed */
export async function together(...commands: readonly [script: string, ...args: string[]][]): Promise<undefined> {
  const results = await Promise.all(commands.map(([script, ...args]) => runTool(script, args, { quiet: true })));
  const failures = results.flatMap(({ code, output }, index) =>
    code === 0 ? [] : `$ ${commands[index]?.join(' ')}\n${output}`,
  );
  if (failures.length > 0) throw new Error(failures.join('\n'));
}

export async function vitest(
  project: 'node' | 'browsers',
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<StageReport> {
  const report = join(REPORTS, `${project}.json`);
  rmSync(report, { force: true });
  forgetShares(project);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await runTool('vitest/vitest.mjs', ['run', '--project', project, ...reporters, ...args], { env });
  return readVitest(report, code);
}

export async function playwright(args: readonly string[], env: NodeJS.ProcessEnv): Promise<StageReport> {
  const report = join(REPORTS, 'stories.json');
  rmSync(report, { force: true });
  forgetShares('stories');
  const command = ['test', '--project', 'stories', '--reporter=list,json', ...args];
  const { code } = await runTool('@playwright/test/cli.js', command, {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  const read = readPlaywright(report, code);
  const overdrawn = [...readShares('stories')].flatMap(([path, used]) => excess(path, used));
  return { ...read, failed: read.failed + overdrawn.length, failures: [...(read.failures ?? []), ...overdrawn] };
}
