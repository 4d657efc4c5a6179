// The side panel before its scripts have run: head, search field and rows without words, each in its later place;
// nothing for a screen reader to read, and no such rows if the vault is locked or another screen follows.

import { expect, type Page } from '@playwright/test';
import { knows, panelOf, test } from '../screenshots/scene.ts';

const PARTS = ['.bar', '.bar .mark', '.search', '.filter', '.filter + * .row', '.footline'];

/** Of each part its corner and height: in a short list no bar takes of a row's width. */
async function places(page: Page) {
  const found: Record<string, unknown> = {};
  for (const part of PARTS) {
    const { x, y, height } = (await page.locator(part).first().boundingBox()) ?? {};
    found[part] = { x, y, height };
  }
  return found;
}

/** For `page.evaluate`: the colours of a row's picture and of the page. */
function colours(): string[] {
  const grounds = ['.row .bone', 'body'].map((part) => document.querySelector(part) as Element);
  return grounds.map((element) => getComputedStyle(element).backgroundColor);
}

/** Loads the page without its own scripts, and waits until the early one knows whether there is a glimpse. */
async function loadsEarlyScriptAlone(page: Page): Promise<void> {
  await page.reload();
  await page.waitForFunction(() => 'nucleusGlimpse' in globalThis);
  await page.evaluate('nucleusGlimpse.then(() => {})');
}

test('the side panel shows the shape of the list before its scripts ran, but none if it is locked', async ({
  stage,
}) => {
  const alex = await stage.alex();
  await knows(stage, alex, 'Blair Okafor', 'Hello Alex, the link worked at once.');
  const panel = await panelOf(alex);
  const { page } = panel;
  await expect(panel.conversation('Blair')).toContainText('worked at once');
  await panel.sees('everything delivered');
  const listed = await places(page);

  // The HTML and its styles alone.
  await page.route('**/*.js', (route) => route.abort());
  await page.reload();
  await expect(page.locator('#root')).toHaveAttribute('aria-busy', 'true');
  expect(await page.locator('#root').ariaSnapshot(), 'for a screen reader').toBe('');
  expect(await places(page), 'where it stands').toEqual(listed);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const [bone, ground] = await page.evaluate(colours);
    expect(bone, `a row in the ${colorScheme}`).not.toBe(ground);
  }

  // And the early script.
  await page.unroute('**/*.js');
  await page.route('**/chunks/*.js', (route) => route.abort());
  await expect
    .poll(() => page.evaluate(async () => 'glimpse' in (await chrome.storage.session.get('glimpse'))))
    .toBe(true);
  await loadsEarlyScriptAlone(page);
  await expect(page.locator('#root[aria-busy] > .page'), 'a list comes').toBeVisible();
  await page.goto(alex.browser.url('sidepanel.html#/invite'));
  await loadsEarlyScriptAlone(page);
  await expect(page.locator('#root[aria-busy] > .page'), 'another screen comes').toBeHidden();
  await page.goto(alex.browser.url('sidepanel.html#/'));
  await alex.asks('lock', null);
  await loadsEarlyScriptAlone(page);
  await expect(page.locator('#root[aria-busy] > .page'), 'the vault is locked').toBeHidden();
  await page.unroute('**/chunks/*.js');
  await page.reload();
  await panel.isLocked();
  await expect(page.locator('#root')).not.toHaveAttribute('aria-busy');
});
