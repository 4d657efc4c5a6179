// The address of a service that a person typed, as the origin to ask. Nothing on this machine or in a private network
// is asked: an address from a web page must not make Nucleus call a router. Only a developer who uses a local service
// in plain text already may add another (as for invitation links, accept.ts). A public name that leads into a private
// network cannot be told here: the browser looks names up.
import { type WebUrl, webUrl } from '#bytes/web-url.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';

export type NoOrigin = 'malformed' | 'plain' | 'private';

const SCHEMES = ['https', 'http'] as const;
/** At the end of the typed text. */
const PORT = /:\d{1,5}(?=\/?$)/;
const LABELS = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?$/;

/** @param mine origins of the services in use */
export function originOf(typed: string, mine: readonly string[]): { origin: string } | { reason: NoOrigin } {
  const text = typed.trim().toLowerCase();
  const given = SCHEMES.find((scheme) => text.startsWith(`${scheme}://`));
  const url = webUrl(given === undefined ? `https://${text}` : text);
  if (url === null || !isPlain(url, given === undefined ? text : text.slice(given.length + 3)))
    return { reason: 'malformed' };
  const host = url.hostname.replace(/\.$/, '');
  if (!isIpv6(host) && !LABELS.test(host)) return { reason: 'malformed' };
  const here = isLoopback(host);
  const developing = mine.some((origin) => origin.startsWith('http:'));
  if (here && !developing) return { reason: 'private' };
  const scheme = given ?? (here ? 'http' : 'https');
  if (scheme === 'http' && !here) return { reason: 'plain' };
  // A single word is more likely half an address than a machine of the network here. Neither is asked.
  if (!here && !isIpv6(host) && !host.includes('.')) return { reason: 'malformed' };
  if (!here && isPrivate(host)) return { reason: 'private' };
  const port = PORT.exec(text)?.[0] ?? '';
  const origin = webUrl(`${scheme}://${host}${port}`)?.origin;
  return origin === undefined || origin.length > ORIGIN_BYTES ? { reason: 'malformed' } : { origin };
}

const isIpv6 = (host: string): boolean => host.startsWith('[');

/**
 * Nothing but a host and a port, written as a browser writes them: no account, no path, no `127.1` and no letters that
 * become others.
 */
function isPlain({ hostname, hasUserInfo, pathname, search, hash }: WebUrl, typed: string): boolean {
  if (hasUserInfo || pathname !== '/' || search !== '' || hash !== '') return false;
  const host = typed.replace(/\/$/, '').replace(PORT, '');
  return isIpv6(hostname) ? isIpv6(host) : host === hostname;
}
const isIpv4 = (host: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(host) &&
  host.split('.').every((part) => String(Number(part)) === part && Number(part) < 256);

function isLoopback(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || (isIpv4(host) && host.startsWith('127.'))
  );
}

/** Names that no public name server knows (RFC 6761, RFC 6762, RFC 8375, and what networks call themselves). */
const PRIVATE_NAME = /(^|\.)(local|internal|lan|home|home\.arpa|corp|intranet|test|invalid|onion)$/;

function isPrivate(host: string): boolean {
  if (isIpv6(host)) return !/^\[[23][0-9a-f]{3}:/.test(host) || /^\[(2002|2001:0?db8|2001:0{0,4}):/.test(host);
  if (!isIpv4(host)) return PRIVATE_NAME.test(host);
  const [a = 0, b = 0] = host.split('.').map(Number);
  return (
    a === 0 ||
    a === 10 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
}
