// `npm run screenshots`: a picture of every screen, light and dark, in docs/screenshots, and of those that people see
// most also in forced colours and, if the person sets its width, at 320 pixels. Names are those of the scenes.

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from '#demo/bootstrap.mjs';
import { movingIn } from './moving-in.ts';
import { type Kind, test } from './scene.ts';
import { SCENES } from './scenes.ts';
import { settled } from './settled.ts';

const FOLDER = join(ROOT, 'docs', 'screenshots');
const SCHEMES = ['light', 'dark'] as const;
const MOST_SEEN = new Set([
  ...['conversations', 'search', 'thread', 'thread-of-a-site', 'thread-attachments', 'mail', 'person', 'site'],
  ...['log-ins', 'log-in', 'log-in-form', 'generator', 'watch', 'invite', 'invitation-link-and-code', 'accept'],
  ...['popup-known-site-with-code', 'popup-unknown-site', 'popup-two-identities', 'locked', 'menu-sign-up'],
  ...['welcome-1-passphrase', 'welcome-2-recovery-code', 'welcome-3-ready', 'options-behaviour', 'options-security'],
]);
const NARROW_PX = 320;

// One after another: pictures of former screens are removed first.
test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
});

for (const [name, play] of Object.entries(SCENES)) {
  test(`takes a picture of the screens ${name}`, async ({ stage }) => {
    await play(stage, async (screen, page, kind) => {
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await page.evaluate(settled);
        await page.screenshot({ path: join(FOLDER, `${screen}-${colorScheme}.png`), caret: 'hide' });
      }
      if (MOST_SEEN.has(screen)) await takeVariants(screen, page, kind);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
    });
  });
}

async function takeVariants(screen: string, page: Page, kind: Kind): Promise<void> {
  const take = async (variant: string): Promise<void> => {
    await page.evaluate(settled);
    await page.screenshot({ path: join(FOLDER, `${screen}-${variant}.png`), caret: 'hide' });
  };
  await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' });
  await take('forced');
  await page.emulateMedia({ colorScheme: 'light', forcedColors: null });
  const size = page.viewportSize();
  if (kind === 'site' || kind === 'popup' || size === null) return;
  await page.setViewportSize({ ...size, width: NARROW_PX });
  await take('narrow');
  await page.setViewportSize(size);
}

// Of docs/moving.md: light alone, and apart from the scenes, so that axe does not look at one screen fifteen times.
test('takes a picture of a file from everywhere', async ({ stage }) => {
  await movingIn(stage, async (screen, page) => {
    await page.evaluate(settled);
    await page.screenshot({ path: join(FOLDER, `${screen}-light.png`), caret: 'hide' });
  });
});
