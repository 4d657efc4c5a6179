// `npm run screenshots`: a picture of every screen, light and dark, in docs/screenshots. Names are those of the scenes.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#demo/bootstrap.mjs';
import { movingIn } from './moving-in.ts';
import { test } from './scene.ts';
import { SCENES } from './scenes.ts';
import { settled } from './settled.ts';

const FOLDER = join(ROOT, 'docs', 'screenshots');
const SCHEMES = ['light', 'dark'] as const;

// One after another: pictures of former screens are removed first.
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
});

for (const [name, play] of Object.entries(SCENES)) {
  test(`takes a picture of the screens ${name}`, async ({ stage }) => {
    await play(stage, async (screen, page) => {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.evaluate(settled);
        await page.screenshot({ path: join(FOLDER, `${screen}-${colorScheme}.png`), caret: 'hide' });
      }
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
    });
  });
}

// Of docs/moving.md: light alone, and apart from the scenes, so that axe does not look at one screen fifteen times.
test('takes a picture of a file from everywhere', async ({ stage }) => {
  await movingIn(stage, async (screen, page) => {
    await page.evaluate(settled);
    await page.screenshot({ path: join(FOLDER, `${screen}-light.png`), caret: 'hide' });
  });
});
