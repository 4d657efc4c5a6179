// The built extension in a real Chromium: launch on a fresh or a given profile, its pages, the real side panel and
// popup, the worker and its death, the restart. Stories take `test` from here; anything else calls `launchChromium`. A
// Playwright client never hears of a side panel or popup that opens, and its handle of a worker dies with the worker; a
// client that connects afterwards sees both, in about 60 ms.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page, type Worker } from '@playwright/test';
import { chromiumArguments, chromiumPath, extensionFolder, HANGS_MS } from './browsers.ts';
import type { Screen } from './screen.ts';

export type LaunchOptions = {
  /** A profile folder to keep; without it a fresh one is made, and removed by `close`. */
  profile?: string;
  extension?: string;
  /** A visible window, for looking on. */
  headed?: boolean;
  /**
   * A visible window on a screen of its own, as a person has it: it does not know that it is driven, which would change
   * its questions and offers.
   */
  screen?: Screen;
  colorScheme?: 'light' | 'dark';
  locale?: string;
  /**
   * What the person answers when the extension asks for access to all sites; `later`, the default, leaves the question
   * open.
   */
  siteAccess?: 'yes' | 'later';
  /** Whose it is, for the evidence of a story that fails. */
  name?: string;
  /** Of the browser's command line, beside those that keep it quiet. */
  arguments?: readonly string[];
};

/** One running browser with the extension in it: one person. */
export class Chromium {
  readonly profile: string;
  readonly extensionId: string;
  readonly #options: LaunchOptions;
  #context: BrowserContext;
  #workerClient: Browser | null = null;
  /** Side panels and popups, each with the client that sees it. */
  readonly #views = new Map<Page, Browser>();

  constructor(context: BrowserContext, profile: string, extensionId: string, options: LaunchOptions) {
    this.#context = context;
    this.profile = profile;
    this.extensionId = extensionId;
    this.#options = options;
  }

  /** Playwright's own handle; another one after a restart. */
  get context(): BrowserContext {
    return this.#context;
  }

  get name(): string {
    return this.#options.name ?? 'somebody';
  }

  /** All that this person sees: tabs, side panels and popups. */
  pages(): Page[] {
    return [...this.#context.pages(), ...this.#views.keys()];
  }

  /** Address of a page of the extension, for example `url('popup.html')`. */
  url(path: string): string {
    return `chrome-extension://${this.extensionId}/${path}`;
  }

  /** Opens a page of the extension in a tab. */
  async open(path: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(this.url(path));
    return page;
  }

  /** The page that the extension itself opens after it is installed. */
  async welcomePage(): Promise<Page> {
    const isIt = (page: Page) => page.url().startsWith(this.url('welcome.html'));
    const page = this.context.pages().find(isIt) ?? (await this.context.waitForEvent('page', { predicate: isIt }));
    await page.waitForLoadState();
    return page;
  }

  /**
   * A page of the extension in a tab behind, from which its worker can be asked: one that is there already, if there is
   * one.
   */
  async app(): Promise<Page> {
    return this.#context.pages().find((page) => page.url().startsWith(this.url(''))) ?? this.open('options.html');
  }

  /**
   * The real side panel of the window. Chromium opens it in answer to a person's gesture only, which the debugging
   * protocol lends a page.
   */
  async openSidePanel(): Promise<Page> {
    const page = await this.app();
    // By the protocol alone: on a busy machine the driver's own evaluate in a tab behind another was seen never to
    // answer.
    const session = await this.#context.newCDPSession(page);
    const { result } = await session.send('Runtime.evaluate', {
      expression: 'chrome.windows.getCurrent().then(({ id }) => id)',
      awaitPromise: true,
      returnByValue: true,
    });
    const expression = `void chrome.sidePanel.open({ windowId: ${result.value} })`;
    const panel = await this.#view('sidepanel.html', () =>
      session.send('Runtime.evaluate', { expression, userGesture: true }),
    );
    await session.detach();
    return panel;
  }

