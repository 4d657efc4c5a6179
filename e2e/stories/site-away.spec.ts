// The mail service is away, or the vault is locked, while a person is about to sign up: they are told so, nothing is
// half made, and when it is back the same page works.

import { expect } from '@playwright/test';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

test('says that the service cannot be reached, fills nothing, and works when it is back', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town);
  await town.main.down();
  await site.field('E-mail').click();
  await site.chooses('New identity for');
  await site.offers(
    'Your mail service could not be reached, so nothing was filled.',
    'Try again',
    'Use my own address',
  );
  await site.shot('service-away');
  expect(await site.values()).toEqual({ name: '', email: '', password: '' });
  expect(await alex.identities()).toEqual([]);
  await town.main.up();
  await site.chooses('Try again');
  await expect(site.field('E-mail')).toHaveValue(/@mail\.localhost$/);
  expect(await alex.identities()).toHaveLength(1);
});

test('offers to unlock where the vault is locked, and then goes on', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const mine = await shop.takesNewIdentity();
  await shop.goesTo('/log-in');
  await alex.locks();
  const { site } = shop;
  await site.field('E-mail').click();
  await site.offers('Unlock Nucleus', 'Not now', 'Not on this site');
  await site.shot('menu-locked');
  const popup = await alex.browser.appears('popup.html', () => site.chooses('Unlock Nucleus'));
  await expect(popup.getByRole('heading', { name: 'Nucleus is locked' })).toBeVisible();
  // A worker that died meanwhile forgot nothing.
  await alex.browser.killWorker();
  const closed = popup.waitForEvent('close');
  await alex.unlocksIn(popup);
  await closed;
  // Its form was never sent, and a lock forgets in which tab it was chosen: it waits behind a row.
  await site.chooses('1 not used yet');
  await site.chooses(mine.name);
  await expect(site.field('E-mail')).toHaveValue(mine.email);
});
