// The Corner Shop as its customers use it.

import { expect } from '@playwright/test';
import type { Site } from './site.ts';
import type { Visitor } from './site-visitor.ts';
import type { Town } from './town-building.ts';

const CODE = /^\d{3} \d{3}$/;

export class ShopVisit {
  readonly site: Site;
  readonly #shopUrl: string;

  constructor(site: Site, shopUrl: string) {
    this.site = site;
    this.#shopUrl = shopUrl;
  }

  static async begins(visitor: Visitor, { shopUrl }: Town, path = '/sign-up'): Promise<ShopVisit> {
    return new ShopVisit(await visitor.visits(`${shopUrl}${path}`), shopUrl);
  }

  async goesTo(path: string): Promise<void> {
    await this.site.page.goto(`${this.#shopUrl}${path}`);
  }

  /** Focuses the e-mail field and takes up a new identity. @returns what the form then holds */
  async takesNewIdentity(): Promise<{ name: string; email: string; password: string }> {
    await this.site.field('E-mail').click();
    await this.site.chooses('New identity for');
    await expect(this.site.field('Password')).not.toHaveValue('');
    return {
      name: await this.site.field('Name').inputValue(),
      email: await this.site.field('E-mail').inputValue(),
      password: await this.site.field('Password').inputValue(),
    };
  }

  async signsUp(): Promise<void> {
    await this.site.page.getByRole('button', { name: 'Sign up' }).click();
    await expect(this.site.page.getByRole('heading', { name: 'Look in your mail' })).toBeVisible();
  }

  /** The page that asks for the code, filled from the menu, sent off. */
  async fillsCode(): Promise<string> {
    const code = this.site.field('Code');
    const offers = { message: 'a press in the field brings the code', intervals: [1000, 5000] };
    // In a window that has just come to the front a press may be lost, and a person presses again.
    const asks = async (): Promise<boolean> => {
      if ((await this.site.titles()).some((title) => CODE.test(title))) return true;
      await code.click();
      return false;
    };
    await expect.poll(asks, offers).toBe(true);
    await this.site.chooses(CODE);
    await expect(code).toHaveValue(/^\d{6}$/);
    return code.inputValue();
  }

  async confirms(): Promise<void> {
    await this.site.page.getByRole('button', { name: 'Confirm' }).click();
    await this.isWelcomed();
  }

  async isWelcomed(): Promise<void> {
    await expect(this.site.page).toHaveURL(/\/account/);
  }

  async logsOut(): Promise<void> {
    await this.site.page.getByRole('button', { name: 'Log out' }).click();
    await expect(this.site.page.getByRole('link', { name: 'Log in' }).first()).toBeVisible();
  }

  async logsIn(): Promise<void> {
    await this.site.page.getByRole('button', { name: 'Log in' }).click();
    await this.isWelcomed();
  }
}

/** What the answer of a page under /shapes says it received. */
export async function received(site: Site): Promise<Record<string, string>> {
  const table = site.page.locator('table.received');
  await expect(table).toBeVisible();
  const rows = await table.locator('tr').all();
  const read = await Promise.all(
    rows.map(async (row) => [await row.locator('th').innerText(), await row.locator('td').innerText()] as const),
  );
  return Object.fromEntries(read);
}
