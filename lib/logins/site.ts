// Which site an address belongs to: the unit an identity is for. Public Suffix List by tldts, private suffixes
// included, since `alex.github.io` and `blair.github.io` are two people's sites. Must never join two sites on a
// likeness of names: unequal texts are different sites. Takes text, gives text or null; an address that is no web
// page's has no site.
import { parse } from 'tldts';
import { webUrl } from '#bytes/web-url.ts';

/**
 * `shop.example` for https, `http://shop.example` for http; for hosts without a registrable domain `https://host:port`
 * and `host:port`.
 */
export type Site = string;

/**
 * The site of an URL or origin, read as a browser reads it, or null for anything that is not http(s).
 * - a registrable domain (eTLD+1) stands for all its hosts and ports over https; over http the scheme is part of the
 *   site, so that a network attacker's plain-text page is never offered a log-in of the https one;
 * - IP addresses, `localhost` and one-word hosts are `host:port`, with the scheme if it is https: each port is another
 *   program's, and plain text from it may be anybody's;
 * - every host under `.localhost` is its own site, port included, as each is on a developer's machine.
 */
export function siteOf(url: string): Site | null {
  const parsed = webUrl(url);
  if (parsed === null) return null;
  const { scheme, hostname, port } = parsed;
  const bare = hostname.replace(/\.$/, '');
  const { domain, isIp } = parse(bare, { allowPrivateDomains: true, extractHostname: false });
  if (isIp || !bare.includes('.') || bare.endsWith('.localhost'))
    return `${scheme === 'https' ? 'https://' : ''}${bare}:${port}`;
  // A host that is a public suffix itself has no registrable domain: it stands for itself alone.
  const name = domain ?? bare;
  return scheme === 'https' ? name : `${PLAIN}${name}`;
}

const PLAIN = 'http://';

/** The same site over https, of one that comes in clear; null: it does not, or is a machine's, with no scheme. */
export const securedSite = (site: Site): Site | null => (site.startsWith(PLAIN) ? site.slice(PLAIN.length) : null);

/** Whether two URLs belong to one site. */
export function sameSite(a: string, b: string): boolean {
  const site = siteOf(a);
  return site !== null && site === siteOf(b);
}

/**
 * The registrable domain of an e-mail address or host, for "did this come from the site?"; null if there is none.
 */
export function domainOf(addressOrHost: string): string | null {
  const host = addressOrHost
    .slice(addressOrHost.lastIndexOf('@') + 1)
    .trim()
    .toLowerCase()
    .replace(/[.>]+$/, '');
  if (host === '') return null;
  const { domain, isIp } = parse(host, { allowPrivateDomains: true, extractHostname: false });
  if (isIp) return host;
  // What is no host is no part of one either: a parser of URLs would look for one in it.
  if (/[^\p{L}\p{M}\p{N}._-]/u.test(host)) return null;
  return host.includes('.') ? domain : host;
}

/** An address of a site, as an entry has it: `siteOf` of it is the site. */
export function siteUrl(site: Site): string {
  if (site.includes('://')) return site;
  const secure = `https://${site}`;
  return siteOf(secure) === site ? secure : `http://${site}`;
}

/** How a person reads a site: without scheme, and without a port that says nothing. */
export function siteLabel(site: Site): string {
  const [bare = site] = ['https://', 'http://']
    .filter((start) => site.startsWith(start))
    .map((start) => site.slice(start.length));
  return bare.replace(/:(80|443)$/, '');
}
