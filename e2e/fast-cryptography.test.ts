// The built extension does its cryptography with libsodium, in Chromium's worker and in Firefox's background page. If
// WebAssembly may not run, the extension goes on with the slower reference in silence, and everything works: only this
// test would notice. Nothing is timed: the 64 MiB that Argon2id wants for a new vault are seen to be asked for by a
// WebAssembly memory of the background context itself.

import type { Page } from '@playwright/test';
import { afterAll, expect, it } from 'vitest';
import { type Chromium, launchChromium } from './harness/chromium.ts';
import { button, control, type Firefox, labelled, launchFirefox } from './harness/firefox.ts';

const PASSPHRASE = 'gravel lantern oboe thursday';
const ARGON2ID_BYTES = 64 * 2 ** 20;

let chromium: Chromium | undefined;
let firefox: Firefox | undefined;
afterAll(async () => {
  await chromium?.close();
  await firefox?.close();
});

type Background = typeof globalThis & { grownTo: number };

/**
 * Notes in a background context how large a WebAssembly memory becomes. Evaluated there: it may use nothing from here.
 */
const watch = (background: Background): void => {
  const { prototype } = background.WebAssembly.Memory;
  const grow = prototype.grow;
  background.grownTo = 0;
  prototype.grow = function (this: WebAssembly.Memory, pages) {
    const before = grow.call(this, pages);
    background.grownTo = Math.max(background.grownTo, this.buffer.byteLength);
    return before;
  };
};

it('in the worker of Chromium', async () => {
  chromium = await launchChromium();
  const worker = await chromium.worker();
  await worker.evaluate(`(${watch})(globalThis)`);
  await createVault(await chromium.welcomePage());
  expect(await worker.evaluate('globalThis.grownTo')).toBeGreaterThan(ARGON2ID_BYTES);
});

async function createVault(page: Page): Promise<void> {
  await page.getByLabel('New passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByLabel('Repeat the passphrase', { exact: true }).fill(PASSPHRASE);
  await page.getByRole('button', { name: 'Create my vault' }).click();
  await page.getByRole('list', { name: 'Recovery code' }).waitFor();
}

it('in the background page of Firefox', async () => {
  firefox = await launchFirefox();
  const page = firefox.welcomePage();
  await page.evaluate(`browser.runtime.getBackgroundPage().then(${watch})`);
  await (await control(page, labelled('New passphrase'))).fill(PASSPHRASE);
  await (await control(page, labelled('Repeat the passphrase'))).fill(PASSPHRASE);
  await (await control(page, button('Create my vault'))).click();
  await page.waitForSelector('ol.recovery');
  const grownTo = await page.evaluate('browser.runtime.getBackgroundPage().then((background) => background.grownTo)');
  expect(grownTo).toBeGreaterThan(ARGON2ID_BYTES);
});
