// Runs a test module inside real pages of Chromium and of Firefox, for what only a browser has (IndexedDB, WASM limits,
// WebCrypto). The module is written like any other test (`import { describe, expect, it } from 'vitest'`), bundled, and
// served from loopback; each of its tests becomes one test of the calling file for each browser.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import puppeteer from 'puppeteer-core';
import { build } from 'vite';
import { afterAll, describe, it } from 'vitest';
import { ROOT } from '#demo/bootstrap.mjs';
import { chromiumArguments, chromiumPath, firefoxPath, HANGS_MS } from './browsers.ts';
import type { InPage } from './in-page.ts';

const STAND_IN = fileURLToPath(new URL('./in-page.ts', import.meta.url));
const PAGE = '<!doctype html><meta charset="utf-8"><title>tests</title><script type="module" src="/tests.js"></script>';

/** One page of one browser with the bundle loaded. */
type Runner = {
  names: string[];
  run(index: number): Promise<{ message: string; stack: string } | null>;
  close(): Promise<void>;
};
type InPageGlobal = { inPage: InPage };

/**
 * Call it with `await` at the top of a `*.browsers.test.ts` file: `await inBrowsers(new URL('./x.ts',
 * import.meta.url))`.
 */
export async function inBrowsers(
  module: URL,
  browsers: ('chromium' | 'firefox')[] = ['chromium', 'firefox'],
): Promise<void> {
  const bundle = await bundleOf(fileURLToPath(module));
  const server = createServer((request, response) => {
    const isBundle = request.url === '/tests.js';
    response.setHeader('content-type', isBundle ? 'text/javascript' : 'text/html');
    response.end(isBundle ? bundle : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const runners: Runner[] = [];
  afterAll(async () => {
    await Promise.all(runners.map((runner) => runner.close()));
    server.closeAllConnections();
    server.close();
  });
  for (const browser of browsers) {
    const runner = await (browser === 'chromium' ? inChromium(url) : inFirefox(url));
    runners.push(runner);
    describe(browser, () => {
      runner.names.forEach((name, index) => {
        it(name, async () => {
          const failure = await runner.run(index);
          if (failure) throw Object.assign(new Error(failure.message), { stack: failure.stack || failure.message });
        });
      });
    });
  }
}

async function bundleOf(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'vitest-in-page',
        enforce: 'pre',
        resolveId: (source, importer) => (source === 'vitest' && importer !== STAND_IN ? STAND_IN : null),
      },
    ],
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry, formats: ['es'] },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const chunk = [output].flat().flatMap((it) => ('output' in it ? it.output : []))[0];
  if (chunk?.type !== 'chunk') throw new Error(`${entry} did not bundle`);
  return chunk.code;
}

// A page is left alone once its module has run, which is when the load event fires. A module that throws leaves no
// tests.
function named(names: string[], browser: string): string[] {
  if (names.length === 0) throw new Error(`the module registered no test in ${browser}; look at its console`);
  return names;
}

async function inChromium(url: string): Promise<Runner> {
  const executablePath = await chromiumPath();
  const browser = await chromium.launch({ executablePath, args: chromiumArguments(), timeout: HANGS_MS });
  const page = await browser.newPage();
  page.setDefaultTimeout(HANGS_MS);
  page.on('pageerror', (error) => console.error(`chromium: ${error.stack}`));
  await page.goto(url);
  return {
    names: named(await page.evaluate(() => (globalThis as unknown as InPageGlobal).inPage?.names ?? []), 'Chromium'),
    run: (index) => page.evaluate((it) => (globalThis as unknown as InPageGlobal).inPage.run(it), index),
    close: () => browser.close(),
  };
}

async function inFirefox(url: string): Promise<Runner> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: await firefoxPath(),
    headless: true,
    timeout: HANGS_MS,
    // One test of vectors may keep a page busy for long.
    protocolTimeout: 5 * HANGS_MS,
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(HANGS_MS);
  page.on('pageerror', (error) => console.error('firefox:', error));
  await page.goto(url);
  return {
    names: named(await page.evaluate(() => (globalThis as unknown as InPageGlobal).inPage?.names ?? []), 'Firefox'),
    run: (index) => page.evaluate((it) => (globalThis as unknown as InPageGlobal).inPage.run(it), index),
    close: () => browser.close(),
  };
}
