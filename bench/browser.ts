// A browser to measure in: the built extension on services of its own, with a launcher page beside it that opens popup
// and side panel and hears when they have painted (in-page/marks.js). The launcher holds no line to the worker, so a
// worker that was killed stays dead until the page that is measured wakes it.
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { build } from 'vite';
import { ROOT } from '#demo/bootstrap.mjs';
import { type Chromium, type LaunchOptions, launchChromium } from '#e2e/harness/chromium.ts';
import { buildTown, type Town } from '#e2e/people/town-building.ts';
import type { CallAnswer, MethodAnswer, MethodRequest } from '#rpc/call/contract.ts';
import type { PageContract } from '#rpc/page/contract.ts';
import type { Limits } from '#services/process/config.ts';

export const PASSPHRASE = 'gravel lantern oboe thursday';
/** An order waits ten minutes at most. */
const ORDER_DUE_MS = 11 * 60_000;
const LAUNCHER = '<!doctype html><meta charset="utf-8"><title>launcher</title><link rel="icon" href="data:,"><body>';

/** When a page was asked for, began and had painted what a person came for. Milliseconds. */
export interface Painted {
  /** From the navigation of the page to the paint. */
  readonly sinceNavigation: number;
  /** From the call that opens it to the paint: the browser's own making of a window is in it. */
  readonly sinceAsked: number;
  /** First paint of anything, from the navigation. */
  readonly first: number;
}

export type View = 'popup' | 'panel' | 'tab';

/** @param withTokens whether its services want a token for each message, as they do for people */
export async function buildPlace(limits: Partial<Limits> = {}, withTokens = true): Promise<Town> {
  const town = await buildTown('chrome', limits);
  for (const house of withTokens ? [] : [town.main, town.second]) await house.changes({ tokenIssuers: [] });
  const inExtension = (name: string) => join(town.extension, name);
  await copyFile(new URL('./in-page/marks.js', import.meta.url), inExtension('marks.js'));
  await writeFile(inExtension('launcher.html'), LAUNCHER);
  for (const page of ['sidepanel.html', 'popup.html']) {
    const html = await readFile(inExtension(page), 'utf8');
    await writeFile(inExtension(page), html.replace('<head>', '<head><script src="/marks.js"></script>'));
  }
  const clock = await readFile(new URL('./in-page/clock.js', import.meta.url), 'utf8');
  const worker = await readFile(inExtension('background.js'), 'utf8');
  await writeFile(inExtension('background.js'), `${clock}${worker}`);
  return town;
}

export class Measured {
  readonly chromium: Chromium;
  launcher: Page;
  #stockedUp = 0;
  #app: Page | null = null;

  private constructor(chromium: Chromium, launcher: Page) {
    this.chromium = chromium;
    this.launcher = launcher;
  }

  /** With a vault set up and its services reached. */
  static async start(town: Town, options: LaunchOptions = {}): Promise<Measured> {
    const chromium = await launchChromium({ extension: town.extension, ...options });
    const measured = new Measured(chromium, await chromium.open('launcher.html'));
    const state = await measured.ask('vault', null);
    const fresh = state.state === 'new';
    if (fresh) {
      await measured.ask('setUp', { passphrase: PASSPHRASE });
      await measured.ask('confirmRecovery', null);
    } else if (state.state === 'locked') await measured.ask('unlock', { passphrase: PASSPHRASE });
    for (let answered = 0; fresh && answered < 2; ) {
      const { services } = await measured.ask('connection', null);
      answered = services.filter(({ answeredAt }) => answeredAt !== null).length;
    }
    await measured.quiet();
    return measured;
  }

