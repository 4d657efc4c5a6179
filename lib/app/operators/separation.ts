// What one operator could put together if two things are done at its services, and so which service is asked: a mailbox
// is not at a mask's gateway, messages are not handed to the operator of my mailbox or the recipient's, tokens are not
// bought at the service that takes them; each as far as there is another. Operators are not known for certain: names
// and keys are compared.
import { equal } from '#bytes/bytes.ts';
import { webUrl } from '#bytes/web-url.ts';
import { siteOf } from '#logins/site.ts';

/** A service as far as it is known; an issuer shows no key of this kind. */
export interface KnownService {
  readonly origin: string;
  readonly key: Uint8Array | null;
}

/**
 * How two places hang together: one connection carries both, as far as can be told the same people see both, or
 * neither.
 */
export const NEARNESS = { line: 2, operator: 1, none: 0 } as const;
export type Nearness = (typeof NEARNESS)[keyof typeof NEARNESS];

/** Why two services seem to be run by the same people; null: they do not. */
export function alikeOf(one: KnownService, other: KnownService): 'key' | 'domain' | null {
  if (one.key !== null && other.key !== null && equal(one.key, other.key)) return 'key';
  const site = siteOf(one.origin);
  return hostOf(one.origin) === hostOf(other.origin) || (site !== null && site === siteOf(other.origin))
    ? 'domain'
    : null;
}

/** By names alone. */
export const sameOperator = (one: string, other: string): boolean =>
  alikeOf({ origin: one, key: null }, { origin: other, key: null }) !== null;

/** Without the port; all of the text if it is no address. */
const hostOf = (origin: string): string => webUrl(origin)?.hostname ?? origin;

/** How near a place is to the nearest of the others. */
export function nearnessOf(one: KnownService, others: readonly KnownService[]): Nearness {
  if (others.some(({ origin }) => origin === one.origin)) return NEARNESS.line;
  return others.some((other) => alikeOf(one, other) !== null) ? NEARNESS.operator : NEARNESS.none;
}

/** Those farthest from the others first; of equally far ones the order stays. */
export function farthestFirst<T>(
  all: readonly T[],
  placeOf: (one: T) => KnownService,
  others: readonly KnownService[],
): T[] {
  return all.toSorted((a, b) => nearnessOf(placeOf(a), others) - nearnessOf(placeOf(b), others));
}

/**
 * Of those farthest from a place, one by chance of `id` (random bytes), which gives the same one again. Null: there is
 * none.
 */
export function farthestBy<T>(
  all: readonly T[],
  placeOf: (one: T) => KnownService,
  from: KnownService,
  id: Uint8Array,
): T | null {
  const nearest = Math.min(...all.map((one) => nearnessOf(placeOf(one), [from])));
  const far = all.filter((one) => nearnessOf(placeOf(one), [from]) === nearest);
  return far[(id[0] ?? 0) % far.length] ?? null;
}
