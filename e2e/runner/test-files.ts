// Which files hold tests, and which runner takes them: the same division as in vitest.config.ts and
// playwright.config.ts.

import { sourcePaths } from '../house/imports.ts';

export type Runner = 'node' | 'browsers' | 'stories';

/** Null for a file that holds no tests. */
export function runnerOf(path: string): Runner | null {
  if (/^e2e\/.*\.spec\.ts$/.test(path)) return 'stories';
  if (!/\.test\.tsx?$/.test(path)) return null;
  return /^e2e\/[^/]*$|\.browsers\.test\.tsx?$/.test(path) ? 'browsers' : 'node';
}

export function testFiles(): { path: string; runner: Runner }[] {
  return sourcePaths().flatMap((path) => {
    const runner = runnerOf(path);
    return runner === null ? [] : { path, runner };
  });
}

/** Arguments for the runners by which they take these files and no others. */
export function argumentsFor(paths: readonly string[]): Partial<Record<Runner, string[]>> {
  const chosen: Partial<Record<Runner, string[]>> = {};
  for (const path of paths) {
    const runner = runnerOf(path);
    if (runner === null) continue;
    chosen[runner] ??= [];
    // Playwright reads its arguments as regular expressions.
    chosen[runner].push(runner === 'stories' ? `/${path.replaceAll('.', '\\.')}$` : path);
  }
  return chosen;
}
