// The side panel as a person reads a site's mail in it: conversations, one of them, one mail whole, and the person's
// own identity there.

import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

export class MailPanel {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  conversation(site: string): Locator {
    return this.page.getByRole('link').filter({ hasText: site });
  }

  async opensConversation(site: string): Promise<void> {
    await this.conversation(site).click();
    await expect(this.page.getByRole('heading', { level: 1, name: site })).toBeVisible();
  }

  mail(subject: string | RegExp): Locator {
    return this.page.locator('article.mail-card').filter({ has: this.page.getByRole('heading', { name: subject }) });
  }

  get mails(): Locator {
    return this.page.locator('article.mail-card');
  }

  async code(subject: string | RegExp): Promise<string> {
    return (await this.mail(subject).getByLabel('Code', { exact: true }).textContent()) ?? '';
  }

  async opensMail(subject: string | RegExp): Promise<void> {
    await this.mail(subject).getByRole('button', { name: 'Open mail' }).click();
    // The cards of the thread that is left have headings too.
    await expect(this.page.locator('.mail-head').getByRole('heading', { level: 2 })).toBeVisible();
  }

  /** The frame in which a mail's HTML is shown. */
  get html(): FrameLocator {
    return this.page.frameLocator('iframe.mail-frame');
  }

  get frame(): Locator {
    return this.page.locator('iframe.mail-frame');
  }

  /** The place to press over a link of the mail. */
  link(words: string): Locator {
    return this.page.locator('.mail-link').and(this.page.getByRole('button', { name: words }));
  }

  /** With the mouse, at the place at which the frame shows the words. */
  async pressesLink(words: string): Promise<void> {
    await expect(this.link(words)).toHaveCount(1);
    const shown = this.html.getByText(words, { exact: true });
    await shown.scrollIntoViewIfNeeded();
    const box = await shown.boundingBox();
    if (box === null) throw new Error(`no place for ${words}`);
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  }

  get linkQuestion(): Locator {
    return this.page.getByRole('dialog').getByRole('heading');
  }

  async showsAsText(): Promise<void> {
    await this.page.getByText('Text only').click();
  }

  get text(): Locator {
    return this.page.locator('.mail-text');
  }

  async goesBack(): Promise<void> {
    await this.page.getByRole('button', { name: 'Back' }).click();
  }

  /** Details of the open conversation. */
  async opensDetails(): Promise<void> {
    await this.page.locator('a.who').click();
    await expect(this.page.getByText('Your identity here').first()).toBeVisible();
  }

  async switchesMask(on: boolean): Promise<void> {
    const mask = this.page.getByRole('switch', { name: 'Receive mail' });
    await expect(mask).toHaveAttribute('aria-checked', String(!on));
    await mask.click();
    await expect(mask).toHaveAttribute('aria-checked', String(on));
  }

  async shot(name: string): Promise<void> {
    if (process.env.NUCLEUS_SHOTS) await this.page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/${name}.png` });
  }
}
