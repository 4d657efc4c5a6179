// The interface's access to the browser besides the worker, for popup, side panel, options and welcome: the port
// `Platform` of components/model/app.ts.
import { browser } from 'wxt/browser';
import { browserPasswords } from './browser-passwords.ts';
import { claimOfWorker } from './claims/claims.ts';
import { activeTab, onTabChange, openLink, openPage, openPanelInTab, writeMail } from './page-tabs.ts';
import { connectPanel } from './panel/panel.ts';
import { shortcuts } from './shortcuts.ts';
import { siteAccess } from './site-access.ts';
import { siteIcons } from './site-icons.ts';
import { toolbar } from './toolbar.ts';

/** It ends with its page, whatever becomes of that. @returns lets go; null: another page does it */
async function claim(work: string): Promise<(() => void) | null> {
  const unlock = await locked(work);
  if (unlock === null) return null;
  const letGo = await claimOfWorker(work, (name) => browser.runtime.connect({ name }));
  if (letGo === null) unlock();
  return letGo === null ? null : () => [letGo, unlock].forEach((end) => void end());
}

/** By a Web Lock, which a worker that is ended cannot lose. */
function locked(work: string): Promise<(() => void) | null> {
  return new Promise((claimed, failed) => {
    const hold = (lock: Lock | null): Promise<void> | null => {
      if (lock !== null) return new Promise((letGo) => claimed(letGo));
      claimed(null);
      return null;
    };
    navigator.locks.request(`nucleus-page/${work}`, { ifAvailable: true }, hold).catch(failed);
  });
}

export function createPagePlatform() {
  const panel = connectPanel();
  return {
    openPage,
    openTab: openPanelInTab,
    openLink,
    writeMail,
    openPanel: panel.open,
    onPlace: panel.onPlace,
    activeTab,
    onTabChange,
    siteAccess: { granted: siteAccess.granted, request: siteAccess.request },
    browserPasswords,
    shortcuts,
    siteIcons,
    toolbar,
    claim,
    version: browser.runtime.getManifest().version,
  };
}
