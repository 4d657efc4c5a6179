// Begins autofill in one frame. Frames of another origin than the page's own get nothing at all: a form framed by a stranger is not one
// the person came to (the background decides the same from the browser's `sender`; this spares the work).
import { isOwnFrame } from './frame.ts';
import { Offer, type OfferSetting } from './offer.ts';

/**
 * `menu` gives the class that draws. Bundled apart (autofill-menu) and injected when first asked for, it halves what every page loads:
 * `menu: async () => { await call.menu(); return globalThis.nucleusMenu }`. Or simply `async () => Surface`.
 */
export type AutofillSetting = OfferSetting;

/** Whether it began. */
export function startAutofill(setting: AutofillSetting): boolean {
  if (!isOwnFrame(setting.window)) return false;
  new Offer(setting);
  return true;
}
