// The site in front of the person, for the popup.

import { signal } from '@preact/signals';
import type { SiteView } from '#rpc/views.ts';
import type { App } from './app.ts';
import { createResource, type Resource } from './resource.ts';

export interface SiteModel extends Resource<SiteView> {
  /** The tab that `value` speaks of. */
  tab(): number | undefined;
}

export function createSite(app: App, lifetime: AbortSignal): SiteModel {
  const tab = signal<number | undefined>(undefined);
  const resource = createResource(
    app,
    ['site', 'conversations'],
    async () => {
      tab.value = (await app.platform.activeTab()) ?? undefined;
      return app.worker.site(tab.value === undefined ? {} : { tabId: tab.value });
    },
    lifetime,
  );
  app.platform.onTabChange(() => void resource.reload(), lifetime);
  return { ...resource, tab: () => tab.value };
}
