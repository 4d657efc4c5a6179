// Opens a person's own browser with the built extension in a profile of its own below .data. Chromium takes the
// extension from the command line; branded Chrome and Edge stopped doing so (137) and get it over the debugging pipe,
// Firefox over WebDriver BiDi.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { findChrome, findChromium, findFirefox, ROOT } from './bootstrap.mjs';

export type OpenBrowser = {
  name: 'Chromium' | 'Chrome' | 'Firefox';
  /** Resolves when the person closed it. */
  closed: Promise<void>;
  close(): Promise<void>;
};

export const extensionFolder = (browser: 'chrome' | 'firefox'): string => join(ROOT, '.output', `${browser}-mv3`);

export const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/**
 * Null if no browser is found. `url` is shown beside the welcome page that the extension opens in a fresh profile.
 */
export async function openBrowser(profile: string, url: string, only?: 'firefox'): Promise<OpenBrowser | null> {
  const chromium = only ? undefined : await findChromium();
  if (chromium) return openChromium(chromium, profile, url);
  const chrome = only ? undefined : findChrome();
  if (chrome) return openByPuppeteer('Chrome', chrome, profile, url);
  const firefox = findFirefox();
  return firefox ? openByPuppeteer('Firefox', firefox, profile, url) : null;
}

export type DrivenBrowser = OpenBrowser & { browser: Browser; extensionId: string };

export interface DrivenOptions {
  /** Which of several windows, so that they stand side by side. */
  readonly place?: number;
  readonly extension?: string;
  readonly headless?: boolean;
}

/** A Chromium or Chrome whose extension the demonstration may ask; null if there is none. */
export async function openDriven(profile: string, options: DrivenOptions = {}): Promise<DrivenBrowser | null> {
  const program = (await findChromium()) ?? findChrome();
  if (!program) return null;
  const { place = 0, extension = extensionFolder('chrome'), headless = false } = options;
  const browser = await puppeteer.launch({
    ...chromeOptions(program, profile, headless),
    enableExtensions: true,
    args: [
      '--no-first-run',
      '--no-default-browser-check',
      `--window-position=${place * WINDOW.width},0`,
      `--window-size=${WINDOW.width},${WINDOW.height}`,
      ...sandbox(),
    ],
  });
  const extensionId = await browser.installExtension(extension);
  return { name: 'Chromium', browser, extensionId, ...endingOf(browser) };
}

/** Two of them stand on a usual screen, each with a page and the side panel beside it. */
const WINDOW = { width: 900, height: 820 };

const chromeOptions = (program: string, profile: string, headless: boolean) => ({
  executablePath: program,
  headless,
  userDataDir: profile,
  defaultViewport: null,
  handleSIGINT: false,
  handleSIGTERM: false,
  handleSIGHUP: false,
  browser: 'chrome' as const,
  pipe: true,
  ignoreDefaultArgs: ['--enable-automation'],
});

const endingOf = (browser: Browser): Pick<OpenBrowser, 'closed' | 'close'> => ({
  closed: new Promise<void>((resolve) => browser.once('disconnected', () => resolve())),
  close: () => browser.close(),
});

const sandbox = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : []);

function openChromium(program: string, profile: string, url: string): OpenBrowser {
  const child = spawn(
    program,
    [
      `--user-data-dir=${profile}`,
      `--load-extension=${extensionFolder('chrome')}`,
      '--no-first-run',
      '--no-default-browser-check',
      ...sandbox(),
      url,
    ],
    { stdio: 'ignore' },
  );
  const closed = new Promise<void>((resolve) => {
    child.on('error', () => resolve());
    child.on('exit', () => resolve());
  });
  return {
    name: 'Chromium',
    closed,
    close() {
      child.kill('SIGTERM');
      return closed;
    },
  };
}

async function openByPuppeteer(
  name: 'Chrome' | 'Firefox',
  program: string,
  profile: string,
  url: string,
): Promise<OpenBrowser> {
  const fresh = !existsSync(profile);
  const common = chromeOptions(program, profile, false);
  const browser = await puppeteer.launch(
    name === 'Chrome'
      ? {
          ...common,
          enableExtensions: [extensionFolder('chrome')],
          args: ['--no-default-browser-check', ...sandbox()],
        }
      : {
          ...common,
          browser: 'firefox' as const,
          pipe: false,
          ignoreDefaultArgs: false,
          extraPrefsFirefox: {
            // A temporary add-on is removed when Firefox ends; with these its data waits for the next start.
            'extensions.webextensions.keepStorageOnUninstall': true,
            'extensions.webextensions.keepUuidOnUninstall': true,
          },
        },
  );
  if (name === 'Firefox') await browser.installExtension(extensionFolder('firefox'));
  const [first] = await browser.pages();
  const page = fresh && first ? first : await browser.newPage();
  await page.goto(url).catch(() => {});
  return { name, ...endingOf(browser) };
}
