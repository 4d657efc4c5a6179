// Every trick of tricks.ts in Chromium, with its own report of visibility and without, as in a browser that has none.

import { chromiumLane } from './lane.ts';
import { playAll } from './suite.ts';

playAll({
  browser: 'chrome',
  engines: [
    { name: 'Chromium', blind: false },
    { name: 'Chromium that does not tell what is visible', blind: true },
  ],
  tabs: 4,
  lanes: async (town, count, home) => [await chromiumLane(town, count, home)],
});
