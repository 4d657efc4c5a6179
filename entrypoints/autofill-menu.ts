// What draws the mark and the menu and acts on a choice, for the script in the same frame (autofill.ts), which asks for it once. They share the extension's
// isolated world; the page cannot see it.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { Menu } from '#autofill/menu.ts';

export default defineUnlistedScript(() => {
  (globalThis as unknown as { nucleusMenu?: typeof Menu }).nucleusMenu = Menu;
});
