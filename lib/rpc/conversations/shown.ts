// State in memory for showing an open vault. One per open vault, gone with it.
import type { OpenVault } from '#app/device/open-vault.ts';
import { createShowing, type Showing } from '#app/show/showing.ts';

const shown = new WeakMap<OpenVault['desk'], Showing>();

export function shownOf({ desk }: Pick<OpenVault, 'desk'>): Showing {
  let showing = shown.get(desk);
  if (showing === undefined) {
    showing = createShowing(desk.store, desk.announce);
    shown.set(desk, showing);
  }
  return showing;
}
