// Where tricks are played: a browser with the built extension, set up and allowed on all sites, and tabs in it that take one trick after
// another. What Nucleus draws is read through the extension's own right (its scripts may enter closed roots); all input is the browser's.

import type { Page as ChromiumPage } from '@playwright/test';
import type { Page as FirefoxPage } from 'puppeteer-core';
import { type Chromium, launchChromium } from '../harness/chromium.ts';
import { type Firefox, launchFirefox } from '../harness/firefox.ts';
import { FirefoxVisitor } from '../people/site-firefox.ts';
import { Visitor } from '../people/site-visitor.ts';
import type { Town } from '../people/town-building.ts';

type Box = { x: number; y: number; width: number; height: number };

/** What is drawn into a page, boxes by the tab's window. */
export interface Drawn {
  /** Whether a choice would count. */
  ready: boolean;
  rows: { title: string; box: Box }[];
  /** Each drawn part's looks as they are computed; the same on every page, whatever its style. */
  looks: string[];
}

/** A tab as both drivers have it. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  evaluate<T>(work: () => T | Promise<T>): Promise<T>;
  /** Resolves when the page has handled it. */
  click(x: number, y: number): Promise<void>;
  key(name: 'ArrowDown' | 'Enter' | 'Escape' | 'Tab'): Promise<void>;
  drawn(): Promise<Drawn | null>;
  /** Takes the browser's own word on visibility away from the extension's script. */
  blind(): Promise<void>;
}

export interface Lane {
  tabs: Tab[];
  close(): Promise<void>;
}

type Scripting = {
  scripting: {
    executeScript(what: {
      target: { tabId: number; allFrames: boolean };
      func: () => unknown;
    }): Promise<{ frameId: number; result?: unknown }[]>;
  };
  tabs: { query(what: object): Promise<{ id: number; url?: string }[]> };
};
type ScriptWorld = {
  browser?: Scripting;
  chrome?: Scripting & { dom?: { openOrClosedShadowRoot(host: Element): ShadowRoot | null } };
};

/** Runs in a page of the extension. */
async function findTab(url: string): Promise<number> {
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  const open = (await (browser ?? chrome)?.tabs.query({})) ?? [];
  return open.find((tab) => tab.url === url)?.id ?? -1;
}

/** Runs in a page of the extension. */
async function readDrawn(tabId: number): Promise<Drawn | null> {
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  const results = await (browser ?? chrome)?.scripting.executeScript({
    target: { tabId, allFrames: true },
    func: () => {
      const world = globalThis as unknown as ScriptWorld;
      type Host = HTMLElement & { openOrClosedShadowRoot?: ShadowRoot };
      for (const host of document.querySelectorAll<Host>('[popover=manual]')) {
        const root = host.openOrClosedShadowRoot ?? world.chrome?.dom?.openOrClosedShadowRoot(host);
        if (!root?.querySelector('.said')) continue;
        let [left, top] = [0, 0];
        for (let view: Window = window; view.frameElement; view = view.parent) {
          const { x, y } = view.frameElement.getBoundingClientRect();
          left += x + view.frameElement.clientLeft;
          top += y + view.frameElement.clientTop;
        }
        const looks = [...root.querySelectorAll('.menu,.row,.title,.detail,.icon')].map((part) => {
          const style = getComputedStyle(part);
          const { width, height } = part.getBoundingClientRect();
          const names = [
            'color',
            'background-color',
            'font',
            'letter-spacing',
            'word-spacing',
            'text-indent',
            'direction',
          ];
          names.push('visibility', 'opacity', '-webkit-text-fill-color', 'text-transform', 'padding', 'border-color');
          return [part.className, width, height, ...names.map((name) => style.getPropertyValue(name))].join(' ');
        });
        return {
          ready: root.querySelector('.menu.ready') !== null,
          rows: [...root.querySelectorAll('.row')].map((row) => {
            const { x, y, width, height } = row.getBoundingClientRect();
            const title = row.querySelector('.title')?.textContent ?? '';
            return { title, box: { x: x + left, y: y + top, width, height } };
          }),
          looks,
        };
      }
      return null;
    },
  });
  return (results?.find(({ result }) => result)?.result ?? null) as Drawn | null;
}

/** Runs in a page of the extension. */
async function blindScript(tabId: number): Promise<void> {
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  await (browser ?? chrome)?.scripting.executeScript({
    target: { tabId, allFrames: true },
    func: () => void delete (IntersectionObserverEntry.prototype as { isVisible?: boolean }).isVisible,
  });
}

export async function chromiumLane(town: Town, count: number, home: string): Promise<Lane> {
  const chromium: Chromium = await launchChromium({ extension: town.extension });
  await new Visitor(chromium).setsUp();
  const desk = await chromium.open('options.html');
  const tabs: Tab[] = [];
  for (let at = 0; at < count; at++) {
    // In a window of its own: a tab behind another is not drawn.
    const opened = chromium.context.waitForEvent('page');
    await desk.evaluate((url) => chrome.windows.create({ url }), `${home}?${at}`);
    const page: ChromiumPage = await opened;
    await page.waitForURL(`${home}?${at}`);
    const id = await desk.evaluate(findTab, `${home}?${at}`);
    tabs.push({
      goto: (url) => page.goto(url),
      evaluate: (work) => page.evaluate(work),
      click: (x, y) => page.mouse.click(x, y),
      key: (name) => page.keyboard.press(name),
      drawn: () => desk.evaluate(readDrawn, id),
      blind: () => desk.evaluate(blindScript, id),
    });
  }
  return { tabs, close: () => chromium.close() };
}

export async function firefoxLane(town: Town, home: string): Promise<Lane> {
  const firefox: Firefox = await launchFirefox({ extension: town.extension });
  await new FirefoxVisitor(firefox).setsUp();
  const desk = firefox.welcomePage();
  const page: FirefoxPage = await firefox.visit(home);
  await page.bringToFront();
  const id = await desk.evaluate(findTab, home);
  const tab: Tab = {
    goto: (url) => page.goto(url),
    evaluate: <T>(work: () => T | Promise<T>) => page.evaluate(work) as Promise<T>,
    click: (x, y) => page.mouse.click(x, y),
    key: (name) => page.keyboard.press(name),
    drawn: () => desk.evaluate(readDrawn, id),
    blind: () => desk.evaluate(blindScript, id),
  };
  return { tabs: [tab], close: () => firefox.close() };
}
