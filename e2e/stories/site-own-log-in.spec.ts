// A log-in that a person has: written down in the side panel, filled in the page like any other, changed with a way
// back, given a file, deleted and put back.
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { fileOf } from '../people/attachments.ts';
import { Panel } from '../people/panel.ts';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

test('a log-in of one’s own is added, filled, changed, keeps a file, and comes back out of the bin', async ({
  alex,
  town,
}) => {
  const { page } = await alex.opensPanel();
  const panel = new Panel(page, 'alex');
  await page.getByRole('button', { name: 'Log-ins and notes' }).click();
  await panel.sees('Bring what you have');
  await page.getByRole('button', { name: 'Add', exact: true }).first().click();
  await page.getByRole('menuitem', { name: 'New log-in' }).click();
  await page.getByLabel('Name', { exact: true }).fill('The corner shop');
  await page.getByLabel('User name').fill('alex@mail.example');
  await page.getByLabel('Password', { exact: true }).fill('brought from home');
  await page.getByLabel('Site', { exact: true }).fill(`${town.shopUrl}/log-in`);
  await page.getByLabel('Note', { exact: true }).fill('They deliver on Tuesdays.');
  await page.getByLabel('Folder').fill('Work / Shops');
  await page.getByLabel('Tags').fill('daily');
  await panel.presses('Save');
  // By the keyboard alone.
  await page.getByRole('combobox', { name: 'Folder' }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('combobox', { name: 'Folder' })).toHaveValue('["Work"]');
  await page.getByRole('combobox', { name: 'Tag' }).selectOption('Tag: daily (1)');
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
  await page.getByLabel('Tags').fill('');
  await panel.presses('Save');
  await panel.sees('Changed then: Password, Tags');
  await page.getByRole('button', { name: 'Show: Password' }).click();
  await panel.sees('a newer one');
  await page.getByRole('button', { name: 'Use this one again' }).click();
  await panel.sees('daily');
  await page.getByRole('button', { name: 'Show: Password' }).click();
  await panel.sees('brought from home');

  const scan = fileOf('scan.pdf', 300_000);
  await page.locator('.entry-files input[type=file]').setInputFiles([scan]);
  // What a side panel saves no test can see.
  const tab = await alex.browser.open(`sidepanel.html${new URL(page.url()).hash}`);
  const saved = tab.waitForEvent('download');
  await tab.getByRole('button', { name: 'Save scan.pdf' }).click();
  const kept = await readFile(await (await saved).path());
  expect(kept.equals(scan.buffer)).toBe(true);
  await tab.close();
  await page.getByRole('button', { name: 'Remove scan.pdf' }).click();
  await panel.presses('Put back');
  await page.getByRole('button', { name: 'Remove scan.pdf' }).click();
  await panel.sees('scan.pdf is removed');

  await panel.presses('Delete');
  // The list is narrowed as it was.
  await panel.presses('Look everywhere');
  await panel.sees('Bring what you have');
  await page.getByText('Bin', { exact: true }).click();
  await page.getByRole('link', { name: /The corner shop/ }).click();
  await panel.presses('Put back');
  await expect(page.getByRole('button', { name: 'Edit' })).toBeVisible();
});

test('a password is changed where the site does that: what it seems to say is told, both are kept, the next log-in decides', async ({
  alex,
  town,
}) => {
  const panel = await alex.opensPanel();
  const { page } = panel;
  const shop = await ShopVisit.begins(alex, town);
  const made = await shop.takesNewIdentity();
  await shop.signsUp();
  await shop.fillsCode();
  await shop.confirms();
  const [identity] = await alex.identities();
  await page.evaluate((to) => {
    location.hash = to;
  }, `#/entry/${identity?.id}`);

  const site = await alex.nextTab(() => page.getByRole('button', { name: 'Change password' }).click());
  await expect(site.page).toHaveURL(/\/account\/password$/);
  await site.field('Current password').click();
  await site.chooses(`New password for ${made.name}`);
  await expect(site.field('Current password')).toHaveValue(made.password);
  await expect(site.field('New password')).not.toHaveValue('');
  const first = await site.field('New password').inputValue();
  // It is spoilt on its way, and the shop refuses.
  await site.page.route(
    '**/account/password',
    (route) => {
      const sent = new URLSearchParams(route.request().postData() ?? '');
      sent.set('current-password', 'not the one');
      return route.continue({ postData: sent.toString() });
    },
    { times: 1 },
  );
  const submits = () => site.page.getByRole('button', { name: 'Change password' }).click();
  await submits();
  await expect(site.page.getByText('That is not your password.')).toBeVisible();
  await expect(page.getByText('The form came back after it was sent')).toBeVisible();

  await site.field('Current password').click();
  await site.chooses(`New password for ${made.name}`);
  await expect(site.field('Current password')).toHaveValue(made.password);
  await expect(site.field('New password')).not.toHaveValue('');
  const next = await site.field('New password').inputValue();
  expect(next).not.toBe(first);
  await submits();
  await expect(site.page.getByText('Your password is changed.')).toBeVisible();
  await expect(page.getByText('It looks as if')).toBeVisible();
  // Nothing is given up for what a page looks like.
  const shown = async (name: string) => {
    await page.getByRole('button', { name: `Show: ${name}` }).click();
    return page
      .locator('.fact')
      .filter({ has: page.getByRole('button', { name: `Hide: ${name}` }) })
      .locator('.fact-value')
      .innerText();
  };
  expect([await shown('Password'), await shown('New password, not confirmed yet')]).toEqual([made.password, next]);

  await site.isAsked(/^Update the password for /, made.email);
  await site.answersBar('Not now');
  await expect.poll(() => site.bar()).toBe(null);
  const visit = new ShopVisit(site, town.shopUrl);
  await visit.logsOut();
  await visit.goesTo('/log-in');
  await site.field('E-mail').click();
  await expect.poll(async () => (await site.menu())[0]?.detail).toContain('New password, not confirmed yet');
  await site.chooses(made.name);
  await expect(site.field('Password')).toHaveValue(next);
  await visit.logsIn();
  await expect(page.getByText('It looks as if')).toHaveCount(0);
  await expect(page.getByText('New password, not confirmed yet')).toHaveCount(0);
  // What was shown of the old one is gone with it.
  expect(await shown('Password')).toBe(next);
});
