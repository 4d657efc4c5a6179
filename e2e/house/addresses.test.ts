// Web addresses are read by one parser. A second one, however good, disagrees with the browser about some host, and
// then the judged address is not the one that is opened. The patterns here are put together from pieces, so that this
// file does not match itself.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readSources } from './imports.ts';
import { isTest } from './layers.ts';

/** The parser, and the searches for addresses in texts, which hand their finds to the parser. */
const HOMES = ['lib/bytes/web-url.ts', 'lib/bytes/text-links.ts', 'lib/bytes/joined-urls.ts'];
/** The question itself; and the page for another password or mask, whose host is told as it opens. */
const OPENERS = [
  'components/link/link.tsx',
  'components/entries/change-password.tsx',
  'components/person/new-mask.tsx',
];
const isJudged = (path: string): boolean =>
  /^(lib|components|entrypoints|services)\//.test(path) && !isTest(path) && !HOMES.includes(path);
const isExtension = (path: string): boolean => isJudged(path) && !path.startsWith('services/');

const RULES: { sign: RegExp; why: string; applies: (path: string) => boolean }[] = [
  {
    // A regular expression that holds "://", written with escapes or in a string that becomes one.
    sign: new RegExp(`:${'\\\\'}/${'\\\\'}/|RegExp\\([^)]*:${'/'}/|\\.(split|indexOf)\\(['"]:?${'/'}/`),
    why: 'takes a web address apart; ask webUrl or webLink (lib/bytes/web-url.ts), or linksIn for addresses in a text',
    applies: isJudged,
  },
  {
    sign: /\bnew URL\((?!.*import\.meta\.url)|\bURL\.(canParse|parse)\b/,
    why: 'parses an address past webUrl, which also says no to what must not be opened',
    applies: isExtension,
  },
  {
    sign: /\bplatform\.openLink\(/,
    why: 'opens an address that nobody was shown whole; ask with askToOpen (components/link/link.tsx)',
    applies: (path) => isExtension(path) && !OPENERS.includes(path),
  },
];

function breaches(path: string, text: string): string[] {
  const rules = RULES.filter(({ applies }) => applies(path));
  return text
    .split('\n')
    .flatMap((line, index) =>
      rules.filter(({ sign }) => sign.test(line)).map(({ why }) => `${path}:${index + 1} ${why}: ${line.trim()}`),
    );
}

describe('web addresses', () => {
  it('are read by one parser', () => {
    const found = readSources().flatMap(({ path }) => breaches(path, readFileSync(join(ROOT, path), 'utf8')));
    expect(found).toEqual([]);
  });

  it.each([
    `const PARTS = /^(https?):${'\\'}/${'\\'}/([^/]*)/;`,
    `new RegExp('^https?:${'/'}/[^/]+' + path).test(url)`,
    `origin.slice(origin.indexOf(':${'/'}/') + 3)`,
    `url.split('${'/'}/')[1]`,
    'const { host } = new URL(url);',
    'if (URL.canParse(url)) open(url);',
    'onPress={() => platform.openLink(address.href)}',
  ])('would be found taken apart: %s', (line) => {
    expect(breaches('lib/app/x.ts', line)).toHaveLength(1);
  });

  it('may be written, and files be found by import.meta.url', () => {
    expect(breaches('services/x.ts', "new Worker(new URL('./x.ts', import.meta.url))")).toEqual([]);
    expect(breaches('lib/app/x.ts', "origin.startsWith('https://') // see https://a.example")).toEqual([]);
  });
});
