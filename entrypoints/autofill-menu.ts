// Draws the mark and the menu and acts on a choice, for the script in the same frame (autofill.ts), which asks for it
// once. They share the extension's isolated world; the page cannot see it.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { speak } from '#autofill/forms/vocabulary.ts';
import { learnFilling, Menu } from '#autofill/menu/menu.ts';

export default defineUnlistedScript(() => {
  // The words of a language (autofill-words-*.js, lib/autofill/words) come after this and register themselves.
  Object.assign(globalThis, { nucleusMenu: Menu, nucleusSpeak: speak, nucleusLearn: learnFilling });
});
