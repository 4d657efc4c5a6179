// Icons of the sites of identities, asked for by the rows in sight: a list of thousands costs as much as its visible
// part. Pictures are held for the last of them only, and go when the vault is locked.

import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { App } from '../model/app.ts';

export interface SiteIcons {
  /** Address of a picture for an <img>; null: there is none, or not yet. */
  of(relationship: string): ReadonlySignal<string | null>;
}

/** More than stand on any screen. */
const HELD = 100;

const ofApps = new WeakMap<App, SiteIcons>();

/** One for a page. */
export function siteIconsOf(app: App): SiteIcons {
  const known = ofApps.get(app) ?? createSiteIcons(app, new AbortController().signal);
  ofApps.set(app, known);
  return known;
}

export function createSiteIcons(app: App, lifetime: AbortSignal): SiteIcons {
  const icons = new Map<string, Signal<string | null>>();
  const ask = async (relationship: string, icon: Signal<string | null>): Promise<void> => {
    const known = await app.worker.siteIcon({ relationship }).catch(() => null);
    if (icons.get(relationship) === icon) icon.value = known?.picture ?? null;
  };
  const askAgain = (): void => {
    for (const [relationship, icon] of icons) void ask(relationship, icon);
  };
  app.onInvalidation((invalidation) => {
    if (invalidation?.topic === 'vault') {
      for (const icon of icons.values()) icon.value = null;
      icons.clear();
    } else if (invalidation === null || invalidation.topic === 'site') askAgain();
  }, lifetime);
  return {
    of(relationship) {
      const known = icons.get(relationship);
      const icon = known ?? signal<string | null>(null);
      // The one that was asked for longest ago is first.
      icons.delete(relationship);
      icons.set(relationship, icon);
      const [oldest] = icons.keys();
      if (icons.size > HELD && oldest !== undefined) icons.delete(oldest);
      if (known === undefined) void ask(relationship, icon);
      return icon;
    },
  };
}
