// Where the gateway asks about domains: the real DNS, with short patience, or in development a static zone, which never asks anybody.
// Answers have the shapes of `dns.promises.resolve`, which the authentication library expects.
import { Resolver } from 'node:dns/promises';

export type DnsAnswers = string[] | string[][] | { exchange: string; priority: number }[];
export type Resolve = (name: string, type: string) => Promise<DnsAnswers>;

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

export function dnsResolver(): Resolve {
  const resolver = new Resolver({ timeout: 2500, tries: 2 });
  return (name, type) => resolver.resolve(name, type) as Promise<DnsAnswers>;
}
