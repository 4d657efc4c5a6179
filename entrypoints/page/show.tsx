// Composes popup, side panel, options and welcome: one app, and a screen of its own in each.
import { type ComponentType, render } from 'preact';
import { browserEntropy } from '#adapters/browser/entropy.ts';
import { connectPage } from '#adapters/browser/page-client.ts';
import { createPagePlatform } from '#adapters/browser/page-platform.ts';
import { type App, AppScope, pageClock, randomId } from '#components/model/app.ts';
import { setLanguage } from '#components/ui/language.ts';
import '#components/ui/base.css';

function createApp(): App {
  const line = connectPage();
  return {
    worker: line.client,
    onInvalidation(listener, signal) {
      line.onInvalidation(listener, signal);
      line.onReconnect(() => listener(null), signal);
    },
    attend: line.attend,
    platform: createPagePlatform(),
    clock: pageClock,
    randomId,
    entropy: browserEntropy,
  };
}

/** Puts a screen into the page, in place of the content of its HTML. */
export function show(Screen: ComponentType): void {
  setLanguage(document.documentElement);
  const root = document.getElementById('root');
  if (!root) return;
  const app = createApp();
  root.replaceChildren();
  render(
    <AppScope.Provider value={app}>
      <Screen />
    </AppScope.Provider>,
    root,
  );
}
