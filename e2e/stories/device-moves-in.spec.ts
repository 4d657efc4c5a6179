// Moving in: a file of another password manager is dropped in, looked through, kept and used; the same file brings
// nothing again; everything comes out again behind the passphrase, and in again from the backup file; and for a week
// all of it can be taken back.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import encodeQR from 'qr';
import { openArchive, packArchive } from '#adapters/moving/archive.ts';
import { transferCode } from '#logins/one-time/one-time.testkit.ts';
import { PASSPHRASE } from '../people/person.ts';
import { ShopVisit } from '../people/shop.ts';
import { test } from '../people/site-story.ts';

test('files of others are imported, fill at once, come once only, come out with what hangs on them, and can be undone', async ({
  alex,
  town,
}) => {
  const rows = [
    'name,url,username,password,note',
    `shop,${town.shopUrl}/log-in,alex@mail.example,from the file,"two\nlines"`,
    'bank,https://bank.example/,alex,"comma, and ""quote""",',
    ',https://nowhere.example/,,only a password,',
  ];
  const csv = Buffer.from(`${rows.join('\r\n')}\r\n`);
  const { page: panel } = await alex.opensPanel();
  await panel.getByRole('button', { name: 'Log-ins and notes' }).click();
  const opened = alex.browser.context.waitForEvent('page');
  await panel.getByRole('button', { name: 'Import' }).click();
  const options = await opened;
  await expect(options.getByRole('button', { name: 'Choose a file' })).toBeInViewport();
  const choose = async (buffer: Buffer) => {
    await options.locator('input[type=file]').setInputFiles({ name: 'x', mimeType: 'text/plain', buffer });
    await expect(options.getByRole('heading', { name: /^This file is from/ })).toBeVisible();
  };
  await choose(csv);
  await expect(options.getByText('3 log-ins', { exact: true })).toBeVisible();
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(options.getByText('3 entries were imported.')).toBeVisible();

  const { site } = await ShopVisit.begins(alex, town, '/log-in');
  await site.field('E-mail').click();
  await site.chooses('shop');
  await expect(site.field('Password')).toHaveValue('from the file');

  await options.bringToFront();
  await options.getByRole('button', { name: 'Import another file' }).click();
  await choose(csv);
  await expect(options.getByText('3 that you have already')).toBeVisible();
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(options.getByText('0 entries were imported.')).toBeVisible();

  const data = {
    encrypted: false,
    folders: [],
    items: [{ id: 'i', type: 2, name: 'Passport', secureNote: { type: 0 } }],
  };
  const scan = randomBytes(200_000);
  const zip = new Map<string, Uint8Array>([
    ['data.json', Buffer.from(JSON.stringify(data))],
    ['attachments/i/scan.pdf', scan],
  ]);
  await options.getByRole('button', { name: 'Import another file' }).click();
  await choose(Buffer.from(packArchive(zip, Date.now())));
  await expect(options.getByText('1 file', { exact: true })).toBeVisible();
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(options.getByText('1 entry was imported.')).toBeVisible();

  await options.getByText('Bitwarden zip', { exact: true }).click();
  await options.getByRole('button', { name: 'Save the file' }).click();
  const ask = options.getByRole('dialog');
  await ask.getByLabel('Your passphrase').fill('not the passphrase');
  await ask.getByRole('button', { name: 'Save the file' }).click();
  await expect(ask.getByText('That is not your passphrase.')).toBeVisible();
  await ask.getByLabel('Your passphrase').fill(PASSPHRASE);
  const saved = options.waitForEvent('download');
  await ask.getByRole('button', { name: 'Save the file' }).click();
  const archive = openArchive(await readFile(await (await saved).path()));
  if (!archive.ok) throw new Error(archive.refusal);
  const { files } = archive.source;
  const { items } = JSON.parse(Buffer.from(files.get('data.json') ?? []).toString());
  const passwords = items.flatMap(({ login }: { login?: { password: string } }) => login?.password ?? []);
  const [, kept] = [...files].find(([path]) => path.endsWith('/scan.pdf')) ?? [];
  expect(scan.equals(kept ?? new Uint8Array())).toBe(true);
  expect(passwords.sort()).toEqual(['comma, and "quote"', 'from the file', 'only a password'].sort());

  await expect(panel.getByText('Not saved as a backup file yet.')).toBeVisible();
  await options.getByRole('button', { name: 'Save a backup file' }).click();
  await ask.getByLabel('Your passphrase').fill(PASSPHRASE);
  const sealed = options.waitForEvent('download');
  await ask.getByRole('button', { name: 'Save the file' }).click();
  const backup = await (await sealed).path();
  await expect(panel.getByText('No log-in or note has changed since.')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Save a backup file' })).toHaveCount(0);

  for (const left of [1, 0]) {
    const undo = options.getByRole('button', { name: 'Undo', exact: true });
    await undo.first().click();
    await options.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
    await expect(undo).toHaveCount(left);
  }
  await expect(panel.getByText('Bring what you have')).toBeVisible();

  await options.getByRole('button', { name: 'Import another file' }).click();
  await options.locator('input[type=file]').setInputFiles(backup);
  await options.getByLabel('Passphrase of the file').fill('not the passphrase');
  await options.getByRole('button', { name: 'Open the file' }).click();
  await expect(options.getByText('That does not open this file.')).toBeVisible();
  await options.getByLabel('Passphrase of the file').fill(PASSPHRASE);
  await options.getByRole('button', { name: 'Open the file' }).click();
  await expect(options.getByRole('heading', { name: 'This file is from Nucleus' })).toBeVisible();
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(options.getByText('4 entries were imported.')).toBeVisible();
});

/** A picture of a transfer code, as it is saved under any name. */
const shot = (index: number) => ({
  name: `Screenshot ${index}`,
  mimeType: '',
  buffer: Buffer.from(encodeQR(transferCode(`Shop ${index}:alex`, index, 3), 'gif', { scale: 6 })),
});

test('pictures of transfer codes are read together, the missing one added; what is no export is refused, and a second window waits', async ({
  alex,
}) => {
  const options = await alex.browser.open('options.html');
  const choose = (bytes: Buffer) =>
    options
      .locator('input[type=file]')
      .setInputFiles({ name: 'x', mimeType: 'application/octet-stream', buffer: bytes });
  await choose(Buffer.from('Dear diary, today nothing happened.'));
  await expect(options.getByRole('alert')).toContainText('does not know this kind of file');
  await choose(Buffer.from('PK\u0003\u0004 and then nothing of a zip', 'latin1'));
  await expect(options.getByRole('alert')).toContainText('damaged');
  await options.locator('input[type=file]').setInputFiles([shot(0), { ...shot(1), buffer: Buffer.from('a,b') }]);
  await expect(options.getByRole('alert')).toContainText('Choose one file at a time.');

  await options.locator('input[type=file]').setInputFiles([shot(2), shot(0)]);
  await expect(options.getByRole('heading', { name: 'Codes in 2 pictures' })).toBeVisible();
  await expect(options.getByText('1 picture of this transfer is missing')).toBeVisible();
  if (process.env.NUCLEUS_SHOTS) await options.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/import-pictures.png` });
  const other = await alex.browser.open('options.html');
  const mine = {
    name: 'x',
    mimeType: 'text/plain',
    buffer: Buffer.from('name,url,username,password\r\na,,alex,p\r\n'),
  };
  await other.locator('input[type=file]').setInputFiles(mine);
  await expect(other.getByRole('alert')).toContainText('Another window is importing a file.');
  await options.locator('input[type=file]').setInputFiles([shot(1)]);
  await expect(options.getByText('3 one-time codes')).toBeVisible();
  await expect(options.getByText('of this transfer')).toHaveCount(0);
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(options.getByText('3 entries were imported.')).toBeVisible();
  await other.locator('input[type=file]').setInputFiles(mine);
  await expect(other.getByText('1 log-in', { exact: true })).toBeVisible();
});
