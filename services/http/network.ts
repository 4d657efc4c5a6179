// Which network addresses other parties may send a service to. Clients name destinations, so without this anyone could
// make the service call into its own network (server-side request forgery). Only globally reachable addresses are
// allowed, by the IANA special-purpose registries (RFC 6890 and its updates); checked on the address connected to, not
// on a name looked up before.
import type { LookupAddress } from 'node:dns';
import { Resolver } from 'node:dns/promises';
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
// Teredo, benchmarking and other protocol assignments; documentation; 6to4, which wraps any IPv4 address; documentation
// (RFC 9637).
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
  // Mapped and translated forms of IPv4 addresses lie outside 2000::/3 (or in 2002::/16), so they need no rule of their
  // own.
  return family === 6 && globalUnicast.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

const refusal = (): Fault => new Fault('refused', 'peer-private', 'the destination is in a private network');

/** Names that the public DNS does not know (RFC 6761, RFC 6762 and what networks call themselves); a router may. */
const PRIVATE_NAME = /(^|\.)(localhost|local|internal|lan|home|home\.arpa|corp|intranet)\.?$|^[^.]*\.?$/i;

// Not the system's look-up: it takes one of four threads until it is answered, and names of dead name servers, which
// anybody may give us by the thousand, would hold all four for hours. This one waits on sockets.
const resolver = new Resolver({ timeout: 2500, tries: 2 });

/**
 * Public addresses of a name, those of IPv4 first. @throws Fault refused 'peer-private' if one is not public; Node's
 * error
 */
async function publicAddressesOf(hostname: string): Promise<[LookupAddress, ...LookupAddress[]]> {
  if (PRIVATE_NAME.test(hostname)) throw refusal();
  const answers = await Promise.allSettled([resolver.resolve4(hostname), resolver.resolve6(hostname)]);
  const found = answers.flatMap((answer, at) =>
    answer.status === 'fulfilled' ? answer.value.map((address) => ({ address, family: at === 0 ? 4 : 6 })) : [],
  );
  const [first, ...others] = found;
  if (first === undefined) throw (answers[0] as PromiseRejectedResult).reason;
  if (!found.every(({ address }) => isPublicAddress(address))) throw refusal();
  return [first, ...others];
}

/**
 * Name look-up for sockets that gives public addresses only: an answer that holds another one is refused as a whole.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  publicAddressesOf(hostname).then(
    (addresses) => {
      const fit = addresses.filter(({ family }) => !options.family || options.family === family);
      const [first = addresses[0]] = fit;
      if (options.all) callback(null, fit.length > 0 ? fit : addresses);
      else callback(null, first.address, first.family);
    },
    (error: NodeJS.ErrnoException) => callback(error, '', 0),
  );
};

/**
 * An origin as it is written in this project: canonical, https, or http if `plain` allows it; null for anything else.
 */
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
