// The permission to see web pages, which a person gives by a click and may take back at any time in the browser's own
// settings.
import { browser } from 'wxt/browser';

export const ALL_SITES = '*://*/*';

const wanted = { origins: [ALL_SITES] };

export const siteAccess = {
  granted: (): Promise<boolean> => browser.permissions.contains(wanted),

  /**
   * Must be called at once in a click, with nothing awaited before: the browser checks the gesture. @returns whether it
   * is there now
   */
  request: (): Promise<boolean> => browser.permissions.request(wanted),

  revoke: (): Promise<boolean> => browser.permissions.remove(wanted),

  /** Tells whenever host permissions were given or taken. Must be called at once at the start of a worker. */
  onChange(listener: () => void, signal?: AbortSignal): void {
    browser.permissions.onAdded.addListener(listener);
    browser.permissions.onRemoved.addListener(listener);
    signal?.addEventListener('abort', () => {
      browser.permissions.onAdded.removeListener(listener);
      browser.permissions.onRemoved.removeListener(listener);
    });
  },
};