  /** The real popup, over the tab that is in front; it closes when something else is clicked, as popups do. */
  async openPopup(): Promise<Page> {
    // One that is still there (a driven press beside it does not always take it away) keeps another from opening.
    for (const view of this.#views.keys())
      if (view.url().startsWith(this.url('popup.html')) && !view.isClosed())
        await Promise.all([view.waitForEvent('close'), view.close()]);
    const worker = await this.worker();
    return this.#view('popup.html', () => worker.evaluate(() => chrome.action.openPopup()));
  }

  /** The side panel (or the window in its stead) or popup that an act of the person brings. */
  appears(view: 'sidepanel.html' | 'popup.html', act: () => Promise<unknown>): Promise<Page> {
    return this.#view(view, act);
  }

  /** The background worker, started when it is not running. A handle is good until the worker dies. */
  async worker(): Promise<Worker> {
    await this.#workerBecomes('running', 'ServiceWorker.startWorker', { scopeURL: this.url('') });
    this.#workerClient ??= await this.#connect();
    const worker = this.#workerClient
      .contexts()[0]
      ?.serviceWorkers()
      .find((it) => it.url().startsWith(this.url('')));
    if (!worker) throw new Error('the worker runs, but the browser does not show it');
    return worker;
  }

  /** Moves the worker's clock on, for as long as this life of it lasts. */
  async movesClock(byMs: number): Promise<void> {
    const worker = await this.worker();
    await worker.evaluate((by) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + by;
    }, byMs);
  }

  /** Ends the background worker the way the browser does: at once, with no last word. Resolves when it has stopped. */
  async killWorker(): Promise<void> {
    await this.#workerBecomes('stopped', 'ServiceWorker.stopAllWorkers');
    const client = this.#workerClient;
    this.#workerClient = null;
    await client?.close();
  }

  /** Closes the browser and starts it again on the same profile. Every page and worker of before is gone. */
  async restart(): Promise<void> {
    await this.quit();
    this.#context = (await launchContext(this.profile, this.#options)).context;
  }

  /** Ends the browser. Its profile stays. */
  async quit(): Promise<void> {
    await this.#context.close();
    const clients = [...this.#views.values(), ...(this.#workerClient ? [this.#workerClient] : [])];
    this.#views.clear();
    this.#workerClient = null;
    await Promise.all(clients.map((client) => client.close()));
  }

  /** Ends the browser; a profile made for it is removed. */
  async close(): Promise<void> {
    await this.quit();
    if (!this.#options.profile) await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** A second client of this browser, which sees everything that is there when it connects. */
  async #connect(): Promise<Browser> {
    const [port, path] = (await readFile(join(this.profile, 'DevToolsActivePort'), 'utf8')).split('\n');
    const options = { noDefaults: true, isLocal: true, timeout: HANGS_MS };
    const client = await chromium.connectOverCDP(`ws://127.0.0.1:${port}${path}`, options);
    for (const context of client.contexts()) context.setDefaultTimeout(HANGS_MS);
    return client;
  }

  /** Does what makes a view of the extension appear outside the tabs, and returns it. */
  async #view(path: string, appear: () => Promise<unknown>): Promise<Page> {
    const browser = this.context.browser();
    if (!browser) throw new Error('the browser is closed');
    const session = await browser.newBrowserCDPSession();
    const known = new Set((await session.send('Target.getTargets')).targetInfos.map(({ targetId }) => targetId));
    const shown = new Promise<string>((resolve) => {
      const look = ({
        targetInfo: { targetId, type, url },
      }: {
        targetInfo: { targetId: string; type: string; url: string };
      }) => {
        if (!known.has(targetId) && type === 'page' && url.startsWith(this.url(path))) resolve(targetId);
      };
      session.on('Target.targetCreated', look);
      session.on('Target.targetInfoChanged', look);
    });
    await session.send('Target.setDiscoverTargets', { discover: true });
    await appear();
    const targetId = await shown;
    await session.detach();
    const client = await this.#connect();
    let page: Page | undefined;
    for (const candidate of client.contexts()[0]?.pages() ?? []) {
      if (!candidate.url().startsWith(this.url(path))) continue;
      const asking = await candidate.context().newCDPSession(candidate);
      if ((await asking.send('Target.getTargetInfo')).targetInfo.targetId === targetId) page = candidate;
      await asking.detach();
    }
    if (!page) throw new Error(`${path} was opened, but the browser does not show it`);
    const view = page;
    this.#views.set(view, client);
    view.on('close', () => {
      // Each client hears of everything that happens in the browser: an unused one is work for nothing.
      if (this.#views.delete(view)) void client.close();
    });
    if (this.#options.colorScheme) await view.emulateMedia({ colorScheme: this.#options.colorScheme });
    await view.waitForLoadState();
    return view;
  }

  async #workerBecomes(
    status: 'running' | 'stopped',
    ...command: ['ServiceWorker.stopAllWorkers'] | ['ServiceWorker.startWorker', { scopeURL: string }]
  ): Promise<void> {
    const page = this.context.pages()[0] ?? (await this.context.newPage());
    const session = await this.context.newCDPSession(page);
    const reached = new Promise<void>((resolve) => {
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        if (versions.some((it) => it.scriptURL.startsWith(this.url('')) && it.runningStatus === status)) resolve();
      });
    });
    // Enabling announces every worker as it is now.
    await session.send('ServiceWorker.enable');
    if (command[0] === 'ServiceWorker.startWorker') await session.send(command[0], command[1]);
    else await session.send(command[0]);
    await reached;
    await session.detach();
  }
}

