// Knows forms for cards and postal addresses, for the menu in the same frame (autofill-menu.ts), which is there before.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { detailFilling } from '#autofill/details/details.ts';
import type { learnFilling } from '#autofill/menu/menu.ts';

export default defineUnlistedScript(() => {
  (globalThis as unknown as { nucleusLearn?: typeof learnFilling }).nucleusLearn?.(detailFilling);
});
