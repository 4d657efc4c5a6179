// Which entries are offered where: an entry stands in the index of each of its sites, until it is deleted.
import { equal } from '#bytes/bytes.ts';
import type { Site } from '#logins/site.ts';
import { idBytes } from '../conversation/conversation.ts';
import { entry } from '../records/entry.ts';
import { site } from '../records/login.ts';
import { NO_SITE_CHOICES, siteChoices } from '../records/site-choices.ts';
import type { Store } from '../store/store.ts';
import type { Transaction } from '../store/transaction.ts';
import { sitesOf } from './entry-records.ts';

/** As many as one record holds; of a site with more the oldest are offered no longer, and stay in the list. */
const MOST_AT_A_SITE = 64;

/** Moves an entry from the indexes of some sites to those of others. */
export function moveBetweenSites(
  transaction: Transaction,
  id: string,
  from: readonly Site[],
  to: readonly Site[],
): void {
  const bytes = idBytes(id);
  for (const at of new Set([...from, ...to])) {
    const before = transaction.get(site(at))?.relationships ?? [];
    const others = before.filter((one) => !equal(one, bytes));
    const after = to.includes(at) ? [...others, bytes].slice(-MOST_AT_A_SITE) : others;
    if (after.length === 0) transaction.remove(site(at));
    else transaction.put(site(at), { relationships: after });
  }
}

/**
 * The sites of one account: its own, those that the person added, and those that they say are one with any of these.
 */
export async function accountSites(store: Pick<Store, 'read'>, id: string, own: Site): Promise<Site[]> {
  const [kept, choices] = await store.read([entry(id), siteChoices] as const);
  const sites = [own, ...sitesOf(kept?.sites ?? [])];
  const { groups } = choices ?? NO_SITE_CHOICES;
  const joined = groups.filter((group) => group.some((one) => sites.includes(one))).flat();
  return [...new Set([...sites, ...joined])];
}
