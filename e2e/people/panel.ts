// The side panel as a person uses it with correspondents: inviting, accepting, talking, searching, leaving.

import { expect, type Locator, type Page } from '@playwright/test';
import decodeQr from 'qr/decode.js';

export class Panel {
  readonly page: Page;
  readonly #whose: string;

  constructor(page: Page, whose: string) {
    this.page = page;
    this.#whose = whose;
  }

  /** Reads everything on the screen. */
  get screen(): Locator {
    return this.page.locator('#root');
  }

  async sees(text: string | RegExp): Promise<void> {
    await expect(this.page.getByText(text).first()).toBeVisible();
  }

  async presses(name: string | RegExp): Promise<void> {
    await this.page.getByRole('button', { name }).first().click();
  }

  async goesBack(): Promise<void> {
    await this.page.getByRole('button', { name: 'Back', exact: true }).click();
  }

  /** To the list of conversations, from anywhere. */
  async goesHome(): Promise<void> {
    await this.page.evaluate(() => {
      location.hash = '#/';
    });
    await expect(this.page.getByRole('heading', { name: 'Conversations', exact: true })).toBeVisible();
  }

  // inviting

  /** Makes an invitation; the panel then shows it. */
  async invites(whom: string, as: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Invite somebody' }).first().click();
    await this.page.getByLabel('Your name, as they see it').fill(as);
    await this.page.getByLabel('Name for this invitation').fill(whom);
    await this.presses('Make an invitation');
    await expect(this.page.getByRole('heading', { name: `For ${whom}` })).toBeVisible();
  }

  /** Types an invitation without making it. */
  async beginsInvitation(whom: string, as: string): Promise<void> {
    await this.#invites();
    await this.page.getByLabel('Your name, as they see it').fill(as);
    await this.page.getByLabel('Name for this invitation').fill(whom);
  }

  /** The typed text is still in the form. */
  async hasBegunInvitation(whom: string, as: string): Promise<void> {
    await this.#invites();
    await expect(this.page.getByLabel('Your name, as they see it')).toHaveValue(as);
    await expect(this.page.getByLabel('Name for this invitation')).toHaveValue(whom);
  }

