// The permission to see the icons that Chromium keeps of the pages one has visited (site-icon-of.ts). It brings a
// warning, so it is asked for in a click. Firefox has no such thing.
import { browser } from 'wxt/browser';

const WANTED = { permissions: ['favicon'] } as never;

export const siteIcons = {
  /** Whether this browser could let us see them. */
  get isOffered(): boolean {
    return (browser.runtime.getManifest().optional_permissions ?? []).includes('favicon' as never);
  },

  granted: async (): Promise<boolean> => siteIcons.isOffered && browser.permissions.contains(WANTED),

  /** Must be called at once in a click, with nothing awaited before. @returns whether it is there now */
  request: (): Promise<boolean> => browser.permissions.request(WANTED),

  async giveBack(): Promise<void> {
    await browser.permissions.remove(WANTED);
  },
};
