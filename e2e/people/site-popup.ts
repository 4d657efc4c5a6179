// The popup over a web page: who one is there, copying, filling, quiet sites, searching.

import { expect, type Locator, type Page } from '@playwright/test';

export class SitePopup {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get identities(): Locator {
    return this.page.locator('article.identity');
  }

  /** The card of the only identity. */
  get card(): Locator {
    return this.identities.first();
  }

  /** As a press beside it does. */
  async closes(): Promise<void> {
    if (!this.page.isClosed()) await this.page.close();
  }

  async fills(): Promise<void> {
    await this.card.getByRole('button', { name: /^Fill/ }).click();
  }

  async searches(text: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Search people, sites, messages' }).click();
    await this.page.getByRole('searchbox').pressSequentially(text);
  }

  async draws(): Promise<void> {
    await this.page.getByRole('button', { name: 'Generator' }).click();
    await expect(this.page.getByRole('button', { name: 'Generate another' })).toBeVisible();
  }

  async setsHelp(on: boolean): Promise<void> {
    const help = this.page.getByRole('switch', { name: /^Offer help on/ });
    await expect(help).toHaveAttribute('aria-checked', String(!on));
    await help.click();
    await expect(help).toHaveAttribute('aria-checked', String(on));
  }

  async shot(name: string): Promise<void> {
    if (process.env.NUCLEUS_SHOTS) await this.page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/${name}.png` });
  }
}
