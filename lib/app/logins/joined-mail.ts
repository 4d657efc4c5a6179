// Mail of a domain that was joined to its account after it came: kept as the leak that it was then, and read by the
// sites of today, so that a domain which is taken out again is a stranger's as before.
import { siteOrganisation } from '../mail/vouching.ts';
import { mask } from '../records/mask.ts';
import type { Message } from '../records/message.ts';
import type { Store } from '../store/store.ts';
import { accountSites } from './at-sites.ts';

/** @returns them all, in their order; those of the account's own domains without the mark of a leak */
export async function judgedToday<M extends Message | null>(
  store: Pick<Store, 'read'>,
  id: string,
  messages: readonly M[],
): Promise<readonly (M | Message)[]> {
  if (!messages.some((one) => leakOf(one) !== null)) return messages;
  const own = await ownOrganisations(store, id);
  return messages.map((one) => {
    const from = leakOf(one);
    if (one?.content.kind !== 'mail' || from === null || !own.has(from)) return one;
    return { ...one, content: { kind: 'mail', value: { ...one.content.value, leakedFrom: null } } };
  });
}

const leakOf = (one: Message | null): string | null =>
  one?.content.kind === 'mail' ? one.content.value.leakedFrom : null;

/** Of the account that a mask is for; none without a mask. */
export async function ownOrganisations(store: Pick<Store, 'read'>, id: string): Promise<ReadonlySet<string>> {
  const [held] = await store.read([mask(id)]);
  const sites = held === null ? [] : await accountSites(store, id, held.site);
  return new Set(sites.map(siteOrganisation));
}
