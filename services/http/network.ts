// Which network addresses a service may be sent to by others. Clients name destinations, so without this anyone could make the service
// call into the network it stands in (server-side request forgery). Allowed is what is globally reachable by the IANA special-purpose
// registries (RFC 6890 and its updates), and nothing else; checked on the address connected to, not on a name looked up before.
import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Fault } from '#bytes/fault.ts';

const special = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(network, prefix, 'ipv4');
}
// Teredo, benchmarking and other protocol assignments; documentation; 6to4, which wraps any IPv4 address; documentation (RFC 9637).
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  special.addSubnet(network, prefix, 'ipv6');
}
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** Whether anybody on the Internet could reach the address as well as this machine can. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  // Mapped and translated forms of IPv4 addresses lie outside 2000::/3 (or in 2002::/16), so they need no rule of their own.
  return family === 6 && globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

const refusal = (): Fault => new Fault('refused', 'peer-private', 'the destination is in a private network');

/** Name look-up for sockets that gives public addresses only: an answer that holds another one is refused as a whole. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) return callback(error, '', 0);
    if (addresses.length === 0 || !addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(refusal() as unknown as NodeJS.ErrnoException, '', 0);
    }
    const [first] = addresses as [LookupAddress];
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
  });
};

/** An origin as it is written in this project: canonical, https, or http where `plain` allows it; null for anything else. */
export function canonicalOrigin(origin: string, plain: boolean): URL | null {
  if (!URL.canParse(origin)) return null;
  const url = new URL(origin);
  const schemeAllowed = url.protocol === 'https:' || (plain && url.protocol === 'http:');
  return schemeAllowed && url.origin === origin ? url : null;
}

/** @throws Fault refused 'peer-private' for a literal address, which sockets connect to without a look-up */
export function requirePublicHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw refusal();
}
