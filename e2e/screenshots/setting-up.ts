// The welcome page, from the first passphrase to the permission to help on sites.

import { expect, type Page } from '@playwright/test';
import { writeExport } from '#adapters/moving/write-export.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import { PASSPHRASE } from '../people/person.ts';
import { Welcome } from '../people/person-welcome.ts';
import { type Scene, WINDOW } from './scene.ts';

export const settingUp: Scene = async (stage, look) => {
  const { browser } = await stage.newcomer();
  const welcome = new Welcome(await browser.welcomePage());
  await welcome.page.setViewportSize(WINDOW);
  await welcome.isAtStep(1);
  await look('welcome-1-passphrase', welcome.page, 'page');
  await restoring(welcome.page, look);
  await welcome.types('refrigerator');
  await welcome.repeats('refrigerator');
  await welcome.goesOn();
  await welcome.sees('Could be guessed. Add one or two unrelated words.');
  await look('welcome-1-too-easy', welcome.page, 'page');
  await welcome.types(PASSPHRASE);
  await welcome.repeats(PASSPHRASE);
  await welcome.isToldStrength(4);
  await look('welcome-1-strong', welcome.page, 'page');
  await welcome.goesOn();
  await welcome.isAtStep(2);
  const groups = await welcome.writesDownCode();
  await look('welcome-2-recovery-code', welcome.page, 'page');
  await welcome.confirmsCode(groups.map(() => 'WRONG'));
  await welcome.sees(/^That is not group/);
  await look('welcome-2-wrong-group', welcome.page, 'page');
  await welcome.confirmsCode(groups);
  await welcome.isAtStep(3);
  await look('welcome-3-ready', welcome.page, 'page');
  await welcome.page.getByRole('button', { name: 'Allow on all sites' }).click();
  await expect(welcome.page.getByText('Nucleus now helps on every site you visit.')).toBeVisible();
  await look('welcome-3-allowed', welcome.page, 'page');
};

/** From the offer in the first step, and back to it. */
async function restoring(page: Page, look: Parameters<Scene>[1]): Promise<void> {
  const chooses = (buffer: Uint8Array) =>
    page.locator('input[type=file]').setInputFiles({ name: 'file', mimeType: '', buffer: Buffer.from(buffer) });
  await page.getByRole('button', { name: 'I have a backup file' }).click();
  await expect(page.getByRole('heading', { name: 'Bring everything back' })).toBeFocused();
  await look('welcome-restore', page, 'page');
  await chooses(encodeUtf8('a letter'));
  await expect(page.getByText('This is not a backup file of Nucleus.')).toBeVisible();
  await look('welcome-restore-refused', page, 'page');
  const beside = { entropy: (count: number) => new Uint8Array(count), now: 0 };
  await chooses(
    await writeExport('nucleus', { entries: [EMPTY_ENTRY], files: new Map(), vault: [] }, PASSPHRASE, beside),
  );
  const passphrase = page.getByLabel('Passphrase of the file');
  await expect(passphrase).toBeFocused();
  await look('welcome-restore-locked', page, 'page');
  await passphrase.fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Open the file' }).click();
  await expect(page.getByText('This file holds log-ins only.')).toBeVisible();
  await look('welcome-restore-no-backup', page, 'page');
  await page.getByRole('button', { name: 'Start with an empty vault instead' }).click();
}
