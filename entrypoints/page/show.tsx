// Composes popup, side panel, options and welcome: one app, and a screen of its own in each.
import { type ComponentType, render } from 'preact';
import { browserEntropy } from '#adapters/browser/entropy.ts';
import { connectPage } from '#adapters/browser/page-client.ts';
import { createPagePlatform } from '#adapters/browser/page-platform.ts';
import { type App, AppScope, pageClock, randomId } from '#components/model/app.ts';
import { Boundary } from '#components/ui/boundary.tsx';
import { Button } from '#components/ui/button.tsx';
import { setLanguage } from '#components/ui/language.ts';
import { Notice } from '#components/ui/surfaces.tsx';
import { i18n } from '#i18n';
import type { Glimpse } from '#rpc/page/glimpse.ts';
import '#components/ui/base.css';

/** Longer than a frame takes: a page out of sight paints none. */
const NO_FRAME_MS = 250;

/** After the next frame, or as long as one takes. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, NO_FRAME_MS);
    requestAnimationFrame(() => setTimeout(resolve));
  });
}

function createApp(glimpse: Glimpse | null): App {
  const line = connectPage(glimpse === null ? Promise.resolve() : painted());
  return {
    worker: line.client,
    onInvalidation(listener, signal) {
      line.onInvalidation(listener, signal);
      line.onReconnect(() => listener(null), signal);
    },
    attend: line.attend,
    platform: createPagePlatform(),
    glimpse,
    clock: pageClock,
    randomId,
    entropy: browserEntropy,
  };
}

/**
 * Puts a screen into the page, in place of what stood in its HTML.
 * @param glimpse shown until the worker answers; null: nothing is
 */
export function show(Screen: ComponentType, glimpse: Glimpse | null = null): void {
  setLanguage(document.documentElement);
  const root = document.getElementById('root');
  if (!root) return;
  const app = createApp(glimpse);
  root.removeAttribute('aria-busy');
  root.replaceChildren();
  render(
    <AppScope.Provider value={app}>
      <Boundary
        instead={
          <Notice
            tone="bad"
            acts={
              <Button small onPress={() => location.reload()}>
                {i18n.t('common.reload')}
              </Button>
            }
          >
            {i18n.t('common.broken')}
          </Notice>
        }
      >
        <Screen />
      </Boundary>
    </AppScope.Provider>,
    root,
  );
}
