// A file of each product, recognised: the pictures of docs/moving.md, and those of a file that is locked, or costly.
import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import encodeQR from 'qr';
import { EVERY_FILE, FILE_PASSPHRASE } from '#adapters/moving/every-file.testkit.ts';
import { encodeUtf8 } from '#bytes/utf8.ts';
import { transferCode } from '#logins/one-time/one-time.testkit.ts';
import type { Stage } from './scene.ts';

type Picture = (name: string, page: Page) => Promise<void>;

/** Narrow, so that the pictures are small. */
const SIZE = { width: 620, height: 420 };
const COSTLY_HEAD = 'age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 20\n';

export async function movingIn(stage: Stage, look: Picture): Promise<void> {
  const alex = await stage.alex();
  const options = await alex.browser.open('options.html');
  await options.setViewportSize(SIZE);
  const input = options.locator('#data input[type=file]').first();
  const passphrase = options.getByLabel('Passphrase of the file');
  const show = async (name: string) => {
    await options.locator('#data').evaluate((section) => section.scrollIntoView({ block: 'start' }));
    await look(name, options);
  };
  for (const [product, picture, make] of EVERY_FILE) {
    await input.setInputFiles({ name: picture, mimeType: '', buffer: Buffer.from(await make()) });
    const heading = options.getByRole('heading', { name: `This file is from ${product}` });
    await expect(heading.or(passphrase)).toBeVisible();
    if (await passphrase.isVisible()) {
      if (product === 'KeePass') await show('import-locked');
      await passphrase.fill(FILE_PASSPHRASE);
      await options.getByRole('button', { name: 'Open the file' }).click();
    }
    await expect(heading).toBeVisible();
    await show(`from-${picture}`);
    await options.getByRole('button', { name: 'Cancel' }).click();
  }
  const shots = [0, 2].map((index) => encodeQR(transferCode(`Shop ${index}:alex`, index, 3), 'gif', { scale: 6 }));
  await input.setInputFiles(shots.map((shot) => ({ name: 'shot', mimeType: '', buffer: Buffer.from(shot) })));
  await expect(options.getByText('1 picture of this transfer is missing')).toBeVisible();
  await show('import-pictures');
  await options.getByRole('button', { name: 'Cancel' }).click();
  const costly = encodeUtf8(`${COSTLY_HEAD}${'A'.repeat(43)}\n--- A\n`);
  await input.setInputFiles({ name: 'costly.age', mimeType: '', buffer: Buffer.from(costly) });
  await passphrase.fill(FILE_PASSPHRASE);
  await options.getByRole('button', { name: 'Open the file' }).click();
  await expect(options.getByText('Opening this file takes a while', { exact: true })).toBeVisible();
  await show('import-costly');
}
