// Opens a person's own browser with the built extension in a profile of its own below .data. Chromium takes the extension from the
// command line; branded Chrome and Edge stopped doing so (137) and get it over the debugging pipe, Firefox over WebDriver BiDi.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
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

/** Null where no browser is found. `url` is shown beside the welcome page that the extension opens in a fresh profile. */
export async function openBrowser(profile: string, url: string, only?: 'firefox'): Promise<OpenBrowser | null> {
  const chromium = only ? undefined : await findChromium();
  if (chromium) return openChromium(chromium, profile, url);
  const chrome = only ? undefined : findChrome();
  if (chrome) return openByPuppeteer('Chrome', chrome, profile, url);
  const firefox = findFirefox();
  return firefox ? openByPuppeteer('Firefox', firefox, profile, url) : null;
}

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
  const browser = await puppeteer.launch({
    executablePath: program,
    headless: false,
    userDataDir: profile,
    defaultViewport: null,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    ...(name === 'Chrome'
      ? {
          browser: 'chrome' as const,
          pipe: true,
          enableExtensions: [extensionFolder('chrome')],
          ignoreDefaultArgs: ['--enable-automation'],
          args: ['--no-default-browser-check', ...sandbox()],
        }
      : {
          browser: 'firefox' as const,
          extraPrefsFirefox: {
            // A temporary add-on is removed when Firefox ends; with these its data waits for the next start.
            'extensions.webextensions.keepStorageOnUninstall': true,
            'extensions.webextensions.keepUuidOnUninstall': true,
          },
        }),
  });
  if (name === 'Firefox') await browser.installExtension(extensionFolder('firefox'));
  const [first] = await browser.pages();
  const page = fresh && first ? first : await browser.newPage();
  await page.goto(url).catch(() => {});
  return {
    name,
    closed: new Promise<void>((resolve) => browser.once('disconnected', () => resolve())),
    close: () => browser.close(),
  };
}
