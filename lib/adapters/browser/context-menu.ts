// The entries of the context menu: three of a field, one of a picture. Browsers keep entries while the worker sleeps,
// so they are made when the extension is installed or updated; a choice in the menu also lets us into that page
// (`activeTab`).
import { browser } from 'wxt/browser';

type ContextMenuEntry = 'fill' | 'create' | 'password' | 'code';

/** Firefox tells fields for passwords apart; to Chromium they are fields like others. */
const AT: Readonly<Partial<Record<ContextMenuEntry, 'image' | 'password'>>> = {
  code: 'image',
  ...(import.meta.env.FIREFOX ? { password: 'password' } : {}),
};

/** Place in which the entry was chosen. */
export interface ChosenAt {
  readonly tabId: number;
  readonly frameId: number;
  /** Of the frame; null: the browser does not say. */
  readonly url: string | null;
  readonly windowId: number | null;
  /** Address of the picture; empty: it is no picture. */
  readonly source: string;
}

/** Must be called at once at the start of a worker: a choice may have woken it. */
export function keepContextMenu(
  titles: Readonly<Record<ContextMenuEntry, string>>,
  chosen: (entry: ContextMenuEntry, at: ChosenAt) => void,
): void {
  browser.runtime.onInstalled.addListener(() => {
    void browser.contextMenus.removeAll().then(() => {
      for (const [id, title] of Object.entries(titles))
        browser.contextMenus.create({
          id,
          title,
          contexts: [(AT[id as ContextMenuEntry] ?? 'editable') as 'editable'],
          documentUrlPatterns: ['http://*/*', 'https://*/*'],
        });
    });
  });
  browser.contextMenus.onClicked.addListener(({ menuItemId, frameId = 0, frameUrl, pageUrl, srcUrl = '' }, tab) => {
    if (tab?.id === undefined || !Object.hasOwn(titles, menuItemId)) return;
    const url = (frameId === 0 ? pageUrl : frameUrl) ?? null;
    const at = { tabId: tab.id, frameId, url, windowId: tab.windowId ?? null, source: srcUrl };
    chosen(menuItemId as ContextMenuEntry, at);
  });
}
