// `npm run screenshots`: a picture of every screen, light and dark, in docs/screenshots. Names are those of the walk.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#demo/bootstrap.mjs';
import { test } from '../people/town.ts';
import { settled } from './settled.ts';
import { walk } from './walk.ts';

const FOLDER = join(ROOT, 'docs', 'screenshots');
const SCHEMES = ['light', 'dark'] as const;

test('takes a picture of every screen', async ({ town, nucleus }) => {
  test.setTimeout(600_000);
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  await walk(town, nucleus, async (name, page) => {
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(settled);
      await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`), caret: 'hide' });
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  });
});
