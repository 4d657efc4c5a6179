// A person in Firefox: through the welcome page, on a sign-up page, in the sidebar. The menu in a page is used by
// keyboard, as a person does who does not use a mouse.

import type { Page } from 'puppeteer-core';
import { button, control, type Firefox, labelled, until } from '../harness/firefox.ts';
import { findTab, readDrawn } from './drawn.ts';

const PASSPHRASE = 'gravel lantern oboe thursday';

const press = async (page: Page, words: string): Promise<void> => (await control(page, button(words))).click();
const fill = async (page: Page, label: string, value: string): Promise<void> =>
  (await control(page, labelled(label))).fill(value);

export class FirefoxVisitor {
  readonly firefox: Firefox;

  constructor(firefox: Firefox) {
    this.firefox = firefox;
  }

  async setsUp(): Promise<void> {
    const page = this.firefox.welcomePage();
    await page.bringToFront();
    await fill(page, 'New passphrase', PASSPHRASE);
    await fill(page, 'Repeat the passphrase', PASSPHRASE);
    await press(page, 'Create my vault');
    await page.waitForSelector('ol.recovery');
    const groups = await page.$$eval('ol.recovery li', (items) =>
      items.map((item) => item.lastChild?.textContent ?? ''),
    );
    const asked = await page.$eval('main', (main) => /type group (\d+)/.exec(main.textContent ?? '')?.[1] ?? '');
    await fill(page, 'To check your copy', groups[Number(asked) - 1] ?? '');
    await press(page, 'I have saved it');
    await press(page, 'Allow on all sites');
    await until(() =>
      page.$eval('main', (main) => main.textContent?.includes('Nucleus now helps on every site') ?? false),
    );
  }

  /** On the welcome page. @returns what Firefox then says of its own password manager */
  async letsNucleusKeepPasswords(): Promise<{ value: boolean; levelOfControl: string }> {
    type Setting = { get(details: object): Promise<{ value: boolean; levelOfControl: string }> };
    type Privacy = { privacy: { services: { passwordSavingEnabled: Setting } } };
    const page = this.firefox.welcomePage();
    await page.bringToFront();
    await press(page, 'Let Nucleus');
    await until(() =>
      page.$eval('main', (main) => main.textContent?.includes('The browser leaves passwords') ?? false),
    );
    return page.evaluate(() => {
      const { privacy } = (globalThis as unknown as { browser: Privacy }).browser;
      return privacy.services.passwordSavingEnabled.get({});
    });
  }

  /** Focuses a field, walks down in the menu that opens, and takes the first row. */
  async takesFirstOffer(page: Page, field: string): Promise<void> {
    await page.bringToFront();
    await page.click(field);
    // All that a page can see of mark and menu.
    await page.waitForSelector('div[popover=manual]');
    const app = this.firefox.welcomePage();
    const tab = await app.evaluate(findTab, await page.evaluate(() => location.href));
    await until(async () => {
      const { drawn } = await app.evaluate(readDrawn, { tabId: tab, wishes: [{ ready: true }] });
      if (!drawn.ready || drawn.rows.length === 0) return false;
      if (drawn.selected < 0) await page.keyboard.press('ArrowDown');
      return drawn.selected === 0;
    });
    await page.keyboard.press('Enter');
    // The password comes after the address.
    await until(() =>
      page.$$eval(`${field}, input[type=password]`, (inputs) =>
        inputs.every((input) => (input as HTMLInputElement).value !== ''),
      ),
    );
  }

  value(page: Page, field: string): Promise<string> {
    return page.$eval(field, (input) => (input as HTMLInputElement).value);
  }

  async seesIconInSidebar(): Promise<void> {
    await until(async () => (await this.firefox.sidebarIcons()) === 1);
  }

  async readsInSidebar(words: RegExp): Promise<string> {
    return until(async () => words.exec(await this.firefox.sidebarText())?.[0]);
  }
}
