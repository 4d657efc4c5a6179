// A log-in that a person has: written down in the side panel, filled in the page like any other, changed with a way
// back, deleted and put back.
import { expect } from '@playwright/test';
import { Panel } from '../people/panel.ts';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

test('a log-in of one’s own is added, filled, changed, and comes back out of the bin', async ({ alex, town }) => {
  const { page } = await alex.opensPanel();
  const panel = new Panel(page, 'alex');
  await page.getByRole('button', { name: 'Log-ins and notes' }).click();
  await panel.sees('Bring what you have');
  await page.getByRole('button', { name: 'Add', exact: true }).first().click();
  await page.getByRole('menuitem', { name: 'New log-in' }).click();
  await page.getByLabel('Name', { exact: true }).fill('The corner shop');
  await page.getByLabel('User name').fill('alex@mail.example');
  await page.getByLabel('Password', { exact: true }).fill('brought from home');
  await page.getByLabel('Sites').fill(`${town.shopUrl}/log-in`);
  await page.getByLabel('Note', { exact: true }).fill('They deliver on Tuesdays.');
  await panel.presses('Save');
  await page.getByRole('link', { name: /The corner shop/ }).click();
  await panel.sees('They deliver on Tuesdays.');
  await expect(page.getByText('brought from home')).toHaveCount(0);
  await page.getByRole('button', { name: 'Show: Password' }).click();
  await panel.sees('brought from home');

  const { site } = await ShopVisit.begins(alex, town, '/log-in');
  await site.field('E-mail').click();
  await site.chooses('The corner shop');
  await expect(site.field('E-mail')).toHaveValue('alex@mail.example');
  await expect(site.field('Password')).toHaveValue('brought from home');

  await page.bringToFront();
  await panel.presses('Edit');
  await page.getByLabel('Password', { exact: true }).fill('a newer one');
  await panel.presses('Save');
  await page.getByRole('button', { name: 'Show: Password' }).click();
  await panel.sees('a newer one');
  await page.getByRole('button', { name: 'Use this one again' }).click();
  await page.getByRole('button', { name: 'Hide: Password' }).click();
  await page.getByRole('button', { name: 'Show: Password' }).click();
  await panel.sees('brought from home');

  await panel.presses('Delete');
  await panel.sees('Bring what you have');
  await page.getByText('Bin', { exact: true }).click();
  await page.getByRole('link', { name: /The corner shop/ }).click();
  await panel.presses('Put back');
  await expect(page.getByRole('button', { name: 'Edit' })).toBeVisible();
});
