// The options page: every part of it, and services that are looked at, refused and left.

import { expect } from '@playwright/test';
import { ServicesPage } from '../people/services-page.ts';
import { knows, type Scene, WINDOW } from './scene.ts';

export const options: Scene = async (stage, look) => {
  const alex = await stage.alex();
  const page = await alex.browser.open('options.html');
  await page.setViewportSize(WINDOW);
  for (const part of ['services', 'behaviour', 'quiet', 'security', 'erase']) {
    await page.locator(`#${part}-title`).evaluate((title) => title.scrollIntoView());
    await look(`options-${part}`, page, 'page');
  }
  await page.locator('#security-title').evaluate((title) => title.scrollIntoView());
  await page.locator('#security').getByRole('button', { name: 'Change' }).click();
  await expect(page.getByLabel('Current passphrase')).toBeVisible();
  await look('options-change-passphrase', page, 'page');
  await page.locator('#security').getByRole('button', { name: 'Set a PIN' }).click();
  await expect(page.getByLabel('New PIN')).toBeVisible();
  await look('options-pin', page, 'page');
  await page.reload();
  await page
    .getByRole('button', { name: /^Erase/ })
    .first()
    .click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('options-erase-asked', page, 'page');
  await page.close();
};

/** Another service is looked at, and the first one is left as far as it can be taken back. */
export const services: Scene = async (stage, look) => {
  const { town } = stage;
  const alex = await stage.alex();
  await knows(stage, alex, 'Blair Okafor', 'Hello Alex.');
  await knows(stage, alex, 'Robin Castellano');
  const part = await ServicesPage.openedBy(alex);
  await part.page.setViewportSize(WINDOW);
  const shown = await town.opens('shown', ['sending', 'receiving']);
  await part.looksUp(shown.origin);
  await expect(part.dialog).toContainText('Fingerprint');
  await look('options-service-shown', part.page, 'page');
  await part.dialog.getByRole('button', { name: 'Cancel' }).click();
  await part.looksUp('router.local');
  await part.isRefused('leads into this computer or its network');
  await look('options-service-refused', part.page, 'page');
  await part.chooses(town.main.origin, /^Leave/);
  await expect(part.dialog).toContainText('people are told');
  await look('options-leave-service', part.page, 'page');
  await part.dialog.getByRole('button', { name: 'Start leaving' }).click();
  const row = part.row(town.main.origin);
  await expect(row).toContainText('People who have moved');
  await look('options-leaving', part.page, 'page');
  await row.getByRole('button', { name: 'Stay' }).click();
  await expect(row).not.toContainText('People who have moved');
  await part.page.close();
};
