// Popup and side panel, from opening to the first row painted, and type-ahead search, over a vault of 10,000
// relationships and 100,000 messages. `warm`: the worker runs; `cold`: the browser ended it, as after half a minute:
// the panel shows the glimpse, and wakes the next. A page's time begins at its navigation; its window is not ours.
import type { Page } from '@playwright/test';
import { buildPlace, Measured, type View } from './browser.ts';
import { against, type Row } from './row.ts';

const RELATIONSHIPS = 10_000;
const MESSAGES_EACH = 10;
const ROUNDS = 15;
const AIM_MS = 100;
const WORDS = [
  'he',
  'hero',
  'swift h',
  'juniper',
  'golden ow',
  'lime',
  'lime ju',
  'brave',
  'brav fo',
  'jay',
  'calm',
  'otter c',
  'wren',
  'bright wr',
  'cedar',
];

export async function paint(): Promise<Row[]> {
  const place = await buildPlace();
  try {
    const browser = await Measured.start(place);
    try {
      const sites = [place.shopSite];
      // The store has one writer: the worker lets go of it.
      await browser.kill();
      await browser.run('vault', 'fillVault', { relationships: RELATIONSHIPS, messagesEach: MESSAGES_EACH, sites });
      await browser.kill();
      await browser.leavesGlimpse();
      const shop = await browser.chromium.context.newPage();
      await shop.goto(place.shopUrl);
      const rows: Row[] = [];
      for (const [view, name] of [
        ['panel', 'side panel'],
        ['popup', 'popup'],
      ] as const) {
        for (const state of ['warm', 'cold'] as const) {
          const times = await paints(browser, view, state);
          rows.push(against(`${name} first row, worker ${state}`, times, AIM_MS));
        }
      }
      return [...rows, ...(await search(browser))];
    } finally {
      await browser.close();
    }
  } finally {
    await place.leave();
  }
}

async function paints(browser: Measured, view: View, state: 'warm' | 'cold'): Promise<number[]> {
  const times: number[] = [];
  // The first is not counted: the browser reads its files for the first time.
  for (let round = 0; round <= ROUNDS; round++) {
    if (state === 'cold') await browser.kill();
    const { sinceNavigation } = await browser.paint(view);
    if (round > 0) times.push(sinceNavigation);
  }
  return times;
}

/** From a key to the results painted, once everything has been read; and how long that takes a fresh worker. */
async function search(browser: Measured): Promise<Row[]> {
  await browser.kill();
  const startedAt = performance.now();
  let asked = false;
  while (!asked || !(await browser.ask('search', { query: 'heron' })).done) asked = true;
  const readAll = performance.now() - startedAt;
  const page = await browser.chromium.open('sidepanel.html');
  const field = page.getByRole('searchbox');
  const times: number[] = [];
  // The first brings the results' own part of the page; after it every answer differs from the one before, so that it
  // can be seen.
  for (const [at, words] of WORDS.entries()) {
    const took = await keyToResults(page, () => field.fill(words));
    if (at > 0) times.push(took);
  }
  await page.close();
  return [
    against('search, key to results', times, AIM_MS),
    against('search, until a fresh worker has read all messages', [readAll], null),
  ];
}

async function keyToResults(page: Page, press: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const watched = new Promise<number>((resolve) => {
      addEventListener(
        'input',
        ({ timeStamp }) => {
          const observer = new MutationObserver(() => {
            if (!document.querySelector('main .group-title')) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - timeStamp)));
          });
          observer.observe(document.querySelector('#root') as Element, {
            childList: true,
            subtree: true,
            characterData: true,
          });
        },
        { once: true, capture: true },
      );
    });
    Object.assign(globalThis, { watched });
  });
  await press();
  return page.evaluate(() => (globalThis as unknown as { watched: Promise<number> }).watched);
}
