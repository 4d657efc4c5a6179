// `test` for stories that take place in a town (town-building.ts): one for each Playwright worker, so that stories can run side by side.
// Its people (`nucleus`, `person`) live there.

import { test as base, type Chromium, type LaunchOptions, launchChromium } from '../harness/chromium.ts';
import { buildTown, type Town } from './town-building.ts';

export const test = base.extend<{ person: (options?: LaunchOptions) => Promise<Chromium> }, { town: Town }>({
  town: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern which fixtures one needs
    async ({}, use) => {
      const town = await buildTown();
      await use(town);
      await town.leave();
    },
    { scope: 'worker' },
  ],
  person: async ({ town }, use) => {
    const open: Chromium[] = [];
    await use(async (options) => {
      const browser = await launchChromium({ extension: town.extension, ...options });
      open.push(browser);
      return browser;
    });
    for (const browser of open) await browser.close();
  },
});
