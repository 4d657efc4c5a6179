// The packages that become part of the extension, by what its sources import and by what those packages need, and
// whether their licences allow it. Counted are all sources of the extension, whether a bundle holds them yet or not.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { COMPUTED, ROOT, type SourceFile } from './imports.ts';
import { isTest } from './layers.ts';

export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** An expression of SPDX, as package.json has it. */
  readonly licence: string;
  /** Its licence's text and its notices; without a file of its own, who made it. */
  readonly notice: string;
}

/** Licences under which a part of the extension may be, and why that costs nothing but their notice. */
export const ALLOWED: Readonly<Record<string, string>> = {
  MIT: 'asks for its notice',
  'MIT-0': 'asks for nothing',
  ISC: 'asks for its notice',
  'BSD-3-Clause': 'asks for its notice, and not to advertise with its authors',
  'Apache-2.0': 'ours; asks for its notice, and gives up patents',
};

/** Packages of other licences, and why they are there all the same. */
export const EXCEPTIONS: Readonly<Record<string, { readonly licence: string; readonly why: string }>> = {
  'webextension-polyfill': {
    licence: 'MPL-2.0',
    why: 'holds for its own files alone, which we do not change, and which anybody finds under its name and version',
  },
};

/** What the build puts in by itself: no source imports it. */
const BY_THE_BUILD = ['@wxt-dev/i18n', '@wxt-dev/browser', 'webextension-polyfill'];
/** Tools: of them a few lines at run time, and of what they need nothing. */
const ALONE = ['wxt', '@wxt-dev/i18n', '@wxt-dev/browser'];

const FOLDERS = /^(lib|components|entrypoints)\//;
const isOfTheExtension = (path: string): boolean =>
  FOLDERS.test(path) && !isTest(path) && !path.startsWith('lib/adapters/node/');

/** Every package once, by its folder: two versions of one are two. */
export function shippedPackages(sources: readonly SourceFile[]): ShippedPackage[] {
  const imported = sources
    .filter(({ path }) => isOfTheExtension(path))
    .flatMap(({ imports }) => imports)
    .filter((specifier) => specifier !== COMPUTED && !/^([.#]|node:)/.test(specifier))
    .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
  const found = new Map<string, ShippedPackage>();
  const visit = (name: string, from: string): void => {
    const folder = folderOf(name, from);
    if (found.has(folder)) return;
    const described = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { version, license, dependencies = {} } = described;
    const notice = noticeIn(folder) || madeBy(described);
    found.set(folder, { name, version, licence: typeof license === 'string' ? license : '', notice });
    if (!ALONE.includes(name)) for (const needed of Object.keys(dependencies)) visit(needed, folder);
  };
  for (const name of [...imported, ...BY_THE_BUILD]) visit(name, ROOT);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** As Node looks for it: beside the package that needs it, then further out. */
function folderOf(name: string, from: string): string {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (from === ROOT) throw new Error(`${name} is not installed`);
  return folderOf(name, dirname(from));
}

const noticeIn = (folder: string): string =>
  readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
    .join('\n\n');

function madeBy({ author, homepage = '' }: { author?: string | { name: string }; homepage?: string }): string {
  const name = typeof author === 'string' ? author : (author?.name ?? '');
  return [name === '' ? '' : `Copyright ${name}`, homepage].filter((part) => part !== '').join('\n');
}

/** What the package tells people whose work is in it: almost every licence asks for that. */
export function noticesOf(packages: readonly ShippedPackage[]): string {
  const parts = packages.map(
    ({ name, version, licence, notice }) => `${name} ${version} (${licence})\n${'-'.repeat(72)}\n${notice}\n`,
  );
  return ['Nucleus contains work of others, under the terms below.\n', ...parts].join('\n');
}

/** Of several in `OR` one has to be allowed, of several in `AND` all. */
const isAllowed = (expression: string): boolean =>
  expression.split(/ OR /).some((choice) =>
    choice
      .replace(/[()]/g, '')
      .split(/ AND /)
      .every((licence) => Object.hasOwn(ALLOWED, licence.trim())),
  );

/** Sentences, one for each package that may not ship, and each exception that stands for nothing. */
export function licenceViolations(packages: readonly ShippedPackage[], exceptions = EXCEPTIONS): string[] {
  const isExcepted = ({ name, licence }: ShippedPackage): boolean =>
    Object.hasOwn(exceptions, name) && exceptions[name]?.licence === licence;
  return [
    ...packages
      .filter((it) => !isAllowed(it.licence) && !isExcepted(it))
      .map(
        ({ name, version, licence }) =>
          `${name} ${version} would become part of the extension, and its licence is ${licence || 'not named'}. Do without ` +
          'it, use it in tests only (devDependencies), or say in e2e/house/licences.ts why it may be there.',
      ),
    ...Object.keys(exceptions)
      .filter((name) => !packages.some((it) => it.name === name && isExcepted(it)))
      .map((name) => `${name} stands in EXCEPTIONS of e2e/house/licences.ts, and is not needed there any more.`),
  ];
}
