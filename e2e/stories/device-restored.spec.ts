// A device is lost. Another takes its place by the backup file: conversations and identities are there again, and
// both go on talking. A file that is no backup and a wrong passphrase are told.

import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint, PASSPHRASE, Person } from '../people/person.ts';

const FILE = { name: 'nucleus.archive', mimeType: 'application/octet-stream' };

test('saves a backup file, loses the device, and has everything again on another one', async ({
  alex,
  blair,
  person,
}) => {
  await acquaint(alex, blair);
  const alexs = await alex.opensPanel();
  await alexs.opensConversation('Blair');
  await alexs.says('Kept for ever');
  const blairs = await blair.opensPanel();
  await blairs.opensConversation('Alex');
  await blairs.hears('Kept for ever');
  await alexs.seesDelivery('Read');

  const options = await alex.browser.open('options.html#data');
  await expect(options.getByText('conversations included')).toBeVisible();
  await options.getByRole('button', { name: 'Save the file' }).click();
  const ask = options.getByRole('dialog');
  await ask.getByLabel('Your passphrase').fill(PASSPHRASE);
  const saving = options.waitForEvent('download');
  await ask.getByRole('button', { name: 'Save the file' }).click();
  // The browser takes its downloads along when it ends.
  const file = { ...FILE, buffer: await readFile(await (await saving).path()) };
  await alex.browser.close();

  const browser = await person();
  const welcome = await browser.welcomePage();
  await welcome.getByRole('button', { name: 'I have a backup file' }).click();
  await expect(welcome.getByRole('heading', { name: 'Bring everything back' })).toBeFocused();
  const choose = (chosen: typeof file) => welcome.locator('input[type=file]').setInputFiles(chosen);
  await choose({ ...FILE, buffer: Buffer.from('Dear Blair') });
  await expect(welcome.getByText('This is not a backup file of Nucleus.')).toBeVisible();
  await choose(file);
  await welcome.getByLabel('Passphrase of the file').fill('not the passphrase');
  await welcome.getByRole('button', { name: 'Open the file' }).click();
  await expect(welcome.getByText('That does not open this file. Try again.')).toBeVisible();
  await welcome.getByLabel('Passphrase of the file').fill(PASSPHRASE);
  await welcome.getByRole('button', { name: 'Open the file' }).click();
  await expect(welcome.getByRole('heading', { name: 'Save this recovery code' })).toBeVisible();

  const again = new Person('Alex', browser);
  const panel = await again.opensPanel();
  await panel.opensConversation('Blair');
  await panel.sees('Kept for ever');
  // Typed at once: it waits until both have shaken hands anew.
  await panel.says('Here I am again');
  await blairs.hears('Here I am again');
  await blairs.says('Welcome back');
  await panel.hears('Welcome back');
});