  async #invites(): Promise<void> {
    await this.page.getByRole('button', { name: 'Invite somebody' }).first().click();
  }

  async link(): Promise<string> {
    return (await this.page.locator('.link-box .mono').textContent()) ?? '';
  }

  /** What a camera reads from the code on the screen. */
  async codeOnScreen(): Promise<string> {
    const code = this.page.getByRole('img', { name: 'The invitation as a QR code' });
    await expect(code).toBeVisible();
    const picture = (await this.page.locator('.qr').screenshot()).toString('base64');
    const { width, height, data } = await this.page.evaluate(async (png) => {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const drawing = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
      drawing.drawImage(bitmap, 0, 0);
      const pixels = drawing.getImageData(0, 0, bitmap.width, bitmap.height);
      return { width: pixels.width, height: pixels.height, data: Array.from(pixels.data) };
    }, picture);
    return decodeQr({ width, height, data: Uint8Array.from(data) });
  }

  async #grantsClipboard(): Promise<void> {
    await this.page
      .context()
      .grantPermissions(['clipboard-read', 'clipboard-write'])
      .catch(() => {});
  }

  /** What a press on a button puts on the clipboard, which is emptied before. */
  async copies(button: string): Promise<string> {
    await this.#grantsClipboard();
    await this.page.evaluate(() => navigator.clipboard.writeText(''));
    await this.page.getByRole('button', { name: button }).click();
    await this.sees('Copied');
    const read = () => this.page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(read, { message: `what ${button} copies` }).not.toBe('');
    return read();
  }

  /** Opens the list of invitations, and the one that was made for `whom`. */
  async opensInvitation(whom: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Invite somebody' }).first().click();
    await this.page.getByRole('link').filter({ hasText: whom }).click();
    await expect(this.page.getByRole('heading', { name: `For ${whom}` })).toBeVisible();
  }

  /**
   * What a press on a button saves. Only for a panel in a tab: what the side panel saves is not announced to a client
   * like this one.
   */
  async saves(button: string): Promise<{ name: string; text: string }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.page.getByRole('button', { name: button }).click(),
    ]);
    const pieces: Buffer[] = [];
    for await (const piece of await download.createReadStream()) pieces.push(piece as Buffer);
    return { name: download.suggestedFilename(), text: Buffer.concat(pieces).toString() };
  }

  // accepting

  async pastesInvitation(text: string): Promise<void> {
    await this.goesHome();
    await this.page.evaluate(() => {
      location.hash = '#/accept';
    });
    await this.page.getByLabel('Link or text').fill(text);
  }

  async choosesFile(name: string, text: string): Promise<void> {
    await this.page.evaluate(() => {
      location.hash = '#/accept';
    });
    await this.page
      .locator('input[type=file]')
      .setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  }

  async choosesPicture(png: Buffer): Promise<void> {
    await this.page.locator('input[type=file]').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: png });
  }

  /** Copied by the browser itself, and pasted by its keys. */
  async pastesPicture(png: Buffer): Promise<void> {
    await this.#grantsClipboard();
    await this.page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })]);
    }, png.toString('base64'));
    await this.page.keyboard.press('ControlOrMeta+V');
  }

  async accepts(as: string): Promise<void> {
    await this.page.getByLabel('Your name, as they see it').fill(as);
    await this.presses('Accept');
    await expect(this.composer).toBeVisible();
  }

  /** The explanation of a bad invitation. */
  get complaint(): Locator {
    return this.page.locator('.notice.bad');
  }

  // talking

  conversation(name: string): Locator {
    return this.page.getByRole('link').filter({ hasText: name });
  }

  async opensConversation(name: string): Promise<void> {
    await this.conversation(name).click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  get composer(): Locator {
    return this.page.locator('form.composer textarea');
  }

  async types(text: string): Promise<void> {
    await this.composer.fill(text);
  }

  async says(text: string): Promise<void> {
    await this.types(text);
    await this.composer.press('Enter');
    await expect(this.bubble(text)).toBeVisible();
  }

  bubble(text: string): Locator {
    return this.page.locator('.bubble').filter({ hasText: text });
  }

  async hears(text: string): Promise<void> {
    await expect(this.bubble(text), `${this.#whose} hears “${text}”`).toBeVisible();
  }

  /** How far the newest message of mine got. */
  async seesDelivery(state: 'Waiting to be sent' | 'Sent' | 'Received' | 'Read'): Promise<void> {
    await expect(this.page.locator('.run.mine').last().locator('.meta')).toContainText(state);
  }

  /** How all that I said stands, as it is shown. */
  deliveries(): Promise<string[]> {
    return this.page.locator('.run.mine .meta').allInnerTexts();
  }

  /** What happened in the relationship, as the conversation tells it. */
  async seesEvents(...events: (string | RegExp)[]): Promise<void> {
    await expect(this.page.locator('.event')).toHaveText(events);
  }

  /** Every text that is shown, top to bottom. What waits for the last of them has not waited for those before it. */
  async showsTexts(...texts: string[]): Promise<void> {
    await expect(this.page.locator('.bubble')).toHaveText(texts);
  }

  texts(): Promise<string[]> {
    return this.page.locator('.bubble').allTextContents();
  }

  /** Enabled if the typed text may be sent. */
  get sendButton(): Locator {
    return this.page.getByRole('button', { name: 'Send', exact: true });
  }

  /** The line at the foot of the list: how delivery stands. */
  get connectionLine(): Locator {
    return this.page.locator('footer.footline');
  }

  // one person

  async opensDetails(): Promise<void> {
    await this.page.locator('a.who').click();
    await expect(this.page.getByRole('heading', { name: 'Names' })).toBeVisible();
  }

  /** Opens the sheet in which numbers are compared. @returns the 60 digits, without the gaps */
  async compares(): Promise<string> {
    await this.presses('Compare…');
    const numbers = this.page.getByRole('dialog').getByRole('img', { name: /^Safety number/ });
    return ((await numbers.textContent()) ?? '').replace(/\D/g, '');
  }

  /** The events that tell how the two came to know each other. */
  history(): Promise<string[]> {
    return this.page.locator('.timeline .strong').allTextContents();
  }

  async changes(fact: string, to: string): Promise<void> {
    await this.presses(`Change: ${fact}`);
    await this.page.getByLabel(fact, { exact: true }).fill(to);
    await this.presses('Save');
    await expect(this.page.getByText(to, { exact: true }).first()).toBeVisible();
  }

  async blocks(): Promise<void> {
    await this.#fromMenu('Block');
    await this.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
    await this.sees(/^You have blocked/);
  }

  async unblocks(): Promise<void> {
    await this.page.locator('.thread-foot').getByRole('button', { name: 'Unblock' }).click();
    await expect(this.composer).toBeVisible();
  }

  async ends(): Promise<void> {
    await this.#fromMenu('End relationship');
    await this.page.getByRole('dialog').getByRole('button', { name: 'End relationship' }).click();
    await expect(this.page.getByRole('heading', { name: 'Conversations', exact: true })).toBeVisible();
  }

  async #fromMenu(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More' }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  // locked

  async isLocked(): Promise<void> {
    await expect(this.page.getByRole('heading', { name: 'Nucleus is locked' })).toBeVisible();
  }

  async unlocks(passphrase: string): Promise<void> {
    await this.page.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await this.presses('Unlock');
  }

  async unlocksByPin(pin: string): Promise<void> {
    await this.page.getByLabel('PIN', { exact: true }).fill(pin);
    await this.presses('Unlock');
  }

  async recovers(code: string, passphrase: string): Promise<void> {
    await this.page.getByLabel('Recovery code', { exact: true }).fill(code);
    await this.page.getByLabel('New passphrase', { exact: true }).fill(passphrase);
    await this.page.getByLabel('Repeat the passphrase', { exact: true }).fill(passphrase);
    await this.presses('Unlock and set new passphrase');
  }

  async closes(): Promise<void> {
    if (!this.page.isClosed()) await this.page.close();
  }

  async shot(name: string): Promise<void> {
    if (process.env.NUCLEUS_SHOTS) await this.page.screenshot({ path: `${process.env.NUCLEUS_SHOTS}/${name}.png` });
  }
}
