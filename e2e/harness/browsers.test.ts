// Our list of what Chromium goes without replaces Playwright's, so it must hold all of it.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { SWITCHED_OFF } from './browsers.ts';

it('leaves off in Chromium whatever Playwright leaves off', () => {
  const playwright = createRequire(createRequire(import.meta.url).resolve('@playwright/test'));
  const code = readFileSync(join(dirname(playwright.resolve('playwright-core')), 'lib', 'coreBundle.js'), 'utf8');
  const list = /disabledFeatures = \[([^\]]*)\]/.exec(code)?.[1] ?? '';
  const names = [...list.matchAll(/^\s*"(\w+)",?$/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(SWITCHED_OFF).toEqual(expect.arrayContaining(names));
});
