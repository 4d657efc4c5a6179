// Whether a page can tell by time, before its visitor does anything, that Nucleus knows them there: it focuses its own
// field and waits for the mark. Two sites in windows of their own, in random order; one of them gets an identity
// half-way. The chance is that of the best threshold on the times, chosen afterwards: 0.5 is guessing, and some
// thousand times give 0.51 to 0.53 if there is nothing to tell.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { launchChromium } from '#e2e/harness/chromium.ts';
import type { Site } from '#e2e/people/site.ts';
import { Visitor } from '#e2e/people/site-visitor.ts';
import { buildTown } from '#e2e/people/town-building.ts';
import { against, type Row } from './row.ts';

const FOCUSES = 4000;
/** In one page before the next is drawn: less is lost to asking. */
const AT_ONCE = 8;
const AIM = 0.53;
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Join</title>
  <form><label>E-mail <input name="email" type="email" autocomplete="email"></label>
  <label>Password <input name="password" type="password" autocomplete="new-password"></label><button>Sign up</button></form>`;

export async function mark(): Promise<Row[]> {
  const server = createServer((_, response) => response.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const town = await buildTown('chrome');
  const chromium = await launchChromium({ extension: town.extension, siteAccess: 'yes' });
  try {
    const visitor = new Visitor(chromium);
    await visitor.setsUp();
    const app = await chromium.open('options.html');
    const inWindow = async (host: string): Promise<Page> => {
      const url = `http://${host}.localhost:${port}/`;
      const opened = chromium.context.waitForEvent('page');
      await app.evaluate((address) => chrome.windows.create({ url: address }), url);
      const page = await opened;
      await page.waitForURL(url);
      return page;
    };
    const pages = [await inWindow('one'), await inWindow('two')] as const;
    const before = await times(pages);
    // In a tab that is closed again: the page that is measured has seen nothing of it.
    const site = await visitor.visits(`http://two.localhost:${port}/`);
    await takes(site);
    await site.page.close();
    const after = await times(pages);
    return [
      against('chance to tell two sites apart by the mark, no identity', [chance(before)], AIM, ''),
      against('the same, one of them with an identity', [chance(after)], AIM, ''),
      against('from focus to mark, some thousand times', after.flat(), null),
    ];
  } finally {
    await chromium.close();
    await town.leave();
    server.close();
  }
}

async function takes(site: Site): Promise<void> {
  await site.field('E-mail').click();
  await site.chooses('New identity for');
  for (;;) if ((await site.field('E-mail').inputValue()) !== '') return;
}

async function times(pages: readonly [Page, Page]): Promise<[number[], number[]]> {
  const taken: [number[], number[]] = [[], []];
  for (let round = 0; round < FOCUSES / AT_ONCE; round++) {
    const at = randomInt(2) as 0 | 1;
    const some = await pages[at].evaluate(focused, AT_ONCE);
    // The first ones bring the drawing part of the script.
    if (round >= 10) taken[at].push(...some);
  }
  return taken;
}

/** Runs in the page, by the page's own means: ms from its focusing a field to the mark, so many times. */
async function focused(count: number): Promise<number[]> {
  const field = document.querySelector<HTMLInputElement>('[name=email]');
  const drawn = (wanted: boolean): Promise<void> =>
    new Promise((resolve) => {
      const isSo = (): boolean => (document.querySelector('html > [popover]') !== null) === wanted;
      if (isSo()) return resolve();
      const observer = new MutationObserver(() => {
        if (!isSo()) return;
        observer.disconnect();
        resolve();
      });
      observer.observe(document.documentElement, { childList: true });
    });
  const times: number[] = [];
  while (times.length < count) {
    field?.blur();
    await drawn(false);
    const startedAt = performance.now();
    field?.focus();
    await drawn(true);
    times.push(performance.now() - startedAt);
  }
  return times;
}

/**
 * Of being right about one time from either list, by the threshold that suits the two best, in the better direction.
 */
export function chance([one, two]: readonly [readonly number[], readonly number[]]): number {
  const marked = [...one.map((time) => ({ time, of: 0 })), ...two.map((time) => ({ time, of: 1 }))];
  marked.sort((a, b) => a.time - b.time);
  let [below, best] = [0, 0];
  for (const [at, { time, of }] of marked.entries()) {
    below += of === 0 ? 1 / one.length : -1 / two.length;
    // A threshold lies between different times only.
    if (marked[at + 1]?.time !== time) best = Math.max(best, Math.abs(below));
  }
  return 0.5 + best / 2;
}
