// The strings that people read: each has a key that browsers take, and each is read somewhere. A string that is never
// shown is translated all the same, and read by the next engineer as if it were true.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, sourcePaths } from './imports.ts';
import { isTest } from './layers.ts';

const TEXT = readFileSync(join(ROOT, 'locales/en.yml'), 'utf8');

it('keys of strings hold letters and digits only; codes with hyphens go through components/ui/key.ts', () => {
  // Chromium refuses an extension whose strings have a key with any other sign in it: it then does not load at all.
  const keys = [...TEXT.matchAll(/^ *([^\s#:"][^:]*):/gm)].map(([, key]) => key as string);
  expect(keys.length).toBeGreaterThan(300);
  expect(keys.filter((key) => !/^[A-Za-z0-9]+$/.test(key))).toEqual([]);
});

/** The whole names of all strings: `site.fill`. Plurals (1 and n) have one name together. */
function namesIn(yaml: string): string[] {
  const names = new Set<string>();
  const above: string[] = [];
  for (const [, indent = '', key = '', value = ''] of yaml.matchAll(/^( *)([A-Za-z0-9]+):(.*)$/gm)) {
    above.splice(indent.length / 2);
    if (value.trim() !== '') names.add([...above, ...(/^(1|n)$/.test(key) ? [] : [key])].join('.'));
    above.push(key);
  }
  return [...names];
}

const SEGMENT = '(?:[A-Za-z0-9]|\\$\\{[^}]*\\})+';
/** A quoted name with a dot in it; in a template some of it is put in. */
const QUOTED = new RegExp(`(['"\`])([a-z][A-Za-z0-9]*(?:\\.${SEGMENT})+)\\1`, 'g');

/** What a source says that it reads: names, and patterns of names that are put together. */
function readIn(source: string): RegExp[] {
  return [...source.matchAll(QUOTED)].map(
    ([, , name = '']) => new RegExp(`^${name.replaceAll('.', '\\.').replaceAll(/\$\{[^}]*\}/g, '[A-Za-z0-9]+')}$`),
  );
}

/**
 * Parts drawn in web pages know their strings by the last part of the key (lib/autofill/menu/strings.ts,
 * entrypoints/invitation.ts).
 */
const readInPages = (source: string): string[] => [
  ...[...source.matchAll(/\bstrings\.([a-zA-Z]+)\b|'([a-zA-Z]+)'/g)].map(([, a, b]) => `autofill.${a ?? b}`),
  ...[...source.matchAll(/\bwords\.([a-zA-Z]+)\b/g)].map(([, key]) => `invitationCard.${key}`),
];

function unread(yaml: string, sources: readonly { path: string; text: string }[]): string[] {
  const inPages = sources.filter(
    ({ path }) => /^lib\/(autofill|rpc\/content)\//.test(path) && path !== 'lib/autofill/menu/strings.ts',
  );
  const names = new Set(inPages.flatMap(({ text }) => readInPages(text)));
  for (const { text } of sources)
    for (const [, name = ''] of text.matchAll(/__MSG_(\w+?)__/g)) names.add(name.replaceAll('_', '.'));
  const patterns = sources.flatMap(({ text }) => readIn(text));
  return namesIn(yaml).filter((name) => !names.has(name) && !patterns.some((pattern) => pattern.test(name)));
}

describe('each string', () => {
  const sources = [
    ...sourcePaths(['components', 'entrypoints', 'lib']).filter((path) => !isTest(path)),
    'wxt.config.ts',
  ].map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

  it('is read somewhere; take out of locales/en.yml what no screen shows any more', () => {
    expect(namesIn(TEXT).length).toBeGreaterThan(600);
    expect(unread(TEXT, sources)).toEqual([]);
  });

  it('would be missed: by its whole name, by one that is put together, in the manifest, or in the menu', () => {
    const yaml =
      'a:\n  one: One\n  two:\n    1: $1 thing\n    n: $1 things\n  dead: Dead\nautofill:\n  fill: Fill\n  gone: Gone\n';
    const text = `i18n.t('a.one'); i18n.t(\`a.\${kind}\`)`;
    expect(unread(yaml, [{ path: 'components/x.tsx', text: "i18n.t('a.one')" }])).toEqual([
      'a.two',
      'a.dead',
      'autofill.fill',
      'autofill.gone',
    ]);
    expect(
      unread(yaml, [
        { path: 'components/x.tsx', text },
        { path: 'lib/autofill/menu/rows.ts', text: 'strings.fill' },
      ]),
    ).toEqual(['autofill.gone']);
    expect(unread('command:\n  open: Open\n', [{ path: 'wxt.config.ts', text: "'__MSG_command_open__'" }])).toEqual([]);
  });
});
