// Begins autofill in one frame. Nothing is drawn in frames of another origin than the page's own: a form framed by a
// stranger is not one the person came to (the background decides from the browser's `sender`; this spares the work).

import { FormReader } from '../forms/reader.ts';
import { isOwnFrame } from '../page/frame.ts';
import { Presses } from '../page/presses.ts';
import { heedTyping } from './heed-typing.ts';
import { Offer, type OfferSetting } from './offer.ts';

/**
 * Sites often ask for log-ins in a frame of their `id.` or `accounts.` host. Elements over such a frame cannot be seen
 * from within it, so nothing is drawn for it and no press in it counts: the popup names its host and wants a second
 * press. The worker decides whether all frames around are of one site.
 */
function heedPopup(setting: OfferSetting): void {
  const { window, client, signal, menu } = setting;
  const { host: here, hostname } = window.location;
  client.onFill?.((wish) => {
    if (wish.host !== here && wish.within !== here && !hostname.endsWith(`.${wish.within}`)) return null;
    const reader = new FormReader(window, () => {}, signal);
    return menu(reader.languages()).then((Menu) => Menu.framed(setting, reader, wish));
  }, signal);
}

/** Whether it began. */
export function startAutofill(options: Omit<OfferSetting, 'presses'>): boolean {
  const { window, signal } = options;
  const setting = { ...options, presses: new Presses(window, signal) };
  const isOwn = isOwnFrame(window);
  if (isOwn) heedTyping(setting, new Offer(setting).reader);
  else {
    heedPopup(setting);
    heedTyping(setting);
  }
  return isOwn;
}
