// Every trick of tricks.ts in Chromium, with its own word on what is visible and without, as in a browser that does not
// tell.

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
