// Which tests a change can break, by imports, nearest first. A test that imports a changed file is at distance 1, a
// test of something that imports it at 2, and so on. A file named in a string (a program to start, a module to bundle,
// a vector) counts as imported.

import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT, readSources, resolveImport } from '../house/imports.ts';
import { runnerOf } from './test-files.ts';

export interface Reached {
  readonly path: string;
  /** 0 if the test itself was changed. */
  readonly distance: number;
}

/** From each file to the files that it imports or names. Paths from the root. */
export type Graph = ReadonlyMap<string, readonly string[]>;

export function readGraph(): Graph {
  return new Map(
    readSources().map(({ path, imports }) => {
      const imported = imports.map((specifier) => resolveImport(path, specifier)).filter((target) => target !== null);
      return [path, [...imported, ...namedFiles(path, readFileSync(join(ROOT, path), 'utf8'))]];
    }),
  );
}

/** Files of the project that a string of this file names, relative to the file. */
function namedFiles(path: string, text: string): string[] {
  return [...text.matchAll(/['"`](\.{1,2}\/[\w./-]+)['"`]/g)]
    .map(([, name]) => posix.join(posix.dirname(path), name as string))
    .filter((target) => existsSync(join(ROOT, target)));
}

export function testsReached(graph: Graph, changed: readonly string[]): Reached[] {
  const importers = new Map<string, string[]>();
  for (const [path, targets] of graph)
    for (const target of targets) importers.set(target, [...(importers.get(target) ?? []), path]);
  const distances = new Map(changed.map((path) => [path, 0]));
  const waiting = [...changed];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    // A file that names a folder reaches the files in it; the root, which many name, does not count.
    const folder = posix.dirname(path);
    const byFolder = folder === '.' ? [] : (importers.get(folder) ?? []);
    for (const next of [...(importers.get(path) ?? []), ...byFolder]) {
      if (distances.has(next)) continue;
      distances.set(next, (distances.get(path) ?? 0) + 1);
      waiting.push(next);
    }
  }
  return [...distances]
    .filter(([path]) => runnerOf(path) !== null)
    .map(([path, distance]) => ({ path, distance }))
    .sort((a, b) => a.distance - b.distance || (a.path < b.path ? -1 : 1));
}
