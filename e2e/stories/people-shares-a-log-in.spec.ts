// A log-in is shared inside a relationship: the other one keeps a copy, which stays when the first is deleted, and
// fills it on its site.
import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint } from '../people/person.ts';
import { ShopVisit } from '../people/shop.ts';
import { Visitor } from '../people/site-visitor.ts';

test('a log-in is shared, kept by the other, theirs after the first one is deleted, and filled by them', async ({
  alex,
  blair,
  town,
}) => {
  await acquaint(alex, blair);
  const mine = await alex.opensPanel();
  const theirs = await blair.opensPanel();
  const { page } = mine;
  await page.getByRole('button', { name: 'Log-ins and notes' }).click();
  await page.getByRole('button', { name: 'Add', exact: true }).first().click();
  await page.getByRole('menuitem', { name: 'New log-in' }).click();
  await page.getByLabel('Name', { exact: true }).fill('The shared shop');
  await page.getByLabel('User name').fill('both@mail.example');
  await page.getByLabel('Password', { exact: true }).fill('known to two');
  await page.getByLabel('Site', { exact: true }).fill(`${town.shopUrl}/log-in`);
  await mine.presses('Save');
  await page.getByRole('link', { name: /The shared shop/ }).click();
  await mine.presses('Share');
  await mine.sees('This cannot be taken back.');
  await mine.presses('Share with Blair');
  await mine.sees('Shared with Blair');

  await theirs.opensConversation('Alex');
  await theirs.presses('Keep it');
  await mine.presses('Delete');
  await theirs.presses(/Open/);
  await theirs.sees('The shared shop');
  await theirs.page.getByRole('button', { name: 'Show: Password' }).click();
  await expect(theirs.page.getByText('known to two')).toBeVisible();

  const { site } = await ShopVisit.begins(new Visitor(blair.browser), town, '/log-in');
  await site.field('E-mail').click();
  await site.chooses('The shared shop');
  await expect(site.field('E-mail')).toHaveValue('both@mail.example');
  await expect(site.field('Password')).toHaveValue('known to two');
});
