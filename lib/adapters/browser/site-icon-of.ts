// Icons that Chromium keeps of the pages one has visited, for us alone: `_favicon/` is no web-accessible resource, so
// no site can reach it. Nothing is fetched from elsewhere. For the worker, which looks at what it gets.
import { browser } from 'wxt/browser';
import { iconUrl } from '#app/sites/site-icon.ts';
import { siteIcons } from './site-icons.ts';

/** No icon is kept of this address: the browser shows its stand-in, which is no site's. */
const NOWHERE = 'https://nowhere.invalid/';

async function ask(page: string): Promise<string | null> {
  const query = new URLSearchParams({ pageUrl: page, size: '32' });
  const answer = await fetch(`${browser.runtime.getURL('/')}_favicon/?${query}`).catch(() => null);
  return answer?.ok ? iconUrl(new Uint8Array(await answer.arrayBuffer())) : null;
}

/**
 * A page's icon as a `data:` address; null: none is kept, or it may not be seen. Asked by the whole address: of a host
 * alone none is known.
 */
export async function siteIconOf(page: string): Promise<string | null> {
  if (!(await siteIcons.granted())) return null;
  const [icon, none] = await Promise.all([ask(page), ask(NOWHERE)]);
  return icon === none ? null : icon;
}
