// No function is longer than can be read at once, unless it says why.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lengthViolations, longFunctions, MAX_LINES } from './functions.ts';
import { ROOT, sourcePaths } from './imports.ts';

test('every function can be read at once, or says why not', () => {
  const all = sourcePaths().flatMap((path) => lengthViolations(path, readFileSync(join(ROOT, path), 'utf8')));
  expect(all).toEqual([]);
});

const filled = (lines: number): string => 'work();\n'.repeat(lines);

test.each([
  ['a declaration', `function long() {\n${filled(MAX_LINES)}}`],
  ['a method', `class Long {\n  go() {\n${filled(MAX_LINES)}}\n}`],
  ['an arrow', `const long = () => {\n${filled(MAX_LINES)}};`],
  ['an arrow without braces', `const long = () => (\n${'work(),\n'.repeat(MAX_LINES)}0);`],
])('%s past the limit is found', (_, text) => {
  expect(longFunctions('lib/long.ts', text)).toHaveLength(1);
});

test('as long as the limit is short enough', () => {
  expect(longFunctions('lib/long.ts', `function long() {\n${filled(MAX_LINES - 2)}}`)).toEqual([]);
});

test('a reason in the first line is one for that function alone', () => {
  const inner = `const inner = () => {\n${filled(MAX_LINES)}};\n`;
  const text = `function outer() {\n// In one piece: a table\n${inner}}`;
  expect(longFunctions('lib/long.ts', text)).toEqual([{ line: 3, lines: MAX_LINES + 2 }]);
  expect(longFunctions('lib/long.ts', text.replace('a table', ''))).toHaveLength(2);
});

test('tests are as long as their story', () => {
  expect(lengthViolations('lib/long.test.ts', `function long() {\n${filled(MAX_LINES)}}`)).toEqual([]);
});
