// Every format that the code declares, wherever it lies and whether or not anything else may reach it: modules that
// declare one are loaded, and a declaration says so to lib/wire/format.ts. A new format is fuzzed without being named
// here.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DECLARED, type Format } from '#wire/format.ts';

export interface Declared {
  readonly format: Format<unknown>;
  /** The path of its declaration, from the root. */
  readonly path: string;
}

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDERS = ['lib/wire', 'lib/protocol', 'lib/app', 'lib/logins', 'services'];
const DECLARING = /\b(?:part|format|recordKind|releasedKind)\(/;
const NAMED = /\b(part|format|recordKind|releasedKind)\(\s*['"`]([^'"`$]+)['"`]/g;

export async function declaredFormats(): Promise<Declared[]> {
  const pathOf = new Map<string, string>();
  for (const path of FOLDERS.flatMap(sources)) {
    const text = readFileSync(join(ROOT, path), 'utf8');
    if (!DECLARING.test(text)) continue;
    for (const [, how, name] of text.matchAll(NAMED))
      pathOf.set(`${name}${how?.endsWith('Kind') ? ' record' : ''}`, path);
    await import(pathToFileURL(join(ROOT, path)).href);
  }
  // What a test declared for itself lies in no source.
  return DECLARED.flatMap((format) => {
    const path = pathOf.get(format.name);
    return path === undefined ? [] : [{ format, path }];
  });
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /(?<!\.test|\.testkit|contract)\.ts$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !/\/(testing|vectors)\//.test(path))
    .sort();
}
