// Plays all tricks in the tabs of one browser, in as many at a time as there are tabs.

import { afterAll, beforeAll, test, vi } from 'vitest';
import { buildTown, type Town } from '../people/town-building.ts';
import type { Lane, Tab } from './lane.ts';
import { Pages } from './pages.ts';
import { begins, play, playBusy, type Stage } from './play.ts';
import { TRICKS } from './tricks.ts';

// One of them alone, while it is looked into: TRICK='blurs' vitest …
const WANTED = new RegExp(process.env.TRICK ?? '');

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
  vi.setConfig({ maxConcurrency: tabs });
  const opened: Lane[] = [];
  const free: { readonly tab: Tab; readonly looks: readonly string[] }[] = [];
  let town: Town | undefined;
  let pages: Pages | undefined;

  beforeAll(async () => {
    pages = await Pages.open();
    town = await buildTown(browser);
    opened.push(...(await lanes(town, tabs, `${pages.site}/0`)));
    // The identity at the site is known to a whole browser.
    for (const lane of opened) {
      const looks = await begins(lane.tabs[0] as Tab, pages);
      free.push(...lane.tabs.map((tab) => ({ tab, looks })));
    }
  });
  afterAll(async () => {
    for (const lane of opened) await lane.close();
    await town?.leave();
    pages?.close();
  });

  const inTab = async (blind: boolean, work: (stage: Stage) => Promise<void>): Promise<void> => {
    const one = free.pop();
    if (!one || !pages) throw new Error('more rows at a time than tabs');
    try {
      await work({ ...one, pages, blind });
    } finally {
      free.push(one);
    }
  };

  const rows = TRICKS.filter(({ page }) => WANTED.test(page)).flatMap((trick) =>
    engines
      .filter(({ name }) => trick.engines?.test(name) ?? true)
      .map(({ name, blind }) => ({ page: trick.page, engine: name, blind, trick })),
  );
  test.concurrent.for(rows)('a page that $page ($engine)', ({ blind, trick }) =>
    inTab(blind, (stage) => play(stage, trick)),
  );

  const inputs = engines.flatMap(({ name, blind }) =>
    (['mouse', 'keyboard'] as const).map((by) => ({ engine: name, blind, by })),
  );
  if (WANTED.test('busy'))
    test.concurrent.for(inputs)(
      'a page that keeps its thread busy while the menu comes, so that the press is handled late ($engine, $by)',
      ({ blind, by }) => inTab(blind, (stage) => playBusy(stage, by, `${blind}-${by}`)),
    );
}
