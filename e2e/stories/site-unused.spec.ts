// A sign-up that was begun and left: who was made for it is no log-in, is found again all the same, and is asked about
// once it is a day old.

import { expect } from '@playwright/test';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

const WAYS_OUT = ['Search all log-ins', 'Not now', 'Not on this site'];

test('who was made and never used waits behind a row, and is kept or deleted after a day', async ({ alex, town }) => {
  const shop = await ShopVisit.begins(alex, town);
  const left = await shop.takesNewIdentity();
  await shop.goesTo('/sign-up');
  const { name: other } = await shop.takesNewIdentity();

  const { site } = await ShopVisit.begins(alex, town, '/log-in');
  await site.field('E-mail').click();
  await site.offers('2 not used yet', 'This is a sign-up form', ...WAYS_OUT);
  await site.chooses('2 not used yet');
  await site.offers(other, left.name, ...WAYS_OUT);

  const panel = await alex.opensPanel();
  const question = panel.page.getByRole('button', { name: 'Keep or delete' });
  await expect(panel.page.getByRole('listitem').or(panel.page.getByRole('link'))).not.toHaveCount(0);
  await expect(question).toHaveCount(0);
  await alex.letsADayPass();
  await panel.page.reload();
  await expect(panel.page.getByText('You made 2 identities more than a day ago')).toBeVisible();
  await question.click();
  const sheet = panel.page.getByRole('dialog', { name: 'Do you still want these?' });
  await sheet.getByRole('button', { name: `Keep ${left.name}` }).click();
  await expect(sheet.getByRole('button', { name: `Keep ${left.name}` })).toHaveCount(0);
  // The focus goes on to the next identity.
  await expect(sheet.getByRole('button', { name: `Keep ${other}` })).toBeFocused();
  await sheet.getByRole('button', { name: `Delete ${other}` }).click();
  await expect(sheet).toHaveCount(0);
  await expect(question).toHaveCount(0);
  expect(await alex.identities()).toHaveLength(1);
  await panel.page.reload();
  await expect(panel.page.getByText(`You are ${left.name} here`)).toBeVisible();
  await expect(question).toHaveCount(0);

  await site.page.bringToFront();
  await site.page.reload();
  await site.field('E-mail').click();
  await site.offers(left.name, ...WAYS_OUT);
});
