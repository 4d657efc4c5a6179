import { render } from 'preact';
import { browserEntropy } from '#adapters/browser/entropy.ts';
import { connectPage } from '#adapters/browser/page-client.ts';
import { createPagePlatform } from '#adapters/browser/page-platform.ts';
import { type App, AppContext, pageClock, randomId } from '#components/model/app.ts';
import { Panel } from '#components/panel/panel.tsx';
import { setLanguage } from '#components/ui/language.ts';
import '#components/ui/base.css';

const line = connectPage();

const app: App = {
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

setLanguage(document.documentElement);
const root = document.getElementById('root');
if (root) {
  root.replaceChildren();
  render(
    <AppContext.Provider value={app}>
      <Panel />
    </AppContext.Provider>,
    root,
  );
}
