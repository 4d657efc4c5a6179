// Tabs, as the worker sees them: the one in front of the person, new ones, and words to our script in a tab's frames.
// Addresses of tabs are visible only if the person has given access (site-access.ts, or `activeTab` by a click on the
// toolbar button).
import { type Browser, browser } from 'wxt/browser';
import { webLink } from '#bytes/web-url.ts';
import type { BrowserTab, BrowserTabs } from '#rpc/worker/page-scripts.ts';
import { injectParts, injectTab } from './scripts.ts';
import { siteIconOf } from './site-icon-of.ts';

function seen(tab: Browser.tabs.Tab | undefined): BrowserTab | null {
  return tab?.id === undefined ? null : { id: tab.id, windowId: tab.windowId, url: tab.url ?? null };
}

export const tabs: BrowserTabs = {
  async find(tabId) {
    return seen(await browser.tabs.get(tabId).catch(() => undefined));
  },

  /** In the window last used: the worker has none of its own. */
  async inFront() {
    const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
    return seen(tab);
  },

  /** Firefox has the icon as a `data:` address; Chromium shows the one that it keeps of the page, with a permission. */
  async icon(tabId) {
    const { favIconUrl, url } = (await browser.tabs.get(tabId).catch(() => null)) ?? {};
    if (favIconUrl?.startsWith('data:')) return favIconUrl;
    return url === undefined ? null : siteIconOf(url);
  },

  /** The browser lets us by the person's press on our button or in the context menu (`activeTab`). */
  async capture(tabId) {
    const { active, windowId } = (await browser.tabs.get(tabId).catch(() => null)) ?? {};
    if (active !== true || windowId === undefined) return null;
    return browser.tabs.captureVisibleTab(windowId, { format: 'png' }).catch(() => null);
  },

  /** In a new tab in front. The tab is ours, so only a web address may get there. */
  async open(url) {
    const link = webLink(url);
    if (link !== null) await browser.tabs.create({ url: link.href });
  },

  ask: (tabId, word, frameId) =>
    browser.tabs.sendMessage(tabId, word, frameId === undefined ? {} : { frameId }).then(
      (answer: unknown) => (typeof answer === 'boolean' || typeof answer === 'string' ? answer : undefined),
      () => null,
    ),

  async tellAll(word) {
    const open = await browser.tabs.query({ url: ['http://*/*', 'https://*/*'] });
    await Promise.all(open.map(({ id }) => (id === undefined ? null : tabs.ask(id, word))));
  },

  inject: injectTab,
  injectParts,
};

/** Must be called at once at the start of a worker. */
export function onTabClosed(closed: (tabId: number) => void): void {
  browser.tabs.onRemoved.addListener(closed);
}
