// Begins autofill in one frame. Frames of another origin than the page's own get nothing at all: a form framed by a stranger is not one
// the person came to (the background decides the same from the browser's `sender`; this spares the work).
import { isOwnFrame } from './frame.ts';
import { Offer, type OfferSetting } from './offer.ts';

/** Firefox ends the script of an updated extension at once, and what it drew stays behind: an open menu with names, and nobody to answer. */
function sweep(document: Document): void {
  for (const host of document.querySelectorAll<HTMLElement & { openOrClosedShadowRoot?: ShadowRoot }>('div[popover]'))
    if (host.openOrClosedShadowRoot?.querySelector('.said')) host.remove();
}

/** Whether it began. */
export function startAutofill(setting: OfferSetting): boolean {
  if (!isOwnFrame(setting.window)) return false;
  sweep(setting.window.document);
  new Offer(setting);
  return true;
}
