// How the gateway asks about domains: over the real DNS, with short patience, or in development from a static zone,
// which asks no server. Answers have the shapes of `dns.promises.resolve`, which the authentication library expects.
import { Resolver } from 'node:dns/promises';

export type DnsAnswers = string[] | string[][] | { exchange: string; priority: number }[];
/** Gives up, and lets go of what it uses, when `signal` is aborted. */
export type Resolve = (name: string, type: string, signal: AbortSignal) => Promise<DnsAnswers>;

/** Name → values of its TXT records; other types as `A name`, `AAAA name`, `MX name` (values `priority host`). */
export type Zone = Readonly<Record<string, readonly string[]>>;

export function zoneResolver(zone: Zone): Resolve {
  const records = new Map(
    Object.entries(zone).map(([key, values]) => [canonical(key.includes(' ') ? key : `TXT ${key}`), values]),
  );
  return async (name, type) => {
    const values = records.get(canonical(`${type} ${name}`));
    if (values === undefined) throw Object.assign(new Error('not in the zone'), { code: 'ENOTFOUND' });
    if (type === 'TXT') return values.map((value) => [value]);
    if (type !== 'MX') return [...values];
    return values.map((value) => {
      const [priority = '', exchange = ''] = value.split(' ');
      return { priority: Number(priority), exchange };
    });
  };
}

const canonical = (key: string): string => key.toLowerCase().replace(/\.$/, '');

/** @param servers `address:port` of name servers, instead of the machine's own */
export function dnsResolver(servers?: readonly string[]): Resolve {
  return async (name, type, signal) => {
    // One for each question: a resolver can cancel only all that it was asked.
    const resolver = new Resolver({ timeout: 2500, tries: 2 });
    if (servers !== undefined) resolver.setServers(servers);
    const stop = () => resolver.cancel();
    signal.addEventListener('abort', stop, { once: true });
    try {
      return (await resolver.resolve(name, type)) as DnsAnswers;
    } finally {
      signal.removeEventListener('abort', stop);
    }
  };
}
