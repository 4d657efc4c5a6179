// Sites are told apart by their icons if the browser lets us see those it keeps, and otherwise by their first letter.
// No site reaches them.

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { ShopVisit } from '../people/shop.ts';
import { test as base } from '../people/site-story.ts';
import { Visitor } from '../people/site-visitor.ts';

const test = base.extend<{ permitted: string }>({
  /**
   * The extension as it is once the person has said yes: the browser's own question cannot be pressed in a headless
   * window.
   */
  permitted: async ({ town }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'nucleus-permitted-'));
    await cp(town.extension, folder, { recursive: true });
    const file = join(folder, 'manifest.json');
    const manifest = JSON.parse(await readFile(file, 'utf8'));
    expect(manifest.optional_permissions).toContain('favicon');
    manifest.permissions.push('favicon');
    await writeFile(file, JSON.stringify(manifest));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
});

test('shows the icon that the browser has of a site, in list and popup, and to no site', async ({
  permitted,
  person,
  town,
}) => {
  const browser = await person({ siteAccess: 'yes', extension: permitted });
  const alex = new Visitor(browser);
  await alex.setsUp();
  const shop = await ShopVisit.begins(alex, town);
  const worker = await browser.worker();
  // The browser has fetched it for its tab.
  const iconOfTab = () =>
    worker.evaluate(async (url) => {
      const tabs = await chrome.tabs.query({});
      return tabs.find((tab) => tab.url?.startsWith(url))?.favIconUrl ?? '';
    }, town.shopUrl);
  await expect.poll(iconOfTab).toMatch(/mark\.png$/);
  const { name } = await shop.takesNewIdentity();
  const popup = await alex.opensPopup();
  const icon = popup.card.locator('.corner img');
  await expect(icon).toBeVisible();
  // It is the shop's own: green to its edge.
  const colour = await icon.evaluate(async (image) => {
    const canvas = new OffscreenCanvas(32, 32);
    const drawing = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    await (image as HTMLImageElement).decode();
    drawing.drawImage(image as HTMLImageElement, 0, 0, 32, 32);
    return [...drawing.getImageData(3, 16, 1, 1).data];
  });
  expect(colour).toEqual([0x1f, 0x5c, 0x46, 0xff]);
  await popup.closes();
  const panel = await alex.opensPanel();
  const row = panel.page.getByRole('link').filter({ hasText: name });
  await expect(row.locator('.corner img')).toBeVisible();

  const answer = await shop.site.page.evaluate(
    (url) =>
      new Promise<string>((done) => {
        const image = new Image();
        image.onload = () => done('seen');
        image.onerror = () => done('refused');
        image.src = url;
      }),
    `${browser.url('_favicon/')}?pageUrl=${encodeURIComponent(shop.site.page.url())}&size=32`,
  );
  expect(answer).toBe('refused');
});

test('shows a letter where it may not see icons, and asks for them in the options', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const { name } = await shop.takesNewIdentity();
  const panel = await alex.opensPanel();
  const row = panel.page.getByRole('link').filter({ hasText: name });
  await expect(row.locator('.corner .letter')).toHaveText(town.shopSite.slice(0, 1).toUpperCase());
  await expect(row.locator('.corner img')).toHaveCount(0);
  const options = await alex.browser.open('options.html');
  const icons = options.getByRole('switch', { name: 'Show the icons of sites', exact: true });
  await expect(icons).toHaveAttribute('aria-checked', 'false');
  await expect(icons).toHaveAccessibleDescription(/^Beside your identities, from the next time you use each\./);
});
