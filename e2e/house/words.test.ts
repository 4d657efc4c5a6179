// Words that must not appear: of the place where this was made, of unfinished work, of undeclared randomness and logs.
// The words are put together from pieces, so that this file does not match itself.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './imports.ts';
import { isTest } from './layers.ts';
import { trackedPaths } from './tracked.ts';

type Rule = { words: RegExp; why: string; applies: (path: string) => boolean };

const any = (...words: string[]) => new RegExp(words.join('|'));
const isSource = (path: string) => /^(lib|services|components|entrypoints)\/.*\.tsx?$/.test(path) && !isTest(path);

const RULES: Rule[] = [
  {
    words: any(
      `(?<![\\w.])/wo${'rk'}/`,
      `\\bsub-?${'agent'}s?\\b`,
      `\\.\\./sha${'red'}/`,
      `/tmp/help${'ers'}`,
      `npm${'js'}\\.org`,
    ),
    why: 'names the place where this was made; say it without',
    applies: () => true,
  },
  {
    words: any(`\\bTO${'DO'}\\b`, `\\bFIX${'ME'}\\b`),
    why: 'is unfinished; finish it or open an issue',
    applies: () => true,
  },
  {
    words: any(`\\bMath\\.ran${'dom'}\\b`),
    why: 'takes randomness from nowhere; take an Entropy argument',
    applies: isSource,
  },
  { words: any(`\\bconsole\\.l${'og'}\\b`), why: 'logs; content must never reach a log', applies: isSource },
];

/** Sentences for the lines of one file that break a rule. */
function breaches(path: string, text: string): string[] {
  const rules = RULES.filter(({ applies }) => applies(path));
  return text.split('\n').flatMap((line, index) =>
    rules.flatMap(({ words, why }) => {
      const match = words.exec(line);
      return match ? [`${path}:${index + 1} '${match[0]}' ${why}`] : [];
    }),
  );
}

const isText = (path: string) => /\.(m?[jt]sx?|json|md|py|ya?ml|html|css|svg|txt|sh)$|(^|\/)[^.]+$/.test(path);

describe('words', () => {
  it('of the workplace, of unfinished work, of chance and of logs are absent', () => {
    const paths = trackedPaths().filter((path) => isText(path) && !/(^|\/)vectors\//.test(path));
    expect(paths).toContain('package.json');
    expect(paths.flatMap((path) => breaches(path, readFileSync(join(ROOT, path), 'utf8')))).toEqual([]);
  });

  it('would be found', () => {
    const lines = [
      `x /wo${'rk'}/main`,
      `a sub${'agent'} did`,
      `// TO${'DO'}: later`,
      `Math.ran${'dom'}()`,
      `console.l${'og'}(1)`,
    ];
    expect(breaches('lib/app/x.ts', lines.join('\n'))).toHaveLength(lines.length);
    expect(breaches('bench/x.ts', lines.join('\n'))).toHaveLength(3);
    expect(breaches('lib/app/x.ts', 'https://example.org/network/work/ and the user agent')).toEqual([]);
  });
});
