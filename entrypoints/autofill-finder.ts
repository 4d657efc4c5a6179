// The menu's own field, for the menu in the same frame (autofill-menu.ts), which is there before.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { Finder } from '#autofill/menu/finder.ts';
import type { Menu } from '#autofill/menu/menu.ts';

export default defineUnlistedScript(() => {
  const { nucleusMenu } = globalThis as unknown as { nucleusMenu?: typeof Menu };
  nucleusMenu?.finds(Finder);
});
