// A person on sites: sets Nucleus up through its welcome page, opens web pages, the side panel and the popup, locks and
// unlocks.

import { expect, type Page } from '@playwright/test';
import type { Chromium } from '../harness/chromium.ts';
import { MailPanel } from './mail-panel.ts';
import { Site } from './site.ts';
import { SitePopup } from './site-popup.ts';

const PASSPHRASE = 'gravel lantern oboe thursday';

export class Visitor {
  readonly browser: Chromium;
  #welcome: Page | null = null;

  constructor(browser: Chromium) {
    this.browser = browser;
  }

  /** A person who has set up before opens their browser, and unlocks. */
  static async awake(browser: Chromium): Promise<Visitor> {
    const visitor = new Visitor(browser);
    await browser.welcomePage();
    expect(await visitor.#ask('unlock', { passphrase: PASSPHRASE })).toEqual({ ok: true });
    return visitor;
  }

  /** Through the three steps of the welcome page. */
  async setsUp({ siteAccess = true } = {}): Promise<void> {
    const page = await this.browser.welcomePage();
    this.#welcome = page;
    await page.getByLabel('New passphrase', { exact: true }).fill(PASSPHRASE);
    await page.getByLabel('Repeat the passphrase', { exact: true }).fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Create my vault' }).click();
    const asked = page.getByLabel(/To check your copy, type group \d+/);
    await asked.waitFor();
    const groups = await page.getByRole('list', { name: 'Recovery code' }).getByRole('listitem').allTextContents();
    const number = /type group (\d+)/.exec((await page.locator('main').textContent()) ?? '')?.[1] ?? '';
    // Each group is shown behind its number.
    await asked.fill((groups[Number(number) - 1] ?? '').slice(number.length));
    await page.getByRole('button', { name: 'I have saved it' }).click();
    await expect(page.getByRole('heading', { name: /^(Almost there|Nucleus is ready)$/ })).toBeVisible();
    if (siteAccess) await this.allowsSites();
  }

  /** Opens a web page in a tab of its own. */
  async visits(url: string): Promise<Site> {
    const page = await this.browser.context.newPage();
    await page.goto(url);
    return new Site(page);
  }

  /** The tab that the next step brings, once it has loaded. */
  async nextTab(act: () => Promise<unknown>): Promise<Site> {
    const [page] = await Promise.all([this.browser.context.waitForEvent('page'), act()]);
    await page.waitForLoadState();
    return new Site(page);
  }

  async opensPanel(): Promise<MailPanel> {
    return new MailPanel(await this.browser.openSidePanel());
  }

  /** The panel that something else opens: a press in a page or in the popup. */
  async getsPanel(act: () => Promise<unknown>): Promise<MailPanel> {
    return new MailPanel(await this.browser.appears('sidepanel.html', act));
  }

  /** Over the page that is in front. */
  async opensPopup(): Promise<SitePopup> {
    return new SitePopup(await this.browser.openPopup());
  }

  /** The browser's own menu cannot be pressed in a headless window: its word to the extension is said in its place. */
  async choosesInContextMenu(
    entry: 'fill' | 'create' | 'password' | 'code',
    page: Page,
    srcUrl?: string,
  ): Promise<void> {
    type Clicked = { dispatch(info: object, tab: object): void };
    const worker = await this.browser.worker();
    await worker.evaluate(
      async ([menuItemId, pageUrl, source]) => {
        const [tab] = await chrome.tabs.query({ url: pageUrl });
        const clicked = chrome.contextMenus.onClicked as unknown as Clicked;
        const of = source === undefined ? { editable: true } : { mediaType: 'image', srcUrl: source };
        clicked.dispatch({ menuItemId, pageUrl, frameId: 0, ...of }, tab as object);
      },
      [entry, page.url(), srcUrl] as const,
    );
  }

  /** Likewise: keys of the browser. */
  async pressesFillKey(page: Page): Promise<void> {
    type Pressed = { dispatch(command: string, tab: object): void };
    const worker = await this.browser.worker();
    await worker.evaluate(async (url) => {
      const [tab] = await chrome.tabs.query({ url });
      (chrome.commands.onCommand as unknown as Pressed).dispatch('fill-next', tab as object);
    }, page.url());
  }

  /** Gives access to all sites in the welcome page. */
  async allowsSites(): Promise<void> {
    const page = this.#welcome ?? (await this.browser.welcomePage());
    await page.bringToFront();
    await page.getByRole('button', { name: 'Allow on all sites' }).click();
    await expect(page.getByText('Nucleus now helps on every site you visit.')).toBeVisible();
  }

  /**
   * A day later, by the clock of the worker; it was told before never to lock by itself. A page of ours is open, so the
   * worker lives on.
   */
  async letsADayPass(): Promise<void> {
    await this.#ask('changeSettings', { autoLockMinutes: 0 });
    await this.browser.movesClock(24 * 3_600_000);
  }

  async unlocksIn(page: Page): Promise<void> {
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock' }).click();
  }

  /** In the welcome page, which stays open in a tab behind. */
  async locks(): Promise<void> {
    await this.#ask('lock', null);
  }

  /** Identities and their masks, as the list of conversations knows them. */
  async identities(): Promise<{ id: string; name: string; host: string | null }[]> {
    const { items } = (await this.#ask('conversations', { kind: 'site', offset: 0, limit: 200 })) as {
      items: { id: string; name: string; host: string | null }[];
    };
    return items;
  }

  async settings(): Promise<{ unaskedSites: string[] }> {
    return (await this.#ask('settings', null)) as { unaskedSites: string[] };
  }

  async #ask(method: string, request: unknown): Promise<unknown> {
    const page = await this.browser.app();
    const answer = await page.evaluate(
      ([name, body]) => chrome.runtime.sendMessage({ channel: 'page', method: name, request: body }),
      [method, request] as const,
    );
    const { ok, value } = answer as { ok: boolean; value?: unknown };
    if (!ok) throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return value;
  }
}
