// The services part of the options page, as a person uses it who adds a service and leaves another.

import { expect, type Locator, type Page } from '@playwright/test';
import { settled } from '../screenshots/settled.ts';
import type { Person } from './person.ts';

export class ServicesPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async openedBy({ browser }: Person): Promise<ServicesPage> {
    const page = await browser.open('options.html');
    await expect(page.getByRole('heading', { name: 'Services' })).toBeVisible();
    return new ServicesPage(page);
  }

  get part(): Locator {
    return this.page.locator('#services');
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  /** One service, by what it is reached at. */
  row(origin: string): Locator {
    return this.part.locator('.item.service').filter({ hasText: origin.replace('https://', '') });
  }

  /** In the order of preference. */
  hosts(): Promise<string[]> {
    return this.part.locator('.service-host').allTextContents();
  }

  get #field(): Locator {
    return this.page.getByLabel('Add a service');
  }

  async looksUp(typed: string): Promise<void> {
    await this.#field.fill(typed);
    await this.part.getByRole('button', { name: 'Check', exact: true }).click();
  }

  async isRefused(words: string | RegExp): Promise<void> {
    await expect(this.part.getByText(words)).toBeVisible();
    await expect(this.dialog).toHaveCount(0);
  }

  async joins(origin: string): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Use this service' }).click();
    await expect(this.row(origin)).toContainText('Connected');
  }

  async chooses(origin: string, item: string | RegExp): Promise<void> {
    await this.row(origin)
      .getByRole('button', { name: /^More about/ })
      .click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  async beginsToLeave(origin: string): Promise<void> {
    await this.chooses(origin, /^Leave/);
    await this.dialog.getByRole('button', { name: /^(Start leaving|Leave now)$/ }).click();
    await expect(this.row(origin)).toContainText('Leaving');
  }

  async shot(name: string): Promise<void> {
    await this.page.evaluate(settled);
    if (process.env.NUCLEUS_SHOTS) await this.page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/${name}.png` });
  }
}
