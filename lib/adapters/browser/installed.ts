// Told once, when the extension is new in this browser; not when it was updated.
import { browser } from 'wxt/browser';

/** Must be called at once at the start of a worker. */
export function onInstalled(run: () => void): void {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') run();
  });
}
