import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STRINGS } from './strings.ts';

test('the English locale says exactly what the menu declares', () => {
  const yaml = readFileSync(new URL('../../../locales/en.yml', import.meta.url), 'utf8');
  const section = /^autofill:\n((?: {2}\S.*\n?)+)/m.exec(yaml)?.[1] ?? '';
  const said = Object.fromEntries([...section.matchAll(/^ {2}(\w+): "(.*)"$/gm)].map(([, key, text]) => [key, text]));
  expect(said).toEqual({ ...STRINGS });
});
