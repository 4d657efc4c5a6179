// A kind that no adapter knows cannot be written, and a version that nobody reads loses what a person has. Neither
// shows before a person's store is opened, so it is asked of all kinds here.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { RecordKind } from '../store/store.ts';
import { RECORD_KINDS } from './kinds.ts';
import type { Merging } from './record.ts';

const isKind = (value: unknown): value is RecordKind<unknown> =>
  typeof value === 'object' && value !== null && 'format' in value && 'upgrades' in value;

test('every kind that is declared is listed', async () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /^[a-z-]+\.ts$/.test(name));
  const modules = await Promise.all(files.map((name) => import(`./${name}`) as Promise<object>));
  const declared = modules.flatMap((module) => Object.values(module).filter(isKind));
  const names = (kinds: readonly RecordKind<any>[]): string[] => kinds.map(({ name }) => name).toSorted();
  expect(declared.length).toBeGreaterThan(30);
  expect(names(declared), 'list it in kinds.ts').toEqual(names(RECORD_KINDS));
});

test.each(RECORD_KINDS.map((kind) => [kind.name, kind] as const))('%s reads every former version', (_, kind) => {
  const former = Array.from({ length: kind.version - 1 }, (__, index) => index + 1);
  expect(Object.keys(kind.upgrades).map(Number), 'add an upgrade from the version before').toEqual(former);
});

test('docs/ARCHITECTURE.md lists every kind where it says how it is merged', () => {
  const page = readFileSync(new URL('../../../docs/ARCHITECTURE.md', import.meta.url), 'utf8');
  const [, section = ''] = page.split('\n## Merging what devices wrote\n');
  const rows = section.split('\n## ')[0]?.matchAll(/^\| \*(\w+)\* \|[^|]*\|([^|]*)\|$/gm) ?? [];
  const listed = [...rows].map(([, merges, kinds = '']) => [
    merges,
    [...kinds.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name),
  ]);
  const of = (merges: Merging) => RECORD_KINDS.filter((kind) => kind.merges === merges).map(({ name }) => name);
  const declared = (['fact', 'decision', 'derived', 'own'] as const).map((merges) => [merges, of(merges)]);
  expect(listed, 'the table says of each kind what its declaration says, in the order of kinds.ts').toEqual(declared);
});
