// Icons that Chromium keeps of the pages one has visited, for us alone: `_favicon/` is no web-accessible resource, so
// no site can reach it. Nothing is fetched from elsewhere. The permission (`favicon`) brings a warning, so it is asked
// for in a click. Firefox has no such thing.
import { browser } from 'wxt/browser';
import { iconUrl } from '#app/sites/site-icon.ts';

const WANTED = { permissions: ['favicon'] } as never;
/** No icon is kept of this address: the browser shows its stand-in, which is no site's. */
const NOWHERE = 'https://nowhere.invalid/';

async function ask(page: string): Promise<string | null> {
  const query = new URLSearchParams({ pageUrl: page, size: '32' });
  const answer = await fetch(`${browser.runtime.getURL('/')}_favicon/?${query}`).catch(() => null);
  return answer?.ok ? iconUrl(new Uint8Array(await answer.arrayBuffer())) : null;
}

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

  /**
   * A page's icon as a `data:` address; null: none is kept, or it may not be seen. Asked by the whole address: of a
   * host alone none is known.
   */
  async of(page: string): Promise<string | null> {
    if (!(await siteIcons.granted())) return null;
    const [icon, none] = await Promise.all([ask(page), ask(NOWHERE)]);
    return icon === none ? null : icon;
  },
};
