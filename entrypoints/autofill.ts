// The script in web pages: joins lib/autofill and the line to the worker. It is registered at run time and bundled
// alone; it carries no library and draws nothing: the part that draws and fills (autofill-menu.ts) is injected when
// there is something to show for the first time.
import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { claimFrame, connectContent } from '#adapters/browser/content-client.ts';
import type { Menu } from '#autofill/menu/menu.ts';
import { stringsFrom } from '#autofill/menu/strings.ts';
import { startAutofill } from '#autofill/start/start.ts';
import { loader } from '#autofill/worker/loader.ts';

type Messages = { i18n: { getMessage(name: string): string } };

export default defineUnlistedScript(() => {
  if (!claimFrame()) return;
  const life = new AbortController();
  const { call, isAlive, onWord } = connectContent(() => life.abort());
  const world = globalThis as unknown as { browser?: Messages; chrome?: Messages; nucleusMenu?: typeof Menu };
  const load = loader((parts) => call('load', { parts }));
  const messages = world.browser ?? world.chrome;
  startAutofill({
    window,
    signal: life.signal,
    isAlive,
    strings: stringsFrom((key) => messages?.i18n.getMessage(`autofill_${key}`) ?? ''),
    menu: async (languages) => {
      await load(['menu', ...languages.map((language) => `words-${language}`)]);
      return world.nucleusMenu as typeof Menu;
    },
    client: {
      standing: () => call('standing', null),
      offers: (request) => call('offers', request),
      create: (request) => call('create', request),
      fill: (request) => call('fill', request),
      useCode: (request) => call('useCode', request),
      codeFilled: async (request) => void (await call('codeFilled', request)),
      useLink: (request) => call('useLink', request),
      sent: async () => void (await call('sent', null)),
      hereAgain: async () => void (await call('hereAgain', null)),
      notHere: async () => void (await call('notHere', null)),
      openPanel: async () => void (await call('openPanel', null)),
      subscribe: (listener, signal) =>
        onWord((word) => {
          if (word.nucleus === 'changed') listener();
          return null;
        }, signal),
      onOpen: (listener, signal) =>
        onWord((word) => {
          if (word.nucleus === 'open') listener();
          return null;
        }, signal),
      onCode: (listener, signal) => onWord((word) => (word.nucleus === 'code' ? listener(word.id) : null), signal),
      onFill: (listener, signal) => onWord((word) => (word.nucleus === 'fill' ? listener(word) : null), signal),
    },
  });
});
