// The side panel, opened by the worker: for a command, a context menu, a click in our menu in a page (Chromium relays
// that gesture to the worker, Firefox does not) or a notification. If the browser wants a gesture and there is none, a
// small window with the same page opens. Pages open it by panel.ts, which also tells the panel where to go.
import { browser } from 'wxt/browser';
import { KEY, type Wanted } from './panel.ts';

const WINDOW = { type: 'popup', width: 420, height: 720 } as const;

interface PanelApis {
  readonly sidePanel?: { open(options: { windowId: number }): Promise<void> };
  readonly sidebarAction?: { open(): Promise<void>; isOpen(of: { windowId: number }): Promise<boolean> };
}

/**
 * Calls the browser before anything is awaited, as it wants of a gesture.
 * @param windowId of the window whose panel is meant; Firefox opens that of the window in front
 * @param place a route of the panel; null: the one that it shows
 * @returns 'window' if the browser did not let the panel open
 */
export async function openPanel(windowId: number, place: string | null): Promise<'panel' | 'window'> {
  const { sidePanel, sidebarAction } = browser as unknown as PanelApis;
  const opened =
    (await attempt(() => (sidePanel ? sidePanel.open({ windowId }) : sidebarAction?.open()))) ||
    // Firefox refuses without a gesture even where it is open.
    (await sidebarAction?.isOpen({ windowId }).catch(() => false)) === true;
  let shownIn = windowId;
  if (!opened) {
    const window = await browser.windows.create({ ...WINDOW, url: browser.runtime.getURL('/sidepanel.html') });
    shownIn = window?.id ?? windowId;
  }
  if (place !== null) {
    const wanted: Wanted = { place, windowId: shownIn, at: Date.now() };
    await browser.storage.session.set({ [KEY]: wanted });
  }
  return opened ? 'panel' : 'window';
}

/** In the window last used: the worker has none of its own. */
export async function openPanelInFront(place: string): Promise<void> {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  if (tab !== undefined) await openPanel(tab.windowId, place);
}

/** Without a gesture some versions throw, others reject. */
async function attempt(open: () => Promise<void> | undefined): Promise<boolean> {
  try {
    const opening = open();
    await opening;
    return opening !== undefined;
  } catch {
    return false;
  }
}

/**
 * Chromium has no built-in command for the panel; Firefox opens its sidebar by itself. Must be called at once at the
 * start of a worker.
 */
export function openPanelByCommand(command: string, signal?: AbortSignal): void {
  const listener = (name: string, tab?: { windowId?: number | undefined }) => {
    if (name === command && tab?.windowId !== undefined) void openPanel(tab.windowId, null);
  };
  browser.commands.onCommand.addListener(listener);
  signal?.addEventListener('abort', () => browser.commands.onCommand.removeListener(listener));
}
