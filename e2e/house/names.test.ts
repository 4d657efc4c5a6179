// One exported name, one meaning.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, sourcePaths } from './imports.ts';
import { exportedNames, nameViolations } from './names.ts';

test('no exported name means two things', () => {
  const files = sourcePaths().map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
  expect(nameViolations(files)).toEqual([]);
});

const of = (path: string, text: string) => ({ path, text });

test.each([
  ['values', 'export const draft = 1;', 'export function draft() {}'],
  ['a type and a class', 'export interface Draft {}', 'export class Draft {}'],
  ['under another name', 'const own = 1;\nexport { own as draft };', 'export const draft = 2;'],
])('%s of one name are found, each with its place', (_, one, other) => {
  const [sentence] = nameViolations([of('lib/a/one.ts', one), of('components/two.tsx', other)], {});
  expect(sentence).toMatch(/^[Dd]raft is exported by components\/two\.tsx and lib\/a\/one\.ts:/);
});

test('what is handed on, said twice in one file, or of tests alone is no second meaning', () => {
  const home = of('lib/a/home.ts', 'export type Draft = {};\nexport const Draft = {};');
  expect(
    nameViolations(
      [
        home,
        of('lib/b/door.ts', "export type { Draft } from '../a/home.ts';"),
        of('lib/b/home.test.ts', 'export class Draft {}'),
        of('e2e/people/home.ts', 'export class Draft {}'),
        of('lib/b/fixtures/home.ts', 'export class Draft {}'),
      ],
      {},
    ),
  ).toEqual([]);
  expect(exportedNames(home.path, home.text)).toContain('Draft');
});

test('a name that several must have says why, for as long as they do', () => {
  const files = [of('lib/a.ts', 'export const words = 1;'), of('lib/b.ts', 'export const words = 1;')];
  expect(nameViolations(files, { words: 'why' })).toEqual([]);
  expect(nameViolations(files.slice(1), { words: 'why' })).toEqual([
    'words stands in SHARED of e2e/house/names.ts, and no two files export it any more.',
  ]);
});
