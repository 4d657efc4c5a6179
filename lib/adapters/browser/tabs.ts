// Tabs, as the worker sees them: the one in front of the person, new ones, and words to our script in a tab's frames.
// Addresses of tabs are visible only if the person has given access (site-access.ts, or `activeTab` by a click on the
// toolbar button).
import { type Browser, browser } from 'wxt/browser';
import { webLink } from '#bytes/web-url.ts';
import type { ToContent } from './content-client.ts';
import { siteIconOf } from './site-icon-of.ts';

export interface Tab {
  readonly id: number;
  readonly windowId: number;
  /** null: not ours to see. */
  readonly url: string | null;
}

function seen(tab: Browser.tabs.Tab | undefined): Tab | null {
  return tab?.id === undefined ? null : { id: tab.id, windowId: tab.windowId, url: tab.url ?? null };
}

/** In the window last used: the worker has none of its own. */
export async function frontTab(): Promise<Tab | null> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return seen(tab);
}

/** The tab of that id, or null: it is gone. */
export async function findTab(tabId: number): Promise<Tab | null> {
  return seen(await browser.tabs.get(tabId).catch(() => undefined));
}

/**
 * A tab's icon as a `data:` address. Firefox has it so; Chromium shows the icon that it keeps of the page, with a
 * permission.
 */
export async function iconOfTab(tabId: number): Promise<string | null> {
  const { favIconUrl, url } = (await browser.tabs.get(tabId).catch(() => null)) ?? {};
  if (favIconUrl?.startsWith('data:')) return favIconUrl;
  return url === undefined ? null : siteIconOf(url);
}

/** Opens a web address in a new tab in front. The tab is ours, so no other kind of address may get there. */
export async function openTab(url: string): Promise<void> {
  const link = webLink(url);
  if (link !== null) await browser.tabs.create({ url: link.href });
}

/**
 * Says something to our script in every frame of a tab, or in one.
 * @returns false if no script of ours is in the tab
 */
export async function tellTab(tabId: number, word: ToContent, frameId?: number): Promise<boolean> {
  return (await askTab(tabId, word, frameId)) !== null;
}

/**
 * Asks our script in every frame of a tab, or in one; the first frame that has an answer gives it.
 * @returns null if no script of ours is in the tab, undefined if none has an answer
 */
export async function askTab(
  tabId: number,
  word: ToContent,
  frameId?: number,
): Promise<boolean | string | null | undefined> {
  return browser.tabs.sendMessage(tabId, word, frameId === undefined ? {} : { frameId }).then(
    (answer: unknown) => (typeof answer === 'boolean' || typeof answer === 'string' ? answer : undefined),
    () => null,
  );
}

/** The same, in every open tab whose address passes. */
export async function tellTabs(word: ToContent, concerns: (url: string) => boolean): Promise<void> {
  const open = await browser.tabs.query({ url: ['http://*/*', 'https://*/*'] });
  await Promise.all(
    open.map(async ({ id, url }) => {
      if (id !== undefined && url !== undefined && concerns(url)) await tellTab(id, word);
    }),
  );
}

/** Must be called at once at the start of a worker. */
export function onTabClosed(closed: (tabId: number) => void): void {
  browser.tabs.onRemoved.addListener(closed);
}
