// What a person who goes on working notices of an import of 10,000 log-ins: the popup and the menu in a page, opened
// again and again while it runs, beside the same before and after.
import type { Page } from '@playwright/test';
import { Site } from '#e2e/people/site.ts';
import { buildPlace, Measured } from '../browser.ts';
import { against, median, type Row } from '../row.ts';
import { handIn, keepAll, MANY, manyEntries } from './many-logins.ts';

const QUIET = 8;
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
      await handIn(browser, IMPORT, manyEntries());
      const quiet = await opened(views, QUIET);
      const startedAt = performance.now();
      let isOver = false;
      const kept = keepAll(browser, IMPORT).finally(() => {
        isOver = true;
      });
      const busy = views.map((): number[] => []);
      while (!isOver)
        for (const [at, view] of views.entries()) {
          const took = await view.open();
          if (!isOver) busy[at]?.push(took);
        }
      await kept;
      const rate = (1000 * MANY) / (performance.now() - startedAt);
      const after = await opened(views, QUIET);
      return [
        { name: 'log-ins kept, browser', unit: 'per second', ours: rate, peer: null, peerName: null, ratio: null },
        ...views.map(({ name }, at) => {
          const beside = median([...(quiet[at] ?? []), ...(after[at] ?? [])]);
          const times = (busy[at] ?? []).map((took) => took / beside);
          return against(`${name}, while 10,000 log-ins are kept`, times, MOST_TIMES, 'times');
        }),
      ];
    } finally {
      await browser.close();
    }
  } finally {
    await place.leave();
  }
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
