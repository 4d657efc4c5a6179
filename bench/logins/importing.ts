// What a person who goes on working notices of an import of 10,000 log-ins: the popup and the menu in a page, opened
// again and again while it runs, in turns with the same while it rests; and whether a vault with them opens slower.
import type { Page } from '@playwright/test';
import { Site } from '#e2e/people/site.ts';
import { buildPlace, Measured } from '../browser.ts';
import { against, median, type Row } from '../row.ts';
import { handIn, keepAll, manyEntries } from './many-logins.ts';

/** Of popup and menu before there is any log-in, and after. */
const ROUNDS = 8;
/** Until it rests: two rounds of both. */
const ROUNDS_A_TURN = 2;
/** Log-ins kept while nobody looks. */
const ALONE = 2000;
/** As much as two quiet rounds of the same may differ by. */
const MOST_TIMES = 1.1;
const IMPORT = 'ab'.repeat(16);

interface Opening {
  readonly name: string;
  /** @returns ms */
  open(): Promise<number>;
}

export async function importing(): Promise<Row[]> {
  const place = await buildPlace();
  try {
    const browser = await Measured.start(place, { siteAccess: 'yes' });
    try {
      await allowsSites(browser);
      const shop = await browser.chromium.context.newPage();
      await shop.goto(`${place.shopUrl}/shapes/log-in`);
      const views: Opening[] = [
        { name: 'popup', open: async () => (await browser.paint('popup')).sinceNavigation },
        { name: 'menu in a page', open: () => menuOpens(shop) },
      ];
      const empty = await opened(views, ROUNDS);
      await handIn(browser, IMPORT, manyEntries());
      const startedAt = performance.now();
      await keepAll(browser, IMPORT, { upTo: ALONE });
      const rate = (1000 * ALONE) / (performance.now() - startedAt);
      const { quiet, busy } = await inTurns(browser, views);
      const full = await opened(views, ROUNDS);
      return [
        { name: 'log-ins kept, browser', unit: 'per second', ours: rate, peer: null, peerName: null, ratio: null },
        ...views.map(({ name }, at) =>
          timesOf(`${name}, while 10,000 log-ins are kept`, busy[at] ?? [], quiet[at] ?? []),
        ),
        ...views.map(({ name }, at) => timesOf(`${name} with 10,000 log-ins`, full[at] ?? [], empty[at] ?? [])),
      ];
    } finally {
      await browser.close();
    }
  } finally {
    await place.leave();
  }
}

const timesOf = (name: string, times: readonly number[], beside: readonly number[]): Row => {
  const usual = median(beside);
  const ratios = times.map((took) => took / usual);
  return against(name, ratios, MOST_TIMES, 'times');
};

/** The import runs for some rounds and rests for some, until all is kept. */
async function inTurns(browser: Measured, views: readonly Opening[]) {
  const quiet = views.map((): number[] => []);
  const busy = views.map((): number[] => []);
  const round = async (into: number[][], isOver: () => boolean): Promise<void> => {
    for (const [at, view] of views.entries()) {
      const took = await view.open();
      if (!isOver()) into[at]?.push(took);
    }
  };
  for (let isWhole = false; !isWhole; ) {
    const turn = { isOver: false };
    const kept = keepAll(browser, IMPORT, { stops: () => turn.isOver }).then((whole) => {
      isWhole = whole;
    });
    for (let at = 0; at < ROUNDS_A_TURN && !isWhole; at++) await round(busy, () => isWhole);
    turn.isOver = true;
    await kept;
    for (let at = 0; at < ROUNDS_A_TURN; at++) await round(quiet, () => false);
  }
  return { quiet, busy };
}

/** By the person's press, which the debugging protocol lends; the browser does not ask again (siteAccess). */
async function allowsSites({ chromium, launcher }: Measured): Promise<void> {
  const session = await chromium.context.newCDPSession(launcher);
  const expression = "chrome.permissions.request({ origins: ['*://*/*'] })";
  await session.send('Runtime.evaluate', { expression, userGesture: true, awaitPromise: true });
  await session.detach();
}

async function opened(views: readonly Opening[], times: number): Promise<number[][]> {
  const all = views.map((): number[] => []);
  // The first is not counted: the browser reads its files for the first time.
  for (let round = 0; round <= times; round++)
    for (const [at, view] of views.entries()) {
      const took = await view.open();
      if (round > 0) all[at]?.push(took);
    }
  return all;
}

/** From the key to the rows. */
async function menuOpens(page: Page): Promise<number> {
  const site = new Site(page);
  await page.bringToFront();
  await site.field('E-mail').focus();
  await site.seesMark();
  const startedAt = performance.now();
  await page.keyboard.press('ArrowDown');
  while ((await site.titles()).length === 0);
  const took = performance.now() - startedAt;
  await page.keyboard.press('Escape');
  while ((await site.titles()).length > 0);
  return took;
}
