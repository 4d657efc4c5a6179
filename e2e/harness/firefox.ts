// The built extension in a real, ordinary Firefox, headless, driven over WebDriver BiDi by puppeteer-core, since
// Playwright's Firefox cannot load extensions. No client may navigate to a moz-extension: address, so the extension
// opens its own pages; their `url()` stays about:blank in puppeteer, so pages are told apart by asking them; popup and
// sidebar are no tabs, and are read through a page of the extension (`inView`) and used in the window (`window`).

import puppeteer, { type Browser, type Locator, type Page } from 'puppeteer-core';
import { FirefoxWindow, type FrameName } from '../firefox/window.ts';
import { extensionFolder, firefoxPath, HANGS_MS } from './browsers.ts';

// Between two looks at something that Firefox does not announce.
const LOOK_EVERY_MS = 50;
/** So often is something looked for before it is given up, however long that takes. */
const LOOKS = HANGS_MS / LOOK_EVERY_MS / 4;
/** So often is a tab looked for before the driver is told of it in Firefox's place. */
const LOOKS_UNTOLD = 40;

/** The driver's own line, which puppeteer-core has no type for. */
interface Line {
  send(method: 'browsingContext.getTree', params: { maxDepth: 0 }): Promise<{ result: { contexts: Tab[] } }>;
  emit(event: 'browsingContext.contextCreated', tab: Tab): void;
}
interface Tab {
  readonly context: string;
}

/** What a page of the extension offers to the functions evaluated in it. */
type ExtensionPage = {
  browser: {
    runtime: { getURL(path: string): string };
    tabs: { create(options: { url: string }): Promise<unknown> };
    sidebarAction: { open(): Promise<void> };
  };
};

export class Firefox {
  readonly browser: Browser;
  readonly window: FirefoxWindow;
  readonly #welcome: Page;

  constructor(browser: Browser, welcome: Page) {
    this.browser = browser;
    this.window = new FirefoxWindow(browser);
    this.#welcome = welcome;
  }

  /** The page that the extension itself opens after it is installed. */
  welcomePage(): Page {
    return this.#welcome;
  }

