// Every trick of tricks.ts in Firefox, which does not report visibility.

import { firefoxLane } from './lane.ts';
import { playAll } from './suite.ts';

playAll({
  browser: 'firefox',
  engines: [{ name: 'Firefox', blind: true }],
  tabs: 2,
  lanes: (town, count, home) => Promise.all(Array.from({ length: count }, () => firefoxLane(town, home))),
});
