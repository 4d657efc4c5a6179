// Moving in: a file of another password manager is dropped in, looked through, kept and used; the same file brings
// nothing again; everything comes out again behind the passphrase; and for a week all of it can be taken back.
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { PASSPHRASE } from '../people/person.ts';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

test('a file of Chrome is imported, fills at once, comes once only, comes out again, and can be undone', async ({
  alex,
  town,
}) => {
  const rows = [
    'name,url,username,password,note',
    `shop,${town.shopUrl}/log-in,alex@mail.example,from the file,"two\nlines"`,
    'bank,https://bank.example/,alex,"comma, and ""quote""",',
    ',https://nowhere.example/,,only a password,',
  ];
  const file = { name: 'whatever.bin', mimeType: 'text/csv', buffer: Buffer.from(`${rows.join('\r\n')}\r\n`) };
  const { page: panel } = await alex.opensPanel();
  await panel.getByRole('button', { name: 'Log-ins and notes' }).click();
  const opened = alex.browser.context.waitForEvent('page');
  await panel.getByRole('button', { name: 'Import' }).click();
  const options = await opened;
  await expect(options.getByRole('button', { name: 'Choose a file' })).toBeInViewport();
  const chosen = async () => {
    await options.locator('input[type=file]').setInputFiles(file);
    await expect(options.getByRole('heading', { name: /^This file is from/ })).toBeVisible();
  };
  await chosen();
  await expect(options.getByText('3 log-ins', { exact: true })).toBeVisible();
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(options.getByText('3 entries were imported.')).toBeVisible();

  const { site } = await ShopVisit.begins(alex, town, '/log-in');
  await site.field('E-mail').click();
  await site.chooses('shop');
  await expect(site.field('Password')).toHaveValue('from the file');

  await options.bringToFront();
  await options.getByRole('button', { name: 'Import another file' }).click();
  await chosen();
  await expect(options.getByText('3 that you have already')).toBeVisible();
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(options.getByText('0 entries were imported.')).toBeVisible();

  await options.getByRole('button', { name: 'Save the file' }).click();
  const ask = options.getByRole('dialog');
  await ask.getByLabel('Your passphrase').fill('not the passphrase');
  await ask.getByRole('button', { name: 'Save the file' }).click();
  await expect(ask.getByText('That is not your passphrase.')).toBeVisible();
  await ask.getByLabel('Your passphrase').fill(PASSPHRASE);
  const saved = options.waitForEvent('download');
  await ask.getByRole('button', { name: 'Save the file' }).click();
  const { items } = JSON.parse(await readFile(await (await saved).path(), 'utf8'));
  expect(items.map(({ login }: { login: { password: string } }) => login.password).sort()).toEqual(
    ['comma, and "quote"', 'from the file', 'only a password'].sort(),
  );

  await options.getByRole('button', { name: 'Undo' }).click();
  await options.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await expect(options.getByText('The import is undone.')).toBeVisible();
  await expect(panel.getByText('Bring what you have')).toBeVisible();
});

test('what is no export of anybody is refused with a sentence', async ({ alex }) => {
  const options = await alex.browser.open('options.html');
  const choose = (bytes: Buffer) =>
    options
      .locator('input[type=file]')
      .setInputFiles({ name: 'x', mimeType: 'application/octet-stream', buffer: bytes });
  await choose(Buffer.from('Dear diary, today nothing happened.'));
  await expect(options.getByRole('alert')).toContainText('does not know this kind of file');
  await choose(Buffer.from('PK\u0003\u0004 and then nothing of a zip', 'latin1'));
  await expect(options.getByRole('alert')).toContainText('damaged');
});
