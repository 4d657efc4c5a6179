// Begins autofill in one frame. Frames of another origin than the page's own get nothing at all: a form framed by a stranger is not one
// the person came to (the background decides the same from the browser's `sender`; this spares the work).
import { isOwnFrame } from './frame.ts';
import { Offer, type OfferSetting } from './offer.ts';

/** Whether it began. */
export function startAutofill(setting: OfferSetting): boolean {
  if (!isOwnFrame(setting.window)) return false;
  new Offer(setting);
  return true;
}
