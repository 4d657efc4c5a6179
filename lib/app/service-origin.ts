// What a person typed as the address of a service, as the origin that is asked. Nothing is asked on this machine or in a private network:
// an address from a web page must not make Nucleus call at somebody's router. Whoever runs a service here for development already uses
// one in plain text on this machine, and may add another (the same rule as for invitation links, accept.ts). A name that leads into a
// private network cannot be told from here: the browser looks names up.
import { ORIGIN_BYTES } from '#wire/sizes.ts';

export type NoOrigin = 'malformed' | 'plain' | 'private';

const TYPED = /^(?:(https?):\/\/)?([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?\/?$/;
/** Other schemes, accounts, paths: no service has them. */
const LABELS = /^(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?$/;

/** @param mine origins of the services in use */
export function originOf(typed: string, mine: readonly string[]): { origin: string } | { reason: NoOrigin } {
  const match = TYPED.exec(typed.trim().toLowerCase());
  if (match === null) return { reason: 'malformed' };
  const [, given, name = '', port] = match;
  const host = name.endsWith('.') ? name.slice(0, -1) : name;
  if (
    host === '' ||
    (!isIpv6(host) && !LABELS.test(host)) ||
    (isNumeric(host) && !isIpv4(host)) ||
    Number(port ?? 443) > 65_535
  )
    return { reason: 'malformed' };
  const here = isLoopback(host);
  const developing = mine.some((origin) => origin.startsWith('http:'));
  if (here && !developing) return { reason: 'private' };
  const scheme = given ?? (here ? 'http' : 'https');
  if (scheme === 'http' && !here) return { reason: 'plain' };
  // A single word is more likely half an address than a machine of the network here. Asked is neither.
  if (!here && !isIpv6(host) && !host.includes('.')) return { reason: 'malformed' };
  if (!here && isPrivate(host)) return { reason: 'private' };
  const standard = scheme === 'https' ? 443 : 80;
  const origin = `${scheme}://${host}${port === undefined || Number(port) === standard ? '' : `:${Number(port)}`}`;
  return origin.length > ORIGIN_BYTES ? { reason: 'malformed' } : { origin };
}

const isIpv6 = (host: string): boolean => host.startsWith('[');
/** The last label is a number, so the whole is an address or nothing: `127.1` and `0x7f.1` would be read as one by a browser. */
const isNumeric = (host: string): boolean => !isIpv6(host) && /(^|\.)(\d+|0x[0-9a-f]*)$/.test(host);
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
