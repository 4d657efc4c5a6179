// A lane: a browser with the built extension, set up and allowed on all sites, and tabs in it that take one trick after
// another. The drawing of Nucleus is read through the extension's own right (its scripts may enter closed roots); all
// input is the browser's.

import type { Page as ChromiumPage } from '@playwright/test';
import type { Page as FirefoxPage } from 'puppeteer-core';
import { type Chromium, launchChromium } from '../harness/chromium.ts';
import { type Firefox, launchFirefox } from '../harness/firefox.ts';
import { findTab, readDrawn, readLooks, type ScriptWorld, type Seen, type Wish } from '../people/drawn.ts';
import { FirefoxVisitor } from '../people/site-firefox.ts';
import { Visitor } from '../people/site-visitor.ts';
import type { Town } from '../people/town-building.ts';
import { ALIKE, PLAIN } from './deeper-tricks.ts';
import { keepingAt } from './kept.ts';

/** How a tab is for a trick. */
export interface Senses {
  /** The browser's own word on visibility is taken away from the extension's script. */
  readonly blind: boolean;
  /**
   * How far the script's clock is behind the browser's, by which events are stamped: time taken back afterwards has
   * gone by for the script.
   */
  readonly behindMs: number;
  /** Stops that clock and the one of events, at this time. */
  readonly stoppedAt?: number;
}

/** A tab as both drivers have it. */
export interface Tab {
  /** To the extension, it is the tab in front: a headless Chromium calls the window so that was opened last. */
  readonly isFront: boolean;
  goto(url: string): Promise<unknown>;
  evaluate<T, Given = undefined>(work: (given: Given) => T | Promise<T>, given?: Given): Promise<T>;
  /** Resolves when the page has handled it. */
  click(x: number, y: number): Promise<void>;
  /** The mouse moves there. */
  move(x: number, y: number): Promise<void>;
  key(name: 'ArrowDown' | 'Enter' | 'Escape' | 'Tab'): Promise<void>;
  types(text: string): Promise<void>;
  /** The drawn menu and the filled values, once one of the wishes has come true, or some frames later. */
  drawn(...wishes: readonly Wish[]): Promise<Seen>;
  looks(): Promise<string[]>;
  /** Until the tab goes elsewhere. */
  sense(senses: Senses): Promise<void>;
}

export interface Lane {
  tabs: Tab[];
  close(): Promise<void>;
}

/** Runs in a page of the extension. */
async function setSenses({ tabId, senses }: { tabId: number; senses: Senses }): Promise<void> {
  const { browser, chrome } = globalThis as unknown as ScriptWorld;
  await (browser ?? chrome)?.scripting.executeScript({
    target: { tabId, allFrames: true },
    args: [senses] as const,
    func: ({ blind, behindMs, stoppedAt }: Senses) => {
      if (blind) delete (IntersectionObserverEntry.prototype as { isVisible?: boolean }).isVisible;
      const { now } = Performance.prototype;
      performance.now = () => stoppedAt ?? now.call(performance) - behindMs;
      if (stoppedAt !== undefined)
        Object.defineProperty(Event.prototype, 'timeStamp', { get: () => stoppedAt, configurable: true });
    },
  });
}

/** Runs in a page of the extension. */
async function keep(messages: readonly object[]): Promise<void> {
  type Runtime = { runtime: { sendMessage(message: object): Promise<{ ok: boolean }> } };
  const { browser, chrome } = globalThis as unknown as { browser?: Runtime; chrome?: Runtime };
  for (const message of messages) {
    const answer = await (browser ?? chrome)?.runtime.sendMessage(message);
    if (!answer?.ok) throw new Error(JSON.stringify(answer));
  }
}

export async function chromiumLane(town: Town, count: number, home: string): Promise<Lane> {
  const chromium: Chromium = await launchChromium({
    extension: town.extension,
    siteAccess: 'yes',
    arguments: [`--host-resolver-rules=MAP *.example 127.0.0.1`],
  });
  await new Visitor(chromium).setsUp();
  const desk = await chromium.open('options.html');
  await desk.evaluate(keep, keepingAt(home));
  const tabs: Tab[] = [];
  for (let at = 0; at < count; at++) {
    // In a window of its own: a tab behind another is not drawn.
    const opened = chromium.context.waitForEvent('page');
    await desk.evaluate((url) => chrome.windows.create({ url }), `${home}?${at}`);
    const page: ChromiumPage = await opened;
    await page.waitForURL(`${home}?${at}`);
    const id = await desk.evaluate(findTab, `${home}?${at}`);
    tabs.push({
      isFront: at === count - 1,
      goto: (url) => page.goto(url),
      evaluate: (work, given) => page.evaluate(work as never, given) as never,
      click: (x, y) => page.mouse.click(x, y),
      move: (x, y) => page.mouse.move(x, y),
      key: (name) => page.keyboard.press(name),
      types: (text) => page.keyboard.type(text),
      drawn: (...wishes) => desk.evaluate(readDrawn, { tabId: id, wishes }),
      looks: () => desk.evaluate(readLooks, id),
      sense: (senses) => desk.evaluate(setSenses, { tabId: id, senses }),
    });
  }
  return { tabs, close: () => chromium.close() };
}

/**
 * One tab: a window behind another has no focus that its page would answer to, so each tab of Firefox is a browser of
 * its own.
 */
export async function firefoxLane(town: Town, home: string): Promise<Lane> {
  const firefox: Firefox = await launchFirefox({
    extension: town.extension,
    preferences: { 'network.dns.localDomains': `${ALIKE},${PLAIN}` },
  });
  await new FirefoxVisitor(firefox).setsUp();
  const desk = firefox.welcomePage();
  await desk.evaluate(keep, keepingAt(home));
  const page: FirefoxPage = await firefox.visit(home);
  await page.bringToFront();
  const id = await desk.evaluate(findTab, home);
  const tab: Tab = {
    isFront: true,
    goto: (url) => page.goto(url),
    evaluate: (work, given) => page.evaluate(work as never, given) as never,
    click: (x, y) => page.mouse.click(x, y),
    move: (x, y) => page.mouse.move(x, y),
    key: (name) => page.keyboard.press(name),
    types: (text) => page.keyboard.type(text),
    drawn: (...wishes) => desk.evaluate(readDrawn, { tabId: id, wishes }),
    looks: () => desk.evaluate(readLooks, id),
    sense: (senses) => desk.evaluate(setSenses, { tabId: id, senses }),
  };
  return { tabs: [tab], close: () => firefox.close() };
}