  /** Has the extension open one of its pages in a tab. Opened at a place of it, the driver would lose the tab. */
  async open(path: string): Promise<Page> {
    const [file = '', place] = path.split('#');
    const known = await tabsOf(this.browser);
    await this.#welcome.evaluate(async (target) => {
      const { browser } = globalThis as unknown as ExtensionPage;
      await browser.tabs.create({ url: browser.runtime.getURL(target) });
    }, file);
    const page = await pageAt(this.browser, file, known);
    if (place !== undefined) await page.evaluate((hash) => location.replace(`#${hash}`), place);
    return page;
  }

  /** A tab with a web page. */
  async visit(url: string): Promise<Page> {
    const page = await this.browser.newPage();
    page.setDefaultTimeout(HANGS_MS);
    await page.goto(url);
    return page;
  }

  /** Opens the real sidebar, by a click on a page of the extension: Firefox wants a gesture. */
  async openSidebar(): Promise<void> {
    const page = await this.open('popup.html');
    await page.evaluate(() => {
      const { browser } = globalThis as unknown as ExtensionPage;
      document.addEventListener('click', () => void browser.sidebarAction.open(), { capture: true });
    });
    // Firefox takes no press on a page that it has only just drawn, so it is made again until it counts.
    await until(async () => {
      const isOpen = await this.inView('sidebar', (view) => view.document.readyState === 'complete');
      if (isOpen === null) await page.mouse.click(1, 1);
      return isOpen;
    });
    await page.close();
  }

  /**
   * The function runs in the welcome page, which shares its process with popup and sidebar; it may use nothing from
   * here. Null: that one is not open.
   */
  inView<T, Given extends readonly unknown[]>(
    name: Exclude<FrameName, 'page'>,
    look: (view: Window, ...given: Given) => T,
    ...given: Given
  ): Promise<T | null> {
    const rest = given.map((one) => `, ${JSON.stringify(one)}`).join('');
    return this.#welcome.evaluate(
      `(() => { const [view] = browser.extension.getViews({ type: '${name}' }); return view ? (${look})(view${rest}) : null; })()`,
    ) as Promise<T | null>;
  }

  /** What a person reads in the open sidebar. */
  async sidebarText(): Promise<string> {
    return (await this.inView('sidebar', (view) => view.document.body.innerText)) ?? '';
  }

  /** How many pictures of sites are drawn there. */
  async sidebarIcons(): Promise<number> {
    const drawn = await this.inView(
      'sidebar',
      (view) =>
        [...view.document.querySelectorAll<HTMLImageElement>('.corner img')].filter(
          ({ complete, naturalWidth }) => complete && naturalWidth > 0,
        ).length,
    );
    return drawn ?? 0;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/**
 * A control of a page of the extension, once it is there and can be used. The driver's own look at that waits for a
 * function of its own making, which the policy of such pages forbids in Firefox 140.
 */
export async function control(page: Page, selector: string): Promise<Locator<Element>> {
  await page.waitForSelector(selector);
  await until(() => page.$eval(selector, (element) => !element.hasAttribute('disabled')));
  return page.locator(selector).setWaitForEnabled(false) as Locator<Element>;
}

/** The button that begins with these words. */
export const button = (words: string): string => `::-p-xpath(//button[starts-with(normalize-space(.), "${words}")])`;

/** The field that a label names. */
export const labelled = (words: string): string =>
  `::-p-xpath(//*[@id = //label[starts-with(normalize-space(.), "${words}")]/@for])`;

/**
 * Resolves with the first answer that is neither false nor nothing.
 * @param seenInstead asked once it was in vain
 * @throws Error with the look itself or with what was seen instead, when it was in vain for long and often
 */
export async function until<T>(
  look: () => Promise<T | false | null | undefined>,
  seenInstead: () => Promise<string> | string = () => String(look),
): Promise<T> {
  const since = performance.now();
  for (let looks = 0; ; looks++) {
    const seen = await look();
    if (seen) return seen;
    if (looks > LOOKS && performance.now() - since > HANGS_MS)
      throw new Error(`it does not come: ${await seenInstead()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** @returns whether it came within so many looks, after which a person would try again */
export async function comesWithin(looks: number, look: () => Promise<boolean>): Promise<boolean> {
  for (let at = 0; at < looks; at++) {
    if (await look()) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return false;
}

const lineOf = (browser: Browser): Line => (browser as unknown as { connection: Line }).connection;

async function tabsOf(browser: Browser): Promise<Tab[]> {
  return (await lineOf(browser).send('browsingContext.getTree', { maxDepth: 0 })).result.contexts;
}

const contextOf = (page: Page): string => (page.mainFrame() as unknown as { _id: string })._id;

/**
 * The page of the extension in a tab that is new. Firefox 140 to 153 tells of a tab while it moves to the process of
 * extensions, and now and then leaves that out, so the tree of tabs is asked, too.
 */
function pageAt(browser: Browser, path: string, known: readonly Tab[]): Promise<Page> {
  const isKnown = (context: string): boolean => known.some((tab) => tab.context === context);
  let looks = 0;
  return until(async () => {
    const pages = await browser.pages();
    if (++looks % LOOKS_UNTOLD === 0) {
      const told = new Set(pages.map(contextOf));
      for (const tab of await tabsOf(browser))
        if (!told.has(tab.context)) lineOf(browser).emit('browsingContext.contextCreated', tab);
    }
    for (const page of pages) {
      if (isKnown(contextOf(page))) continue;
      // A page is asked in the middle of its own navigation, and then cannot answer.
      const at = await page
        .evaluate(() => `${location.protocol}${location.pathname} ${document.readyState}`)
        .catch(() => '');
      if (at !== `moz-extension:/${path} complete`) continue;
      page.setDefaultTimeout(HANGS_MS);
      return page;
    }
    return null;
  });
}

export type FirefoxOptions = {
  extension?: string;
  headed?: boolean;
  /** The background page is ended after this long without work; Firefox's own value is 30 s. */
  backgroundIdleMs?: number;
  preferences?: Record<string, unknown>;
  arguments?: readonly string[];
  /** What a person has in it stays there for the next start. */
  profile?: string;
  /** The browser's own window can be used, too. */
  window?: boolean;
};

/** Firefox with the extension installed for this session, its welcome page open. */
export async function launchFirefox(options: FirefoxOptions = {}): Promise<Firefox> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: await firefoxPath(),
    headless: !options.headed,
    timeout: HANGS_MS,
    protocolTimeout: HANGS_MS,
    args: [...(options.arguments ?? []), ...(options.window ? ['-remote-allow-system-access'] : [])],
    ...(options.profile === undefined ? {} : { userDataDir: options.profile }),
    extraPrefsFirefox: {
      // Access to sites is given when the extension asks for it: the question is part of the browser's window, which no
      // client can click.
      'extensions.webextOptionalPermissionPrompts': false,
      ...(options.backgroundIdleMs === undefined
        ? {}
        : { 'extensions.background.idle.timeout': options.backgroundIdleMs }),
      ...options.preferences,
    },
  });
  const known = await tabsOf(browser);
  await browser.installExtension(options.extension ?? extensionFolder('firefox'));
  return new Firefox(browser, await pageAt(browser, 'welcome.html', known));
}
