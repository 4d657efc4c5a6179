// The pages for people who read and change the code name files, folders and each other. What they name is there: a page
// that leads to a file that was renamed is a page nobody can believe about the rest.

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './imports.ts';
import { WINGS } from './rooms.ts';
import { trackedPaths } from './tracked.ts';

const isPage = (path: string): boolean => /^((docs|bench|lib)\/.*|[A-Z]+)\.md$/.test(path);
/** What ends so in a page is a file of ours; other endings (`secrets.json`) may be of an operator's own folder. */
const SOURCE = /\.(tsx?|mjs|py|css|ya?ml|md)$/;

/** A name with `<any>` and `*` for what varies, and `{one,other}` for several, as patterns. */
function patternsOf(name: string): RegExp[] {
  const [, before = '', among, after = ''] = /^(.*?)\{([^}]*)\}(.*)$/.exec(name) ?? [];
  if (among !== undefined) return among.split(',').flatMap((one) => patternsOf(`${before}${one}${after}`));
  const text = name.replace(/\/$/, '').replaceAll(/[.+?^$()|[\]\\]/g, String.raw`\$&`);
  return [new RegExp(`^${text.replaceAll(/\*\*|<[^>]*>|\*/g, (sign) => (sign === '**' ? '.*' : '[^/]*'))}$`)];
}

interface Tree {
  /** Files and folders, from the root. */
  readonly paths: readonly string[];
  readonly roots: ReadonlySet<string>;
}

function treeOf(files: readonly string[]): Tree {
  const folders = new Set<string>();
  for (const file of files) for (let at = posix.dirname(file); at !== '.'; at = posix.dirname(at)) folders.add(at);
  const roots = [...folders].filter((folder) => !folder.includes('/'));
  return { paths: [...files, ...folders], roots: new Set(roots) };
}

/** Whole paths begin at the root; what does not is the end of one, and has to be somewhere. */
function isThere(name: string, { paths, roots }: Tree): boolean {
  const isWhole = roots.has(name.split('/')[0] as string) && name.includes('/');
  return patternsOf(name).every((pattern) =>
    paths.some((path) => {
      if (isWhole) return pattern.test(path) || pattern.test(path.replace(/(\.test)?\.tsx?$/, ''));
      const parts = path.split('/');
      return pattern.test(parts.slice(-name.replace(/\/$/, '').split('/').length).join('/'));
    }),
  );
}

const isName = (word: string, { roots }: Tree): boolean =>
  !/^[/#]|node_modules/.test(word) &&
  (roots.has(word.split('/')[0] as string) ? word.includes('/') : SOURCE.test(word));

/** Sentences, one for each name and link in a page that leads nowhere. */
function breaches(page: string, text: string, tree: Tree): string[] {
  return text.split('\n').flatMap((line, index) => {
    const quoted = [...line.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.split(/[\s:;]+|,(?![^{]*\})/));
    const names = quoted.map((word) => word.replaceAll(/^[(']+|[)'.,]+$/g, '')).filter((word) => isName(word, tree));
    const links = [...line.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
      .map(([, to = '']) => to)
      .filter((to) => !/^[a-z]+:/.test(to))
      .map((to) => posix.join(posix.dirname(page), to));
    const gone = [
      ...names.filter((name) => !isThere(name, tree)),
      ...links.filter((to) => !tree.paths.includes(to.replace(/\/$/, ''))),
    ];
    return gone.map(
      (name) => `${page}:${index + 1} names ${name}, and nothing is called so. Say what it is called now.`,
    );
  });
}

describe('pages', () => {
  const tree = treeOf(trackedPaths());

  it('name what is there', () => {
    const pages = trackedPaths().filter(isPage);
    expect(pages).toEqual(expect.arrayContaining(['CONTRIBUTING.md', 'SECURITY.md', 'docs/ARCHITECTURE.md']));
    const text = (page: string): string => readFileSync(join(ROOT, page), 'utf8');
    // As one text: a list would be cut off in the failure.
    expect(pages.flatMap((page) => breaches(page, text(page), tree)).join('\n')).toBe('');
  });
});

describe('docs/ARCHITECTURE.md', () => {
  it('shows the rooms of lib/app in the order of the table', () => {
    const text = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
    const [, picture = ''] = /\n## Rooms\n.*?```\n(.*?)```/s.exec(text) ?? [];
    const drawn = picture
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]);
    const rooms = WINGS.find(({ folder }) => folder === 'lib/app')?.rooms ?? [];
    expect(drawn).toEqual(rooms.map(({ name }) => name));
  });

  it('and CONTRIBUTING.md can be read in an editor: only tables are wider than 160 columns', () => {
    for (const page of ['docs/ARCHITECTURE.md', 'CONTRIBUTING.md']) {
      const lines = readFileSync(join(ROOT, page), 'utf8').split('\n');
      expect(
        lines.filter((line) => line.length > 160 && !line.startsWith('|')),
        page,
      ).toEqual([]);
    }
  });
});

describe('the check of pages', () => {
  const tree = treeOf(['lib/app/high/top.ts', 'lib/app/low/door.ts', 'docs/a.md', 'e2e/stories/one.spec.ts']);
  const found = (line: string): string[] => breaches('docs/b.md', line, tree);

  it.each([
    '`lib/app/gone.ts`',
    '`gone.ts`',
    '`low/top.ts`',
    '`lib/app/gone/`',
    '`lib/app/{high,gone}`',
    '`e2e/stories/*.test.ts`',
    '[a page](gone.md)',
    'run `node lib/gone.ts --all`',
  ])('finds what leads nowhere: %s', (line) => {
    expect(found(line)).toHaveLength(1);
  });

  it.each([
    '`lib/app/high/top.ts`',
    '`lib/app/high/top`',
    '`top.ts`, `high/top.ts` and `lib/app/high/`',
    '`lib/app/{high,low}`',
    '`lib/app/<room>/<noun>.ts`',
    '`e2e/stories/*.spec.ts`',
    '[a page](a.md#part) and [another](https://a.example/b.md)',
    '`secrets.json`, `/openapi.json`, `GET /v1/messages` and `a.b/c`',
  ])('leaves alone what is there, or nobody’s business: %s', (line) => {
    expect(found(line)).toEqual([]);
  });
});
