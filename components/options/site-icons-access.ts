// Whether we may show the icons that the browser keeps of sites. The question may only come straight out of a click, so
// nothing is awaited before it.

import { type ReadonlySignal, signal } from '@preact/signals';
import type { App } from '../model/app.ts';

export interface SiteIconsAccess {
  /** null: not known yet. */
  readonly granted: ReadonlySignal<boolean | null>;
  /** The person was asked and said no. */
  readonly refused: ReadonlySignal<boolean>;
  request(): Promise<void>;
  giveBack(): Promise<void>;
}

export function createSiteIconsAccess({ platform: { siteIcons } }: App): SiteIconsAccess {
  const granted = signal<boolean | null>(null);
  const refused = signal(false);
  const read = async () => {
    granted.value = await siteIcons.granted();
  };
  void read();
  return {
    granted,
    refused,
    async request() {
      refused.value = !(await siteIcons.request().catch(() => false));
      await read();
    },
    async giveBack() {
      await siteIcons.giveBack();
      await read();
    },
  };
}
