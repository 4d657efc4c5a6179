// The menu's own field, for the menu in the same frame (autofill-menu.ts), which is there before.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import type { Menu } from '#autofill/menu/menu.ts';
import { Typed } from '#autofill/menu/typed.ts';

export default defineUnlistedScript(() => {
  const { nucleusMenu } = globalThis as unknown as { nucleusMenu?: typeof Menu };
  if (nucleusMenu) nucleusMenu.Typed = Typed;
});
