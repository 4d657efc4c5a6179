// The script in web pages: joins lib/autofill and the line to the worker. It is registered at run time and bundled
// alone; it carries no library and draws nothing: the part that draws and fills (autofill-menu.ts) is injected when
// there is something to show for the first time.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { claimFrame, connectContent, localised } from '#adapters/browser/content-client.ts';
import type { Menu } from '#autofill/menu/menu.ts';
import { stringsFrom } from '#autofill/menu/strings.ts';
import type { Saving } from '#autofill/saving/saving.ts';
import { startAutofill } from '#autofill/start/start.ts';
import type { AutofillClient } from '#autofill/worker/client.ts';
import { loader } from '#autofill/worker/loader.ts';
import type { ToContent } from '#rpc/content/contract.ts';

export default defineUnlistedScript(() => {
  if (!claimFrame()) return;
  const life = new AbortController();
  const { call, isAlive, onWord } = connectContent(() => life.abort());
  const world = globalThis as unknown as {
    nucleusMenu?: typeof Menu;
    nucleusSave?: typeof Saving;
  };
  const load = loader((parts) => call('load', { parts }));
  const on =
    (name: string) =>
    (listener: (word: ToContent) => Promise<boolean | string> | null | undefined, signal: AbortSignal): void =>
      onWord((word) => (word.nucleus === name && listener(word)) || null, signal);
  startAutofill({
    window,
    signal: life.signal,
    isAlive,
    strings: stringsFrom((key) => localised(`autofill_${key}`)),
    menu: async (languages) => {
      await load(['menu', ...languages]);
      return world.nucleusMenu as typeof Menu;
    },
    saving: async () => {
      await load(['save']);
      return world.nucleusSave as typeof Saving;
    },
    // Most names are the menu's, and every page carries this script: whatever is not heard is called by its own name.
    client: new Proxy({} as AutofillClient, {
      get: (_, name: string) => {
        if (name === 'ask') return call;
        if (/^on/.test(name)) return on(name.slice(2).toLowerCase());
        return (request: never = null as never) => call(name as 'fill', request);
      },
    }),
  });
});
