// A person in Firefox: through the welcome page, on pages of sites and in what Nucleus draws into them, by mouse and by
// keys, in popup and sidebar.

import type { Page } from 'puppeteer-core';
import { STRINGS } from '#autofill/menu/strings.ts';
import { type PressNote, pressTillHeard } from '../firefox/press.ts';
import { FirefoxView } from '../firefox/view.ts';
import { button, comesWithin, control, type Firefox, labelled, until } from '../harness/firefox.ts';
import { type Drawn, findTab, type Part, readDrawn, readHeeded, readParts } from './drawn.ts';

const PASSPHRASE = 'gravel lantern oboe thursday';

const press = async (page: Page, words: string): Promise<void> => (await control(page, button(words))).click();
const fill = async (page: Page, label: string, value: string): Promise<void> =>
  (await control(page, labelled(label))).fill(value);

/** Said of a press that came before the menu or the bar could be read: a person reads it and presses again. */
export const AGAIN: readonly string[] = [
  STRINGS.hasty,
  STRINGS.moved,
  STRINGS.keepHasty,
  STRINGS.keepMoved,
  STRINGS.beneath,
];
/** @param press @returns (of it) the words that are said then */
const untilRead = (press: () => Promise<readonly string[]>): Promise<unknown> =>
  until(async () => !(await press()).some((said) => AGAIN.includes(said)));

/** @returns the part once two looks in a row find it in one place */
async function restingPart(
  find: () => Promise<Pick<Part, 'box'> | undefined>,
  seenInstead: () => Promise<string>,
): Promise<Pick<Part, 'box'>> {
  let before = '';
  return until(async () => {
    const part = await find();
    const place = JSON.stringify(part?.box);
    const rests = place === before;
    before = place;
    return rests && part;
  }, seenInstead);
}