export async function launchChromium(options: LaunchOptions = {}): Promise<Chromium> {
  const profile = options.profile ?? (await mkdtemp(join(tmpdir(), 'nucleus-chromium-')));
  const { context, extensionId } = await launchContext(profile, options);
  if (options.siteAccess === 'yes') await approveSiteAccess(context, extensionId);
  return new Chromium(context, profile, extensionId, options);
}

// The browser's own question cannot be clicked in a headless window. Access that was once approved is given without
// asking, and the page of extensions can approve it beforehand; the extension still has to ask, and has nothing until
// it does.
async function approveSiteAccess(context: BrowserContext, extensionId: string): Promise<void> {
  type DeveloperPrivate = { addHostPermission(extensionId: string, host: string): Promise<void> };
  const page = await context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate((id) => {
    const { developerPrivate } = chrome as unknown as { developerPrivate: DeveloperPrivate };
    return developerPrivate.addHostPermission(id, '*://*/*');
  }, extensionId);
  await page.close();
}

async function launchContext(
  profile: string,
  options: LaunchOptions,
): Promise<{ context: BrowserContext; extensionId: string }> {
  const extension = options.extension ?? extensionFolder('chrome');
  const { screen } = options;
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await chromiumPath(),
    headless: false,
    timeout: HANGS_MS,
    ignoreDefaultArgs: ['--disable-extensions', ...(screen ? ['--enable-automation'] : [])],
    ...(screen ? { viewport: null, env: { ...process.env, DISPLAY: screen.display } } : {}),
    args: [
      ...(screen ? ['--window-position=0,0', '--window-size=1280,900'] : options.headed ? [] : ['--headless=new']),
      '--remote-debugging-port=0',
      `--load-extension=${extension}`,
      `--disable-extensions-except=${extension}`,
      ...chromiumArguments(),
      ...(options.arguments ?? []),
    ],
    ...(options.colorScheme ? { colorScheme: options.colorScheme } : {}),
    ...(options.locale ? { locale: options.locale } : {}),
  });
  context.setDefaultTimeout(HANGS_MS);
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  return { context, extensionId: new URL(worker.url()).host };
}
