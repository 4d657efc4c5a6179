// Notices typed log-ins and asks about them, for the script in the same frame (autofill.ts), which asks for it once.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { Saving } from '#autofill/saving/saving.ts';

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { nucleusSave: Saving });
});
