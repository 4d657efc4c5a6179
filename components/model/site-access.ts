// The browser's permission to see pages: whether it is there, and asking for it. The question may only come straight
// out of a click, so nothing is awaited before it.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { App } from './app.ts';

export interface SiteAccessModel {
  /** null: not known yet. */
  readonly granted: ReadonlySignal<boolean | null>;
  /** The person was asked and said no. */
  readonly refused: ReadonlySignal<boolean>;
  request(): Promise<void>;
}

export function createSiteAccess({ platform }: App): SiteAccessModel {
  const granted = signal<boolean | null>(null);
  const refused = signal(false);
  void platform.siteAccess.granted().then((answer) => {
    granted.value = answer;
  });
  return {
    granted,
    refused,
    async request() {
      const answer = await platform.siteAccess.request().catch(() => false);
      granted.value = answer;
      refused.value = !answer;
    },
  };
}
