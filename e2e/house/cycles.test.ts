// No file imports itself by way of others, type imports included: a cycle means that two files are one thing badly cut.

import { describe, expect, it } from 'vitest';
import { readSources, resolveImport, type SourceFile } from './imports.ts';

/** The first cycle met by a depth-first walk, as the path that closes it, or null. */
function findCycle(files: SourceFile[]): string[] | null {
  const edges = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.map((specifier) => resolveImport(path, specifier)).filter((target) => target !== null),
    ]),
  );
  const finished = new Set<string>();
  const walk = (path: string, trail: string[]): string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (finished.has(path)) return null;
    for (const next of edges.get(path) ?? []) {
      const cycle = walk(next, [...trail, path]);
      if (cycle) return cycle;
    }
    finished.add(path);
    return null;
  };
  for (const path of edges.keys()) {
    const cycle = walk(path, []);
    if (cycle) return cycle;
  }
  return null;
}

describe('imports', () => {
  it('form no cycle', () => {
    expect(findCycle(readSources())).toBeNull();
  });

  it('would be caught if they did', () => {
    const files = [
      { path: 'lib/app/a.ts', imports: ['./b.ts', '#wire/x.ts'] },
      { path: 'lib/app/b.ts', imports: ['./c.ts'] },
      { path: 'lib/app/c.ts', imports: ['./b.ts'] },
      { path: 'lib/wire/x.ts', imports: [] },
    ];
    expect(findCycle(files)).toEqual(['lib/app/b.ts', 'lib/app/c.ts', 'lib/app/b.ts']);
    expect(findCycle(files.filter(({ path }) => path !== 'lib/app/c.ts'))).toBeNull();
  });
});
