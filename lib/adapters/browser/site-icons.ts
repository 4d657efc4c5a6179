// Icons that Chromium keeps of the sites one has visited, for our own pages: `_favicon/` is no web-accessible resource, so no site can reach it.
// Nothing is fetched from elsewhere. The permission (`favicon`) brings a warning, so it is asked for in a click. Firefox has no such thing.
import { browser } from 'wxt/browser';
import { iconUrl } from '#app/site-icon.ts';

const WANTED = { permissions: ['favicon'] } as never;
/** Of this no icon is kept: what the browser shows in its stead is none of the site's. */
const NOWHERE = 'https://nowhere.invalid/';

const isOffered = (browser.runtime.getManifest().optional_permissions ?? []).includes('favicon' as never);
let standIn: Promise<string | null> | null = null;

async function ask(page: string): Promise<string | null> {
  const query = new URLSearchParams({ pageUrl: page, size: '32' });
  const answer = await fetch(`${browser.runtime.getURL('/')}_favicon/?${query}`).catch(() => null);
  return answer?.ok ? iconUrl(new Uint8Array(await answer.arrayBuffer())) : null;
}

const granted = async (): Promise<boolean> => isOffered && browser.permissions.contains(WANTED);

export const siteIcons = {
  isOffered,
  granted,

  /** Must be called at once in a click, with nothing awaited before. @returns whether it is there now */
  request: (): Promise<boolean> => browser.permissions.request(WANTED),

  async giveBack(): Promise<void> {
    await browser.permissions.remove(WANTED);
  },

  /** Address for an <img> of the icon of a page's host; null: none is kept, or it may not be seen. @param page its origin */
  async of(page: string): Promise<string | null> {
    if (!(await granted())) return null;
    standIn ??= ask(NOWHERE);
    const [icon, none] = await Promise.all([ask(page), standIn]);
    if (none === null) standIn = null;
    return icon === none ? null : icon;
  },

  onChange(listener: () => void, signal: AbortSignal): void {
    browser.permissions.onAdded.addListener(listener);
    browser.permissions.onRemoved.addListener(listener);
    signal.addEventListener('abort', () => {
      browser.permissions.onAdded.removeListener(listener);
      browser.permissions.onRemoved.removeListener(listener);
    });
  },
};
