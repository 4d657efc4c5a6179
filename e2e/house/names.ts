// Exported names that mean two things. A name that is searched for should lead to one place, and an import should be
// understood without its path. Handing on a declaration of another file is no second meaning.

import { parseSync } from 'vite';
import { isTest } from './layers.ts';
import { ASIDE } from './rooms.ts';

/** Names that several files must export, and why. */
export const SHARED: Readonly<Record<string, string>> = {
  hints: 'each language of forms is a script of its own, and the build takes the same two names out of each',
  words: 'each language of forms is a script of its own, and the build takes the same two names out of each',
};

/** The product: what tests, measurements and the demonstration export is theirs. */
const isLookedAt = (path: string): boolean =>
  /^(lib|components|services|entrypoints)\//.test(path) &&
  !isTest(path) &&
  !path.split('/').some((folder) => ASIDE.includes(folder));

/** Names that a file declares and exports. */
export function exportedNames(path: string, text: string): string[] {
  const { module, errors } = parseSync(path, text, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  return module.staticExports
    .flatMap(({ entries }) => entries)
    .filter(({ moduleRequest, exportName }) => moduleRequest === null && exportName.kind === 'Name')
    .flatMap(({ exportName }) => exportName.name ?? []);
}

/** Sentences, one for each name with several meanings, and each row that stands for nothing any more. */
export function nameViolations(
  files: readonly { readonly path: string; readonly text: string }[],
  shared: Readonly<Record<string, string>> = SHARED,
): string[] {
  const homes = new Map<string, Set<string>>();
  for (const { path, text } of files) {
    if (!isLookedAt(path)) continue;
    for (const name of exportedNames(path, text)) homes.set(name, (homes.get(name) ?? new Set()).add(path));
  }
  const several = [...homes].filter(([, paths]) => paths.size > 1);
  return [
    ...several
      .filter(([name]) => !Object.hasOwn(shared, name))
      .map(
        ([name, paths]) =>
          `${name} is exported by ${[...paths].sort().join(' and ')}: a name has one meaning. If both mean the same, one ` +
          'declares it and the other imports it; if nobody imports one of them, it need not be exported; else call each ' +
          'by what sets it apart, in the words of docs/glossary.md.',
      ),
    ...Object.keys(shared)
      .filter((name) => !several.some(([held]) => held === name))
      .map((name) => `${name} stands in SHARED of e2e/house/names.ts, and no two files export it any more.`),
  ].sort();
}
