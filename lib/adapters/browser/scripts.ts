// Our script in web pages: registered at run time while access to all sites is there, and put into the tabs that are open already after
// installation, update and the granting of access, which the browsers do not do by themselves. Everything may run again at any time: the
// worker starts often, and the script itself takes a frame once (claimFrame).
import { browser } from 'wxt/browser';
import { ALL_SITES, siteAccess } from './site-access.ts';

const SCRIPT = {
  id: 'autofill',
  js: ['autofill.js'],
  matches: [ALL_SITES],
  allFrames: true,
  // Frames without an address of their own (about:blank, srcdoc, data) get nothing: the browser names no origin for them.
  matchOriginAsFallback: false,
  runAt: 'document_idle' as const,
  persistAcrossSessions: true,
};

/**
 * Keeps the registration in step with the permission. Must be called at once at the start of a worker.
 * @param failed told of what the browser refused; the next start tries again
 */
export function keepScripts(failed: (error: unknown) => void, signal?: AbortSignal): void {
  let work = Promise.resolve();
  const soon = (inject: boolean) => {
    work = work.then(() => synchronise(inject)).catch(failed);
  };
  const changed = () => soon(true);
  siteAccess.onChange(changed, signal);
  browser.runtime.onInstalled.addListener(changed);
  signal?.addEventListener('abort', () => browser.runtime.onInstalled.removeListener(changed));
  soon(false);
}

async function synchronise(inject: boolean): Promise<void> {
  const [granted, known] = await Promise.all([
    siteAccess.granted(),
    browser.scripting.getRegisteredContentScripts({ ids: [SCRIPT.id] }),
  ]);
  if (granted && known.length === 0) await browser.scripting.registerContentScripts([SCRIPT]);
  if (!granted && known.length > 0) await browser.scripting.unregisterContentScripts({ ids: [SCRIPT.id] });
  if (granted && inject) await injectOpenTabs();
}

async function injectOpenTabs(): Promise<void> {
  const tabs = await browser.tabs.query({ url: ['http://*/*', 'https://*/*'], discarded: false });
  await Promise.all(tabs.map(({ id }) => (id === undefined ? null : injectTab(id))));
}

/**
 * Puts the script into one tab, by access to all sites or by `activeTab`.
 * @returns false where the browser does not allow it: its own pages, its store, a page that shows an error
 */
export async function injectTab(tabId: number): Promise<boolean> {
  return browser.scripting.executeScript({ target: { tabId, allFrames: true }, files: ['/autofill.js'] }).then(
    () => true,
    () => false,
  );
}

/** Puts the drawing part of the script into one frame that has the script already. */
export async function injectMenu(tabId: number, frameId: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: ['/autofill-menu.js'] });
}
