// The built extension loads in Chromium, and each of its surfaces comes up without an error.

import { expect } from '@playwright/test';
import { test } from './harness/story.ts';

test('opens its welcome page when it is installed', async ({ nucleus }) => {
  const page = await nucleus.welcomePage();
  await expect(page.locator('#root')).not.toBeEmpty();
});

test('shows every page in a tab without an error', async ({ nucleus }) => {
  const errors: Error[] = [];
  nucleus.context.on('weberror', (error) => errors.push(error.error()));
  for (const path of ['popup.html', 'options.html', 'sidepanel.html']) {
    const page = await nucleus.open(path);
    await expect(page.locator('#root')).not.toBeEmpty();
  }
  expect(errors).toEqual([]);
});

test('opens in the real side panel and in the real popup, which are no tabs', async ({ nucleus }) => {
  for (const view of [await nucleus.openSidePanel(), await nucleus.openPopup()]) {
    await expect(view.locator('#root')).not.toBeEmpty();
    expect(await view.evaluate(async () => (await chrome.tabs.getCurrent()) ?? 'no tab')).toBe('no tab');
  }
});

test('has the keys it suggests: Chromium binds none that it uses itself', async ({ nucleus }) => {
  const worker = await nucleus.worker();
  const bound = await worker.evaluate(async () =>
    Object.fromEntries((await chrome.commands.getAll()).map(({ name, shortcut }) => [name, shortcut])),
  );
  expect(bound).toEqual({ _execute_action: 'Alt+Shift+K', 'open-panel': 'Alt+Shift+M', 'fill-next': 'Alt+Shift+L' });
});

test('starts a new worker after the old one is killed', async ({ nucleus }) => {
  const marked = () => 'mark' in globalThis;
  const before = await nucleus.worker();
  await before.evaluate(() => void Object.assign(globalThis, { mark: true }));
  expect(await before.evaluate(marked)).toBe(true);
  await nucleus.killWorker();
  expect(await (await nucleus.worker()).evaluate(marked)).toBe(false);
});

test('keeps its id and its storage when the browser restarts', async ({ nucleus }) => {
  const id = await (await nucleus.worker()).evaluate(async () => {
    await chrome.storage.local.set({ kept: 1 });
    return chrome.runtime.id;
  });
  await nucleus.restart();
  const worker = await nucleus.worker();
  expect(await worker.evaluate(async () => [chrome.runtime.id, await chrome.storage.local.get('kept')])).toEqual([
    id,
    { kept: 1 },
  ]);
});

test('has access to sites only after it asked and a person said yes', async ({ person }) => {
  const page = await (await person({ siteAccess: 'yes' })).open('popup.html');
  const origins = () => page.evaluate(async () => (await chrome.permissions.getAll()).origins);
  expect(await origins()).toEqual([]);
  await page.evaluate(() => {
    const ask = () =>
      void chrome.permissions.request({ origins: ['*://*/*'] }).then(() => document.body.append('answered'));
    document.addEventListener('click', ask, { capture: true, once: true });
  });
  await page.locator('body').click({ position: { x: 1, y: 1 } });
  await expect(page.locator('body')).toContainText('answered');
  expect(await origins()).toEqual(['*://*/*']);
});
