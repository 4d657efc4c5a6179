// The import graph of the project's own TypeScript, read from the syntax tree: value and type imports, re-exports,
// import() and import types alike, since a type is a dependency too.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync, Visitor } from 'vite';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const SOURCE_FOLDERS = ['lib', 'components', 'entrypoints', 'services', 'demo', 'bench', 'e2e'];

/** One source file: its path from the project's root with forward slashes, and what it asks for, as written. */
export type SourceFile = { path: string; imports: string[] };

/** Specifiers of one module in order of appearance; `null` stands for one that is computed. */
export function importsOf(path: string, text: string): (string | null)[] {
  const parsed = parseSync(path, text, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  const { module, errors } = parsed;
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const found: (string | null)[] = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.flatMap((it) => it.moduleRequest?.value ?? [])),
  ];
  // The record of a module leaves out import types. The tree has them; to hand it over costs ten times as much as
  // parsing.
  if (!text.includes('import(')) return found;
  const note = (source: { type: string; value?: unknown }) => {
    found.push(source.type === 'Literal' && typeof source.value === 'string' ? source.value : null);
  };
  new Visitor({
    ImportExpression: (node) => note(node.source),
    TSImportType: (node) => note(node.source),
  }).visit(parsed.program);
  return found;
}

/** Every .ts and .tsx file below the given folders. */
export function sourcePaths(folders = SOURCE_FOLDERS): string[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
        .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/')),
    )
    .sort();
}

/** The entry of `imports` for a module whose name is computed: its layer cannot be known. */
export const COMPUTED = '(a computed name)';

export function readSources(folders = SOURCE_FOLDERS): SourceFile[] {
  return sourcePaths(folders).map((path) => {
    const imports = importsOf(path, readFileSync(join(ROOT, path), 'utf8'));
    return { path, imports: imports.map((specifier) => specifier ?? COMPUTED) };
  });
}

const packageImports: Record<string, string> = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).imports;

/** The target of an import of the project's own, from the root; `null` for a package, a builtin or generated code. */
export function resolveImport(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier.replace(/\?.*$/, ''));
  if (!specifier.startsWith('#')) return null;
  for (const [pattern, target] of Object.entries(packageImports)) {
    const prefix = pattern.replace('*', '');
    if (pattern.endsWith('/*') && specifier.startsWith(prefix)) {
      return posix.normalize(target.replace('*', specifier.slice(prefix.length)));
    }
  }
  return null;
}
