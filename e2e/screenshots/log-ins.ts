// What a person brought and wrote down: the list, a log-in, a card, their forms, and importing a file.

import { expect } from '@playwright/test';
import { EMPTY_ENTRY, type VaultEntry } from '#logins/formats/entry.ts';
import { goTo, panelOf, type Scene } from './scene.ts';

const id = (of: number): string => of.toString(16).padStart(32, '0');
const login = (title: string, host: string, username: string, more: Partial<VaultEntry> = {}): VaultEntry => ({
  ...EMPTY_ENTRY,
  ...{ title, username, password: 'correct horse battery', sites: [{ url: `https://${host}/`, match: 'domain' }] },
  ...more,
});
const ENTRIES: readonly VaultEntry[] = [
  login('City library', 'library.example', 'alex.k', {
    favourite: true,
    note: 'Card number is on the back.\nBooks are due every third Thursday.',
    fields: [
      { name: 'Card', value: '20 4711 08', type: 'text', section: '' },
      { name: 'Question', value: 'blue', type: 'hidden', section: '' },
    ],
    oneTimes: [
      {
        ...{ secret: 'JBSWY3DPEHPK3PXP', algorithm: 'SHA-1', digits: 6, periodSeconds: 30, alphabet: 'decimal' },
        ...{ issuer: 'City library', account: 'alex.k' },
      },
    ],
    folder: ['Home', 'Town'],
    tags: ['books', 'shared'],
    earlier: [{ until: 1_700_000_000_000, password: 'the one before', rest: null }],
  }),
  login('Harbour Bank', 'bank.example', 'alex@mail.example'),
  login('Railway', 'trains.example', 'alex@mail.example'),
  {
    ...EMPTY_ENTRY,
    ...{ kind: 'card', title: 'Everyday card' },
    card: { holder: 'Alex Keller', number: '4111111111111111', brand: 'Visa', expiry: '2030-04', code: '123', pin: '' },
  },
  { ...EMPTY_ENTRY, kind: 'note', title: 'Door of the cellar', note: 'Left, twice around, then 4.' },
];
const FILE = `name,url,username,password,note\n${['Shop', 'Cinema', 'Club']
  .map((name) => `${name},https://${name.toLowerCase()}.example/,alex,secret ${name},`)
  .join('\n')}\nHarbour Bank,https://bank.example/,alex@mail.example,another one,\n`;

export const logIns: Scene = async (stage, look) => {
  const alex = await stage.alex();
  const panel = await panelOf(alex);
  const { page } = panel;
  await goTo(panel, '#/entries');
  await panel.sees('Bring what you have');
  await look('log-ins-empty', page, 'panel');
  for (const [at, given] of ENTRIES.entries())
    await alex.asks('addEntry', { entry: id(at + 1), given: given as never });
  await panel.sees('Railway');
  await look('log-ins', page, 'panel');
  await page.getByRole('link', { name: /City library/ }).click();
  await panel.sees('Books are due');
  await expect(page.getByText(/seconds? left/)).toBeVisible();
  await look('log-in', page, 'panel');
  const scan = { name: 'Library card, both sides.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(184_320) };
  await page.locator('.entry-files input[type=file]').setInputFiles([scan]);
  await page.getByRole('button', { name: 'Edit' }).scrollIntoViewIfNeeded();
  await look('log-in-files', page, 'panel');
  await goTo(panel, `#/edit-entry/${id(1)}`);
  await expect(page.getByLabel('User name')).toHaveValue('alex.k');
  await look('log-in-form', page, 'panel');
  await page.getByRole('button', { name: 'Make a new password', exact: true }).click();
  const drawn = page.getByRole('group', { name: 'Generator' });
  await expect(drawn.getByRole('button', { name: 'Use it' })).toBeVisible();
  await drawn.getByText('Passphrase', { exact: true }).click();
  await expect(drawn.getByText('Language of the words')).toBeVisible();
  await drawn.scrollIntoViewIfNeeded();
  await look('generator', page, 'panel');
  await goTo(panel, `#/entry/${id(4)}`);
  await panel.sees('Alex Keller');
  await look('card', page, 'panel');
  await goTo(panel, '#/watch');
  await panel.sees('Passwords used twice');
  await panel.sees('Harbour Bank');
  await look('watch', page, 'panel');
  const options = await alex.browser.open('options.html');
  await options.locator('#data').scrollIntoViewIfNeeded();
  await expect(options.getByText('Take everything with you', { exact: true })).toBeVisible();
  await look('options-data', options, 'page');
  const file = { name: 'export.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) };
  await options.locator('input[type=file]').setInputFiles(file);
  const preview = options.getByRole('heading', { name: /^This file is from/ });
  await preview.evaluate((heading) => heading.scrollIntoView());
  await look('import-preview', options, 'page');
  await options.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(options.getByText(/were imported/)).toBeVisible();
  await look('import-done', options, 'page');
};
