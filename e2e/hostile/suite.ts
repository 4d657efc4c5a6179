// Plays all tricks in the tabs of one browser, in as many at a time as there are tabs.

import { afterAll, beforeAll, test, vi } from 'vitest';
import { buildTown, type Town } from '../people/town-building.ts';
import type { Lane, Tab } from './lane.ts';
import { Pages } from './pages.ts';
import {
  begins,
  play,
  playBetween,
  playBusy,
  playBusyLater,
  playHasty,
  playHeldUp,
  playRests,
  playSameSpot,
  type Stage,
} from './play.ts';
import { TabPool } from './tab-pool.ts';
import { TRICKS } from './tricks.ts';

// One of them alone, while it is looked into: TRICK='blurs' vitest …
const WANTED = new RegExp(process.env.TRICK ?? '');

const SAME_SPOT = ([0, 1000, 5000] as const).map(
  (afterMs) =>
    [
      `brings the menu to where it is pressed, again after ${afterMs} ms`,
      (stage: Stage, by: 'mouse' | 'keyboard') => playSameSpot(stage, by, afterMs),
    ] as const,
);

export interface Engine {
  readonly name: string;
  /** It does not report visibility, or is kept from doing so. */
  readonly blind: boolean;
}

export interface Suite {
  readonly browser: 'chrome' | 'firefox';
  readonly engines: readonly Engine[];
  readonly tabs: number;
  /** Lanes with that many tabs together, in windows at `home`. */
  readonly lanes: (town: Town, count: number, home: string) => Promise<Lane[]>;
}

export function playAll({ browser, engines, tabs, lanes }: Suite): void {
  // All at once: each waits for a tab.
  vi.setConfig({ maxConcurrency: 1000 });
  const opened: Lane[] = [];
  const pool = new TabPool();
  let town: Town | undefined;
  let pages: Pages | undefined;

  beforeAll(async () => {
    pages = await Pages.open();
    town = await buildTown(browser);
    opened.push(...(await lanes(town, tabs, `${pages.site}/0`)));
    // The identity at the site is known to a whole browser.
    for (const lane of opened) {
      const looks = await begins(lane.tabs[0] as Tab, pages);
      for (const tab of lane.tabs) pool.give({ tab, looks });
    }
  });
  afterAll(async () => {
    for (const lane of opened) await lane.close();
    await town?.leave();
    pages?.close();
  });

  const inTab = (blind: boolean, isFront: boolean, work: (stage: Stage) => Promise<void>): Promise<void> =>
    pool.lend(isFront, (one) => work({ ...one, pages: pages as Pages, blind }));

  const rows = TRICKS.filter(({ page }) => WANTED.test(page)).flatMap((trick) =>
    engines
      .filter(({ name }) => trick.engines?.test(name) ?? true)
      .map(({ name, blind }) => ({ page: trick.page, engine: name, blind, trick })),
  );
  test.concurrent.for(rows)('a page that $page ($engine)', ({ blind, trick }) =>
    inTab(blind, trick.isFront === true, (stage) => play(stage, trick)),
  );

  const inputs = engines.flatMap(({ name, blind }) =>
    (['mouse', 'keyboard'] as const).map((by) => ({ engine: name, blind, by })),
  );
  const rests = 'has its menu come where the hand rests already, which is told so and then chooses';
  if (WANTED.test(rests))
    test.concurrent.for(engines)(`a page that ${rests} ($name)`, ({ blind }) => inTab(blind, false, playRests));

  const plays = [
    ['keeps its thread busy while the menu comes, so that the press is handled late', playBusy],
    ['keeps its thread busy once the menu was read, so that the press is handled late', playBusyLater],
    ['lets the menu come under a press that falls already', playHasty],
    ['holds the menu up once it was read, and lets it be looked at before the press', playHeldUp],
    // The browser's own word would come as well, at some moment.
    ...SAME_SPOT,
    ['hides the menu between frames alone, and no more right before the press', playBetween, true],
  ] as const;
  for (const [page, work, isForBlind = false] of plays)
    if (WANTED.test(page))
      test.concurrent.for(inputs.filter(({ blind }) => blind || !isForBlind))(
        `a page that ${page} ($engine, $by)`,
        ({ blind, by }) => inTab(blind, false, (stage) => work(stage, by, `${page.length}-${blind}-${by}`)),
      );
}
