// A card is asked for by a page: it is added from the menu there, offered by its last digits, and filled where the
// person sees it.
import { expect } from '@playwright/test';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

const NUMBER = '4242 4242 4242 4242';

test('a card is added from the page that asks for it, and filled at a choice', async ({ alex, town }) => {
  const { site } = await ShopVisit.begins(alex, town, '/shapes/not-an-account');
  const number = site.field('Card number');
  await number.click();
  await site.seesMark();
  await number.press('ArrowDown');
  const panel = await alex.getsPanel(() => site.chooses('Add a card to Nucleus'));
  const { page } = panel;
  await page.getByLabel('Name', { exact: true }).fill('Everyday');
  await page.getByLabel('Number', { exact: true }).fill(NUMBER);
  await page.getByLabel('Security code').fill('123');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('link', { name: /Everyday/ })).toBeVisible();

  // The page is in front again: cards are told to no other one.
  await page.close();
  await site.page.bringToFront();
  await number.click();
  await site.seesMark();
  await number.press('ArrowDown');
  await site.chooses('Card ending 4242');
  await expect(number).toHaveValue('4242424242424242');
  await expect(site.field('Security code')).toHaveValue('123');
  await expect(site.field('Search')).toHaveValue('');

  // From the popup, too, and only where the page asks for one.
  await site.page.bringToFront();
  await site.page.reload();
  await expect(number).toHaveValue('');
  const popup = await alex.opensPopup();
  const fill = popup.page.getByRole('button', { name: 'Fill: Card ending 4242' });
  await fill.waitFor();
  await popup.shot('popup-card');
  await fill.click();
  await expect(number).toHaveValue('4242424242424242');
  await expect(site.field('Security code')).toHaveValue('123');
  await expect(site.field('Search')).toHaveValue('');
});
