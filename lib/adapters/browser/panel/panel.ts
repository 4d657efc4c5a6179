// Opening the side panel at a place, in both browsers. The place travels through `storage.session` (memory, our own
// contexts only), since neither browser can hand one to the panel. `open` must be the first thing a click does: the
// browser refuses it after an await.
import { browser } from 'wxt/browser';

export const KEY = 'panel-place';
/** Older than this, the panel no longer goes there. */
const STALE_MS = 10_000;

export interface Wanted {
  readonly place: string;
  readonly windowId: number;
  readonly at: number;
}

/** Chromium's and Firefox's, of which each browser has one; not in the shared types. */
interface PanelApis {
  readonly sidePanel?: { open(options: { windowId: number }): Promise<void> };
  readonly sidebarAction?: { open(): Promise<void> };
}

interface PanelOpener {
  /** @returns whether the browser opened it */
  open(place: string): Promise<boolean>;
  /** Calls with a place that is wanted of this window's panel, from now on and once for one that is waiting. */
  onPlace(listener: (place: string) => void, signal: AbortSignal): void;
}

/** For a page: its window is asked for at once, so that a click need not wait for it. */
export function connectPanel(): PanelOpener {
  let windowId: number = browser.windows.WINDOW_ID_CURRENT;
  const known = browser.windows.getCurrent().then(({ id }) => {
    if (id !== undefined) windowId = id;
  });

  const take = (listener: (place: string) => void, wanted: unknown) => {
    if (!isWanted(wanted) || wanted.windowId !== windowId || Date.now() - wanted.at > STALE_MS) return;
    void browser.storage.session.remove(KEY);
    listener(wanted.place);
  };

  return {
    async open(place) {
      const { sidePanel, sidebarAction } = browser as unknown as PanelApis;
      const opening = sidePanel ? sidePanel.open({ windowId }) : sidebarAction?.open();
      if (!opening) return false;
      const wanted: Wanted = { place, windowId, at: Date.now() };
      const [opened] = await Promise.allSettled([opening, browser.storage.session.set({ [KEY]: wanted })]);
      return opened.status === 'fulfilled';
    },
    onPlace(listener, signal) {
      const changed = (changes: Record<string, { newValue?: unknown }>) => take(listener, changes[KEY]?.newValue);
      browser.storage.session.onChanged.addListener(changed);
      signal.addEventListener('abort', () => browser.storage.session.onChanged.removeListener(changed));
      void known.then(async () => {
        const held = await browser.storage.session.get(KEY);
        if (!signal.aborted) take(listener, held[KEY]);
      });
    },
  };
}

function isWanted(value: unknown): value is Wanted {
  if (typeof value !== 'object' || value === null) return false;
  const { place, windowId, at } = value as Record<string, unknown>;
  return typeof place === 'string' && typeof windowId === 'number' && typeof at === 'number';
}
