// Chromium refuses an extension whose strings have a key with any other sign in it: it then does not load at all.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('keys of strings hold letters and digits only; codes with hyphens go through components/ui/key.ts', () => {
  const text = readFileSync(new URL('../../locales/en.yml', import.meta.url), 'utf8');
  const keys = [...text.matchAll(/^ *([^\s#:"][^:]*):/gm)].map(([, key]) => key as string);
  expect(keys.length).toBeGreaterThan(300);
  expect(keys.filter((key) => !/^[A-Za-z0-9]+$/.test(key))).toEqual([]);
});
