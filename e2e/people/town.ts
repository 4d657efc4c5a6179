// `test` for stories that take place in a town. Each story has a town and people of its own, as copies (residents.ts).

import type { Chromium, LaunchOptions } from '../harness/chromium.ts';
import { test as base, type Launch } from '../harness/story.ts';
import { type Resident, Residents } from './residents.ts';
import type { Town } from './town-building.ts';

interface InTown {
  town: Town;
  /** A person who has just come to town: their Nucleus is fresh, and its services are those of the town. */
  person: Launch;
  /** A person who has lived there before, with a browser that was just opened: Nucleus is locked. */
  resident: (name: Resident, options?: LaunchOptions) => Promise<Chromium>;
}

export const test = base.extend<InTown, { residents: Residents }>({
  residents: [
    async ({ temporary }, use) => {
      if (temporary === '') throw new Error('nowhere to live');
      const residents = await Residents.settle();
      await use(residents);
      await residents.leave();
    },
    { scope: 'worker' },
  ],
  // They stay when a story ends.
  leftBehind: async ({ residents: _, leftBehind }, use) => use(leftBehind),
  town: async ({ residents, diaries, leftBehind: _ }, use) => {
    const town = await residents.town();
    diaries.push(...town.houses);
    await use(town);
    await town.leave();
  },
  // Browsers are closed before the town ends.
  open: async ({ town: _, open }, use) => use(open),
  person: async ({ town, person }, use) => use((options) => person({ extension: town.extension, ...options })),
  resident: async ({ town, residents, open }, use) =>
    use(async (name, options) => {
      const browser = await residents.browserOf(name, town, options);
      open.push(browser);
      return browser;
    }),
});
