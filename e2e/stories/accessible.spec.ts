// axe looks at every screen, light and dark, and finds nothing. What it cannot know (focus order, words, keys) other stories walk through.

import { AxeBuilder } from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { test } from '../people/town.ts';
import { settled } from '../screenshots/settled.ts';
import { walk } from '../screenshots/walk.ts';

const SCHEMES = ['light', 'dark'] as const;

test('every screen is accessible, light and dark', async ({ town, nucleus }) => {
  test.setTimeout(1_800_000);
  const found: string[] = [];
  await walk(town, nucleus, async (name, page, kind) => {
    // The site is not ours, and what we draw into it lies in a closed root, where axe cannot look.
    if (kind === 'site') return;
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(settled);
      const { violations } = await new AxeBuilder({ page })
        // A mail is shown as its sender made it, in a frame of its own without scripts.
        .exclude('iframe.mail-frame')
        .setLegacyMode()
        .analyze();
      for (const { id, help, nodes } of violations)
        found.push(...nodes.map(({ target }) => `${name} (${colorScheme}): ${id}, ${help}: ${target.join(' ')}`));
    }
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  });
  expect(found).toEqual([]);
});
