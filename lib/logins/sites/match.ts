// Whether an entry belongs to a page, by the rule of its address. A page of one rule is a page of the wider ones,
// too (exact, starts with, host, domain). So none ever joins two sites that `siteOf` holds apart: http and https never
// match each other, whichever of them the entry has.
import { type WebUrl, webUrl } from '#bytes/web-url.ts';
import type { EntrySite } from '../formats/entry.ts';
import { securedSite, siteOf } from '../site.ts';

/** An entry's address comes from a file. */
const MOST_ADDRESS_CHARACTERS = 4096;
/** A host and perhaps a port, before a path: never a scheme, nor a name and a password. */
const HOST = /^(?:\[[0-9a-f:.]+\]|[^\s/?#\\@:[\]]+)(?::\d{1,5})?(?=[/?#]|$)/i;
const ODD = /[\s\\\p{Cc}]/u;

/**
 * The address of an entry; null: it is none. A host without a scheme is read as a site is written (site.ts): https, but
 * http for addresses of machines (`localhost:3000`, `192.168.1.1`).
 */
export function entryAddress(text: string): WebUrl | null {
  if (text.length > MOST_ADDRESS_CHARACTERS || ODD.test(text)) return null;
  const url = HOST.test(text) ? schemeless(text) : webUrl(text);
  return url?.hasUserInfo ? null : url;
}

function schemeless(text: string): WebUrl | null {
  const plain = webUrl(`http://${text}`);
  const site = siteOf(plain?.href ?? '');
  return site !== null && securedSite(site) !== null ? webUrl(`https://${text}`) : plain;
}

const restOf = ({ pathname, search, hash }: WebUrl): string => pathname + search + hash;
/** Its path may mean another one to the server than to us: `..%2f`. */
const isTwisted = ({ pathname }: WebUrl): boolean => /%2f|%5c/i.test(pathname);

/** Signs that begin a part of an address; of an entry that ends in its path, its query or its fragment. */
const PARTS = {
  path: { last: '/', next: '/?#' },
  query: { last: '?&', next: '&#' },
  fragment: { last: '#/?&', next: '/?&' },
} as const;

/**
 * The page's path, query and fragment begin with those of the entry, and the entry's end where a part of the page's
 * ends: `/app` has `/app`, `/app/x` and `/app?x`, not `/apple`; `/app?a=1` has `/app?a=1&b=2`, not `/app?a=12`.
 */
function startsWith(entry: WebUrl, page: WebUrl): boolean {
  const [beginning, whole] = [restOf(entry), restOf(page)];
  if (beginning === whole) return true;
  if (isTwisted(page) || !whole.startsWith(beginning)) return false;
  const { last, next } = PARTS[entry.hash !== '' ? 'fragment' : entry.search !== '' ? 'query' : 'path'];
  return last.includes(beginning.at(-1) as string) || next.includes(whole[beginning.length] as string);
}

/** Total: an address that is not understood belongs to no page. */
export function matches(site: EntrySite, pageUrl: string): boolean {
  if (site.match === 'never' || site.match === 'regex') return false;
  const entry = entryAddress(site.url.trim());
  const page = webUrl(pageUrl);
  if (entry === null || page === null || page.hasUserInfo) return false;
  if (site.match === 'domain') return siteOf(entry.href) === siteOf(page.href);
  if (entry.origin !== page.origin) return false;
  if (site.match === 'host') return true;
  return site.match === 'exact' ? entry.href === page.href : site.match === 'starts-with' && startsWith(entry, page);
}
