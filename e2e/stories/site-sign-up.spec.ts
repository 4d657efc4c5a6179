// A person signs up at a shop with a new identity, confirms it with the code from the mail, and logs in again later as
// the same.

import { expect } from '@playwright/test';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

test('signs up, confirms by code, logs out and in again, and is one person all along', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  await shop.site.field('E-mail').click();
  await shop.site.seesMark();
  await shop.site.offers(
    `New identity for ${town.shopSite}`,
    'Use my own address',
    'Search all log-ins',
    'Not now',
    'Not on this site',
  );
  await shop.site.shot('menu-sign-up');
  const mine = await shop.takesNewIdentity();
  expect(mine.email).toMatch(/^[a-z]+-[a-z]+-[a-z0-9]{5}@mail\.localhost$/);
  expect(mine.name).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/);
  expect(mine.password.length).toBeGreaterThanOrEqual(16);
  await shop.site.shot('filled-sign-up');

  const panel = await alex.opensPanel();
  await shop.site.page.bringToFront();
  await shop.signsUp();
  await panel.opensConversation(town.shopSite);
  const mail = panel.mail(/is your Corner Shop code$/);
  await expect(mail).toBeVisible();
  await panel.shot('thread-code');
  const code = await panel.code(/is your Corner Shop code$/);

  expect(await shop.fillsCode()).toBe(code.replace(/\s/g, ''));
  await shop.confirms();
  await shop.site.shot('account');

  await shop.logsOut();
  await shop.goesTo('/log-in');
  await shop.site.field('E-mail').click();
  await shop.site.offers(mine.name, 'Search all log-ins', 'Not now', 'Not on this site');
  await shop.site.shot('menu-log-in');
  await shop.site.chooses(mine.name);
  await expect(shop.site.field('E-mail')).toHaveValue(mine.email);
  await expect(shop.site.field('Password')).toHaveValue(mine.password);
  await shop.logsIn();
  expect(await alex.identities()).toHaveLength(1);
});
