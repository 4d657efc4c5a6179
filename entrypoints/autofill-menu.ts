// What draws the mark and the menu, for the script in the same frame (autofill.ts), which asks for it once. They share the extension's
// isolated world; the page cannot see it.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { Surface } from '#autofill/surface.ts';

export default defineUnlistedScript(() => {
  (globalThis as unknown as { nucleusMenu?: typeof Surface }).nucleusMenu = Surface;
});
