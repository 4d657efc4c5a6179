// Questions that pages ask by themselves, again whenever something changes, are no use by a person: otherwise a
// correspondent who writes, or a service that comes and goes, keeps a vault open that was left alone.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UNATTENDED } from '#rpc/page/handlers.ts';
import { ROOT } from './imports.ts';
import { isTest } from './layers.ts';

/** From its opening bracket to the one that closes it. */
function argumentsAt(text: string, start: number): string {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')' && --depth === 0) return text.slice(start, at);
  }
  throw new Error('a bracket is not closed');
}

test('what a page asks by itself is unattended', () => {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'components'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const asked = new Set<string>();
  for (const path of files.split('\n').filter((one) => /\.tsx?$/.test(one) && !isTest(one))) {
    const text = readFileSync(join(ROOT, path), 'utf8');
    for (const { index, 0: call } of text.matchAll(/\b(?:createResource|askAhead)\(/g))
      for (const [, method] of argumentsAt(text, index + call.length - 1).matchAll(/\bworker\.(\w+)\(/g))
        asked.add(method as string);
  }
  expect(asked.size).toBeGreaterThan(6);
  expect([...asked].filter((method) => !UNATTENDED.has(method as never)).sort()).toEqual([]);
});
