// Tabs, for a page of ours: which one is in front, hearing that it changed, opening our pages and web addresses.
import { browser } from 'wxt/browser';
import { webLink } from '#bytes/web-url.ts';

/** The tab in front of the person; null: none, or one that has no id. */
export async function activeTab(): Promise<number | null> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab?.id ?? null;
}

/** Another tab came to the front, or another page into one. */
export function onTabChange(listener: () => void, signal: AbortSignal): void {
  const updated = (_: number, change: { url?: string | undefined; status?: string | undefined }) => {
    if (change.url !== undefined || change.status === 'complete') listener();
  };
  browser.tabs.onActivated.addListener(listener);
  browser.tabs.onUpdated.addListener(updated);
  signal.addEventListener('abort', () => {
    browser.tabs.onActivated.removeListener(listener);
    browser.tabs.onUpdated.removeListener(updated);
  });
}

export function openPage(page: 'welcome' | 'options', part?: string): void {
  if (page === 'options' && part !== undefined)
    void browser.tabs.create({ url: browser.runtime.getURL(`/options.html#${part}` as '/options.html') });
  else if (page === 'options') void browser.runtime.openOptionsPage();
  else void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') });
}

export const openServices = (): void => openPage('options', 'services');

export function openPanelInTab(place: string): void {
  void browser.tabs.create({ url: browser.runtime.getURL('/sidepanel.html') + place });
}

/** Only http and https: an address of another kind in a tab of ours would be a page of ours or of the browser's. */
export function openLink(url: string): void {
  const link = webLink(url);
  if (link !== null) void browser.tabs.create({ url: link.href });
}

/** The browser hands it to the mail program; the page stays. */
export function writeMail(url: string): void {
  if (!url.startsWith('mailto:')) return;
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.click();
}
