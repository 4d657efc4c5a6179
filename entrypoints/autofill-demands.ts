// Reads what a field asks of a new password, for the menu in the same frame (autofill-menu.ts), which is there before.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { Menu } from '#autofill/menu/menu.ts';
import { demandsOn } from '#autofill/worker/demands.ts';

export default defineUnlistedScript(() => {
  // Kept by that menu: an update of the extension brings another one, and what it reads by.
  const { nucleusMenu } = globalThis as unknown as { nucleusMenu?: typeof Menu };
  if (nucleusMenu) nucleusMenu.demandsOn = demandsOn;
});
