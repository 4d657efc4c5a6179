// The layer table holds in every file, and the check itself notices each kind of crossing.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMPUTED, importsOf, ROOT, readSources, resolveImport } from './imports.ts';
import { LAYERS, undeclared, violations } from './layers.ts';

const sources = readSources();

describe('layers', () => {
  it('import only what stands below them', () => {
    expect(sources.length).toBeGreaterThan(0);
    expect(violations(sources)).toEqual([]);
  });

  it('use packages that package.json names', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(undeclared(sources, Object.keys({ ...dependencies, ...devDependencies }))).toEqual([]);
    const imports = ['idb', '@noble/hashes/sha2.js', 'left-pad/x', 'node:fs', './y.ts', '#wire/x.ts', COMPUTED];
    expect(undeclared([{ path: 'x.ts', imports }], ['idb', '@noble/hashes'])).toEqual([
      expect.stringMatching(/'left-pad', which package.json does not name/),
    ]);
  });

  it('are imported by names that exist, extension included', () => {
    const missing = sources.flatMap(({ path, imports }) =>
      imports.flatMap((specifier) => {
        const target = resolveImport(path, specifier);
        return target === null || existsSync(join(ROOT, target))
          ? []
          : `${path} imports '${specifier}', and there is no ${target}`;
      }),
    );
    expect(missing).toEqual([]);
  });

  it('form an order: no layer stands above itself', () => {
    const below = (name: string, seen: string[] = []): string[] => {
      if (seen.includes(name)) throw new Error(`the table has a cycle: ${[...seen, name].join(' → ')}`);
      return LAYERS.filter((layer) => layer.name === name && !['bench', 'e2e'].includes(name)).flatMap((layer) =>
        layer.mayImport.flatMap((next) => below(next, [...seen, name])),
      );
    };
    for (const { name } of LAYERS) below(name);
  });
});

describe('the layer check', () => {
  const crossing = (path: string, specifier: string) => violations([{ path, imports: [specifier] }]);

  it.each([
    ['lib/wire/x.ts', '#crypto/hash.ts', /may import only bytes/],
    ['lib/bytes/x.ts', '#wire/x.ts', /may import no other layer/],
    ['lib/protocol/x.ts', '#app/x.ts', /belongs above it/],
    ['services/sending/x.ts', '#app/x.ts', /may import only/],
    ['lib/protocol/x.ts', '../wire/x.ts', /write '#wire/],
    ['lib/protocol/x.ts', '#protocol/y.ts', /write it relative/],
    ['lib/protocol/x.ts', '@noble/hashes/sha2.js', /its home is lib\/crypto/],
    ['lib/adapters/http/x.ts', 'idb', /its home is lib\/adapters\/idb/],
    ['lib/app/x.ts', 'node:fs', /its home is/],
    ['lib/app/x.ts', 'left-pad', /no layer uses it yet/],
    ['components/x.tsx', '#adapters/idb/x.ts', /may import only/],
    ['lib/app/x.test.ts', '#components/x.tsx', /may import only/],
    ['stray/x.ts', './y.ts', /lies in no layer/],
    ['lib/app/x.ts', COMPUTED, /by a computed name/],
    [
      'entrypoints/background/index.ts',
      '#adapters/moving/x.ts',
      /may only be imported from entrypoints\/page\/file-worker.ts/,
    ],
    ['lib/adapters/browser/x.ts', '../moving/x.ts', /may only be imported from/],
  ])('%s importing %s is refused', (path, specifier, sentence) => {
    expect(crossing(path, specifier)).toEqual([expect.stringMatching(sentence)]);
  });

  it.each([
    ['lib/protocol/x.ts', '#wire/x.ts'],
    ['lib/protocol/x.ts', './y.ts'],
    ['lib/crypto/x.ts', '@noble/hashes/sha2.js'],
    ['lib/adapters/idb/x.ts', 'idb'],
    ['lib/adapters/idb/x.ts', '../memory/x.ts'],
    ['lib/app/x.test.ts', '#adapters/memory/x.ts'],
    ['lib/adapters/moving/x.ts', './y.ts'],
    ['entrypoints/page/file-worker.ts', '#adapters/moving/x.ts'],
    ['components/x.tsx', '#i18n'],
    ['bench/x.ts', COMPUTED],
  ])('%s importing %s is allowed', (path, specifier) => {
    expect(crossing(path, specifier)).toEqual([]);
  });

  it('sees every way of importing', () => {
    const text = `
      import type { A } from './a.ts'; import './b.ts'; export * from './c.ts'; export { d } from './d.ts';
      const e = import('./e.ts'); type F = import('./f.ts').F; const g = import(name);`;
    expect(importsOf('x.ts', text).sort()).toEqual(['./a.ts', './b.ts', './c.ts', './d.ts', './e.ts', './f.ts', null]);
  });
});