/** So often is asked for a popup before its keys are pressed again: they would close one that is only just coming. */
const LOOKS_FOR_POPUP = 200;

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
    await press(page, 'Let Nucleus do it');
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
    await untilRead(async () => {
      await until(async () => {
        const { ready, rows, selected } = await this.drawn(page);
        if (!ready || rows.length === 0) return false;
        const first = rows.findIndex(({ title }) => !AGAIN.includes(title));
        if (first >= 0 && selected !== first) await page.keyboard.press(selected < first ? 'ArrowDown' : 'ArrowUp');
        return first >= 0 && selected === first;
      });
      await page.keyboard.press('Enter');
      return this.#titles(page);
    });
    // The password comes after the address.
    await until(() =>
      page.$$eval(`${field}, input[type=password]`, (inputs) =>
        inputs.every((input) => (input as HTMLInputElement).value !== ''),
      ),
    );
  }

  /** What Nucleus has drawn into the page. */
  async drawn(page: Page): Promise<Drawn> {
    const app = this.firefox.welcomePage();
    const tabId = await app.evaluate(findTab, await page.evaluate(() => location.href));
    return (await app.evaluate(readDrawn, { tabId, wishes: [{ ready: true }] })).drawn;
  }

  /** The parts drawn there that a selector names, as `.bar button`. */
  async parts(page: Page, selector: string): Promise<Part[]> {
    const app = this.firefox.welcomePage();
    const tabId = await app.evaluate(findTab, await page.evaluate(() => location.href));
    return app.evaluate(readParts, { tabId, selector });
  }

  /**
   * Until typed log-ins are noticed in the page: the part for that comes with the first focus, in less time than a
   * person takes to type.
   */
  async heedsTyping(page: Page): Promise<void> {
    const app = this.firefox.welcomePage();
    const tabId = await app.evaluate(findTab, await page.evaluate(() => location.href));
    await until(() => app.evaluate(readHeeded, tabId));
  }

  /** Reads the bar that asks, and presses its button that says so, by mouse. */
  async answersBar(page: Page, words: string): Promise<void> {
    await untilRead(async () => {
      await until(async () => (await this.parts(page, '.bar.ready')).length > 0);
      await this.#presses(page, '.bar button', words);
      // While another page comes, the browser does not know the tab by its address.
      return (await this.parts(page, '.bar .note').catch(() => [])).map(({ text }) => text);
    });
  }

  /** Reads the card of an invitation and accepts it in Nucleus. */
  async acceptsInvitation(page: Page): Promise<void> {
    let isPressed = false;
    await until(async () => {
      const [button] = await this.parts(page, '.card.ready .accept');
      // It goes with a press that counts, and is to be read anew after another.
      if (button === undefined) return isPressed && (await this.parts(page, '.card')).length === 0;
      await this.#clicksOn(button);
      isPressed = true;
      return false;
    });
  }

  /** Presses a drawn part that says so, by mouse. */
  async #presses(page: Page, selector: string, words: string): Promise<void> {
    const part = await restingPart(
      async () => (await this.parts(page, selector)).find(({ text }) => text.startsWith(words)),
      async () => `${words} among ${JSON.stringify(await this.parts(page, selector))}`,
    );
    await this.#clicksOn(part);
  }

  async #clicksOn({ box }: Pick<Part, 'box'>): Promise<void> {
    await this.firefox.window.clicks('page', box.x + box.width / 2, box.y + box.height / 2);
  }

  /** A press of the mouse on a part of the page; the focus goes there. */
  async clicks(page: Page, selector: string): Promise<void> {
    await page.bringToFront();
    await pressTillHeard({
      aim: () =>
        page.$eval(selector, (element) => {
          element.scrollIntoView({ block: 'center', behavior: 'instant' });
          const box = element.getBoundingClientRect();
          const notes = globalThis as PressNote;
          notes.hasHeardPress = false;
          notes.listening?.abort();
          notes.listening = new AbortController();
          // A page may make presses of its own at any time: they are none.
          const note = (event: Event): void => {
            notes.hasHeardPress ||= event.isTrusted;
          };
          addEventListener('mousedown', note, { capture: true, signal: notes.listening.signal });
          return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }),
      press: (x, y) => this.firefox.window.clicks('page', x, y),
      // Another page has no note, and one that just goes has no answer.
      isHeard: () => page.evaluate(() => (globalThis as PressNote).hasHeardPress !== false).catch(() => true),
    });
  }

  /** What the browser says of the icon of the page's tab; empty until it has one. */
  async iconOf(page: Page): Promise<string> {
    type Tabs = { tabs: { get(id: number): Promise<{ favIconUrl?: string }> } };
    const app = this.firefox.welcomePage();
    const tabId = await app.evaluate(findTab, await page.evaluate(() => location.href));
    return app.evaluate(
      async (id) => (await (globalThis as unknown as { browser: Tabs }).browser.tabs.get(id)).favIconUrl ?? '',
      tabId,
    );
  }

  /** Chooses in the browser's own menu of a part of the page. */
  async rightClicks(page: Page, selector: string, words: string): Promise<void> {
    await page.bringToFront();
    await page.$eval(selector, (element) => element.scrollIntoView({ block: 'center', behavior: 'instant' }));
    await page.click(selector, { button: 'right' });
    await until(() => this.firefox.window.choosesInMenu(words));
  }

  /** Presses a field, reads the menu that opens, and presses the row that begins so, by mouse. */
  async chooses(page: Page, field: string, title: string | RegExp): Promise<void> {
    await this.clicks(page, field);
    await this.picks(page, title);
  }

  /** Presses a row of the open menu, once a press counts. */
  async picks(page: Page, title: string | RegExp): Promise<void> {
    const isMeant = (row: { title: string }): boolean =>
      !AGAIN.includes(row.title) && (typeof title === 'string' ? row.title.startsWith(title) : title.test(row.title));
    await untilRead(async () => {
      const row = await restingPart(
        async () => {
          const { ready, rows } = await this.drawn(page);
          return ready ? rows.find(isMeant) : undefined;
        },
        async () => `${title} in the menu: ${JSON.stringify(await this.drawn(page))}`,
      );
      await this.#clicksOn(row);
      return this.#titles(page);
    });
  }

  /** None if the page has gone, or goes this moment. */
  async #titles(page: Page): Promise<string[]> {
    const drawn = await this.drawn(page).catch(() => null);
    return drawn?.rows.map(({ title }) => title) ?? [];
  }

  /** Opens the menu of a field by keys, if it does not open by itself, and waits for a row. */
  async walksTo(page: Page, title: string): Promise<void> {
    await until(async () => {
      const { marked, rows } = await this.drawn(page);
      if (marked && rows.length === 0) await this.firefox.window.keys('ArrowDown');
      return rows.some((row) => row.title.startsWith(title));
    });
  }

  /** The popup over the page in front, opened by its keys as a person may do. */
  async opensPopup(): Promise<FirefoxView> {
    const popup = new FirefoxView(this.firefox, 'popup');
    // Keys go to the page first, and are lost in one that just comes.
    await until(async () => {
      await this.firefox.window.keys('Alt+Shift+K');
      return comesWithin(LOOKS_FOR_POPUP, () => popup.isOpen());
    });
    await until(async () => (await popup.text()) !== '');
    return popup;
  }

  get sidebar(): FirefoxView {
    return new FirefoxView(this.firefox, 'sidebar');
  }

  /** What a page of Nucleus asks its worker. */
  async asks(method: string, request: unknown): Promise<unknown> {
    type Runtime = { runtime: { sendMessage(message: object): Promise<{ ok: boolean; value?: unknown }> } };
    const answer = await this.firefox.welcomePage().evaluate(
      (name, body) => {
        const { browser } = globalThis as unknown as { browser: Runtime };
        return browser.runtime.sendMessage({ channel: 'page', method: name, request: body });
      },
      method,
      request,
    );
    if (!answer.ok) throw new Error(`${method}: ${JSON.stringify(answer)}`);
    return answer.value;
  }

  value(page: Page, field: string): Promise<string> {
    return page.$eval(field, (input) => (input as HTMLInputElement).value);
  }

  /** Without a window the system's clipboard takes no pictures, so the paste is said to the page in its place. */
  async pastesPictureInSidebar(source: string): Promise<void> {
    await this.firefox.inView(
      'sidebar',
      (view, address) => {
        const { DataTransfer, File, ClipboardEvent, atob, document } = view as Window & typeof globalThis;
        const bytes = Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (one) => one.charCodeAt(0));
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([bytes], 'image.gif', { type: 'image/gif' }));
        const paste = new ClipboardEvent('paste', { bubbles: true, cancelable: true });
        Object.defineProperty(paste, 'clipboardData', { value: clipboardData });
        document.body.dispatchEvent(paste);
      },
      source,
    );
  }

  async seesIconInSidebar(): Promise<void> {
    await until(async () => (await this.firefox.sidebarIcons()) === 1);
  }

  /** Closes the tab that comes for this site. @returns its address */
  async leavesTabAt(origin: string): Promise<string> {
    type Tabs = {
      browser: {
        tabs: { query(of: object): Promise<{ id: number; url?: string }[]>; remove(id: number): Promise<void> };
      };
    };
    return until(() =>
      this.firefox.welcomePage().evaluate(async (start) => {
        const { tabs } = (globalThis as unknown as Tabs).browser;
        const tab = (await tabs.query({ status: 'complete' })).find(({ url }) => url?.startsWith(start));
        if (tab) await tabs.remove(tab.id);
        return tab?.url;
      }, origin),
    );
  }

  async readsInSidebar(words: RegExp): Promise<string> {
    return until(async () => words.exec(await this.firefox.sidebarText())?.[0]);
  }
}