  /** One question to the worker, from a page of the extension in a tab behind. */
  async ask<M extends keyof PageContract>(
    method: M,
    request: MethodRequest<PageContract[M]>,
  ): Promise<MethodAnswer<PageContract[M]>> {
    this.#app ??= await this.chromium.open('options.html');
    const answer = (await this.#app.evaluate(
      ([name, body]) => chrome.runtime.sendMessage({ channel: 'page', method: name, request: body }),
      [method, request] as const,
    )) as CallAnswer & Record<string, unknown>;
    if (!answer.ok) throw new Error(`${method}: ${answer.blame} ${answer.code}`);
    return answer.value as MethodAnswer<PageContract[M]>;
  }

  /** Closes whatever of the extension is open but the launcher. */
  async quiet(): Promise<void> {
    this.#app = null;
    for (const page of this.chromium.context.pages())
      if (page !== this.launcher && page.url().startsWith(this.chromium.url(''))) await page.close();
  }

  /**
   * Has tokens ordered that would be due in some minutes: a bench sends more than a person does, and must not run dry.
   * The stock is as large as a person's.
   */
  async stocksUp(): Promise<void> {
    // Later each time: the next order is due some minutes after this one.
    const by = ++this.#stockedUp * ORDER_DUE_MS;
    const clockMoves = (byMs: number) =>
      this.launcher.evaluate((ms) => {
        const line = new BroadcastChannel('bench-clock');
        const moved = new Promise((resolve) => line.addEventListener('message', resolve, { once: true }));
        line.postMessage(ms);
        return moved.then(() => line.close());
      }, byMs);
    // A vault that nobody used for so long would be locked.
    await this.ask('changeSettings', { autoLockMinutes: 0 });
    await clockMoves(by);
    // The second comes after the orders of the first.
    for (let times = 0; times < 2; times++) await this.ask('checkNow', null);
    await clockMoves(0);
    await this.quiet();
  }

  /** Runs a function of a module of `in-page/` in the launcher, which is a page of the extension. */
  async run(module: string, name: string, argument: unknown): Promise<unknown> {
    const code = await bundle(module);
    return this.launcher.evaluate(`(async () => { ${code}; return bench.${name}(${JSON.stringify(argument)}); })()`);
  }

  /** Opens a view, waits until it has painted, and closes it. */
  async paint(view: View): Promise<Painted> {
    const { url } = this.chromium;
    const told = await this.launcher.evaluate(
      async ([how, tabUrl]) => {
        const line = new BroadcastChannel('bench');
        const told = new Promise<{ openedAt: number; painted: number; first: number }>((resolve) => {
          line.onmessage = ({ data }) => resolve(data);
        });
        const { id: windowId = 0 } = await chrome.windows.getCurrent();
        const askedAt = Date.now();
        if (how === 'panel') await chrome.sidePanel.open({ windowId });
        else if (how === 'popup') await chrome.action.openPopup({ windowId });
        else await chrome.tabs.create({ url: tabUrl });
        const { openedAt, painted, first } = await told;
        line.postMessage('close');
        line.close();
        return { sinceNavigation: painted, sinceAsked: openedAt + painted - askedAt, first };
      },
      [view, url.call(this.chromium, 'sidepanel.html')] as const,
    );
    await this.#closed(view);
    return told;
  }

  /** Waits until the view is gone. */
  async #closed(view: View): Promise<void> {
    const type = view === 'panel' ? 'SIDE_PANEL' : view === 'popup' ? 'POPUP' : 'TAB';
    await this.launcher.evaluate(async (kind) => {
      for (;;) {
        const open = await chrome.runtime.getContexts({});
        if (
          !open.some(({ contextType, documentUrl }) => contextType === kind && !documentUrl?.endsWith('launcher.html'))
        )
          return;
      }
    }, type);
  }

  /** Has a fresh worker leave the glimpse of the vault as it is, as every worker does that lives for a second. */
  async leavesGlimpse(): Promise<void> {
    await this.launcher.evaluate(() => chrome.storage.session.remove('glimpse'));
    await this.ask('vault', null);
    await this.launcher.evaluate(async () => {
      while ((await chrome.storage.session.get('glimpse')).glimpse === undefined);
    });
    await this.quiet();
  }

  async kill(): Promise<void> {
    await this.chromium.killWorker();
  }

  /** Ends the browser and starts it again on the same profile, its vault locked. */
  async restart(): Promise<void> {
    this.#app = null;
    await this.chromium.restart();
    this.launcher = await this.chromium.open('launcher.html');
  }

  close(): Promise<void> {
    return this.chromium.close();
  }
}

const bundles = new Map<string, Promise<string>>();

/** A module of `in-page/` as one script that leaves its exports in `bench`. */
export function bundle(module: string): Promise<string> {
  let made = bundles.get(module);
  if (made === undefined) {
    made = bundleOf(fileURLToPath(new URL(`./in-page/${module}.ts`, import.meta.url)));
    bundles.set(module, made);
  }
  return made;
}

async function bundleOf(entry: string): Promise<string> {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: false,
      target: 'es2023',
      lib: { entry, formats: ['iife'], name: 'bench' },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const chunk = [output].flat().flatMap((it) => ('output' in it ? it.output : []))[0];
  if (chunk?.type !== 'chunk') throw new Error(`${entry} did not bundle`);
  return chunk.code;
}
