// Which entries are offered where: an entry stands in the index of each of its sites, until it is deleted.
import { equal } from '#bytes/bytes.ts';
import type { Site } from '#logins/site.ts';
import { idBytes } from '../conversation/conversation.ts';
import { site } from '../records/login.ts';
import type { Transaction } from '../store/transaction.ts';

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
