// Erasing takes everything of Nucleus off the device, also what the browser's databases hold, and one can begin anew.

import { expect } from '@playwright/test';
import { test } from '../people/people-story.ts';
import { acquaint, PASSPHRASE } from '../people/person.ts';

test('erases everything on this device, and starts again from nothing', async ({ alex, blair }) => {
  const { alexs } = await acquaint(alex, blair);
  await alex.asks('saveDraft', { relationship: alexs, text: 'Never sent' });
  const options = await alex.browser.open('options.html');
  expect(await options.evaluate(rowsByStore)).toHaveProperty('nucleus/message');

  await options.getByRole('button', { name: 'Erase everything' }).click();
  const dialog = options.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Erase everything' })).toBeDisabled();
  await dialog.getByLabel('Type “erase” to go on').fill('erase');
  if (process.env.NUCLEUS_SHOTS) await options.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/erase.png` });
  await dialog.getByRole('button', { name: 'Erase everything' }).click();
  await expect(options.getByText('Welcome to Nucleus')).toBeVisible();

  expect(await options.evaluate(rowsByStore), 'rows that are left').toEqual({});
  expect(await options.evaluate(async () => Object.keys(await chrome.storage.local.get()))).toEqual([]);
  const kept = await options.evaluate(async () => Object.keys(await chrome.storage.session.get()));
  expect(kept.filter((name) => name !== 'used-at')).toEqual([]);
  await expect.poll(() => alex.badge()).toBe('');

  expect(await alex.asks('setUp', { passphrase: PASSPHRASE })).toMatchObject({ ok: true });
  expect((await alex.asks('conversations', { kind: 'all', offset: 0, limit: 10 })).total).toBe(0);
  expect(await alex.asks('invitations', null)).toEqual([]);
});

/** How many rows every store of every database of the extension holds, without the empty ones. */
async function rowsByStore(): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    for (const store of database.objectStoreNames) {
      const count = await new Promise<number>((resolve, reject) => {
        const counting = database.transaction(store).objectStore(store).count();
        counting.onsuccess = () => resolve(counting.result);
        counting.onerror = () => reject(counting.error);
      });
      if (count > 0) rows[`${name}/${store}`] = count;
    }
    database.close();
  }
  return rows;
}
