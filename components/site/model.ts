// The site in front of the person, for the popup.

import { signal } from '@preact/signals';
import type { SiteView } from '#app/views/sites.ts';
import type { App } from '../model/app.ts';
import { createResource, type Resource } from '../model/resource.ts';

export interface SiteModel extends Resource<SiteView> {
  /** The tab that `value` speaks of. */
  tab(): number | undefined;
}

export interface SiteAnswer {
  tab: number | undefined;
  view: SiteView;
}

/** The site in front, as the popup asks for it before it knows whether the vault is open. */
export const askSite = (app: App) => async (): Promise<SiteAnswer> => {
  const tab = (await app.platform.activeTab()) ?? undefined;
  return { tab, view: await app.worker.site(tab === undefined ? {} : { tabId: tab }) };
};

export function createSite(app: App, lifetime: AbortSignal, ask: () => Promise<SiteAnswer> = askSite(app)): SiteModel {
  const tab = signal<number | undefined>(undefined);
  const resource = createResource(
    app,
    ['site', 'conversations'],
    async () => {
      const answer = await ask();
      tab.value = answer.tab;
      return answer.view;
    },
    lifetime,
  );
  app.platform.onTabChange(() => void resource.reload(), lifetime);
  return { ...resource, tab: () => tab.value };
}
