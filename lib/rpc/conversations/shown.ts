// State in memory for showing an open vault. One per open vault, gone with it.
import type { OpenVault } from '#app/device/open-vault.ts';
import { createShowing, type Showing } from '#app/show/showing.ts';

const shown = new WeakMap<OpenVault['app'], Showing>();

export function shownOf({ app }: Pick<OpenVault, 'app'>): Showing {
  let showing = shown.get(app);
  if (showing === undefined) {
    showing = createShowing(app.store, app.announce);
    shown.set(app, showing);
  }
  return showing;
}
