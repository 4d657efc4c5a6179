// Our script in web pages: registered at run time while access to all sites is there, and put into the tabs that are
// open already after installation, update and the granting of access, which the browsers do not do by themselves.
// Everything may run again at any time: the worker starts often, and the script itself takes a frame once (claimFrame).
import { browser } from 'wxt/browser';
import { INVITATION_PATH } from '#wire/endpoints.ts';
import { ALL_SITES, siteAccess } from './site-access.ts';

/** A pattern's path is matched without the fragment. */
const INVITATIONS = `*://*${INVITATION_PATH}`;
const COMMON = {
  // Frames without an address of their own (about:blank, srcdoc, data) get nothing: the browser names no origin for
  // them.
  matchOriginAsFallback: false,
  // Before the page's own scripts, so that presses and keys meant for our menu are ours first.
  runAt: 'document_start' as const,
  persistAcrossSessions: true,
};
const SCRIPTS = [
  { id: 'autofill', js: ['autofill.js'], matches: [ALL_SITES], allFrames: true, ...COMMON },
  { id: 'invitation', js: ['invitation.js'], matches: [INVITATIONS], allFrames: false, ...COMMON },
];

/**
 * Keeps the registration in step with the permission. Must be called at once at the start of a worker.
 * @param failed told of refusals by the browser; the next start tries again
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
    browser.scripting.getRegisteredContentScripts({ ids: SCRIPTS.map(({ id }) => id) }),
  ]);
  const missing = SCRIPTS.filter(({ id }) => !known.some((one) => one.id === id));
  if (granted && missing.length > 0) await browser.scripting.registerContentScripts(missing);
  // Of a version before, which came later into its pages.
  const changed = SCRIPTS.filter(({ id, runAt }) => known.some((one) => one.id === id && one.runAt !== runAt));
  if (granted && changed.length > 0) await browser.scripting.updateContentScripts(changed);
  if (!granted && known.length > 0) {
    await browser.scripting.unregisterContentScripts({ ids: known.map(({ id }) => id) });
  }
  if (granted && inject) await injectOpenTabs();
}

async function injectOpenTabs(): Promise<void> {
  const tabs = await browser.tabs.query({ url: ['http://*/*', 'https://*/*'], discarded: false });
  const invitations = await browser.tabs.query({ url: INVITATIONS, discarded: false });
  await Promise.all([
    ...tabs.map(({ id }) => (id === undefined ? null : injectTab(id))),
    ...invitations.map(({ id }) => (id === undefined ? null : inject(id, '/invitation.js', false))),
  ]);
}

/**
 * Puts the script into one tab, by access to all sites or by `activeTab`.
 * @returns false if the browser does not allow it: its own pages, its store, a page that shows an error
 */
export async function injectTab(tabId: number): Promise<boolean> {
  return inject(tabId, '/autofill.js', true);
}

function inject(tabId: number, file: '/autofill.js' | '/invitation.js', allFrames: boolean): Promise<boolean> {
  return browser.scripting.executeScript({ target: { tabId, allFrames }, files: [file] }).then(
    () => true,
    () => false,
  );
}

/** Puts parts of the script (`autofill-<part>.js`) into one frame that has the script already, in this order. */
export async function injectParts(tabId: number, frameId: number, parts: readonly string[]): Promise<void> {
  // A language, by its code, has a script of words.
  const files = parts.map((part) => `/autofill-${part.length === 2 ? 'words-' : ''}${part}.js` as '/autofill-menu.js');
  await browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files });
}
