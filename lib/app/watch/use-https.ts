// A log-in of pages without https is offered on those with it from now on, and on the former no longer.
import { securedSite } from '#logins/site.ts';
import { entryAddress } from '#logins/sites/match.ts';
import { moveBetweenSites } from '../logins/at-sites.ts';
import { changeIn, presentOf } from '../logins/change.ts';
import { siteAt, sitesOf } from '../logins/entry-records.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry, entryHistory } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { relationship } from '../records/relationship.ts';
import { STRICT, type StrictTransaction, transact } from '../store/transaction.ts';

/** Its port goes, too: with https it is another one. */
function secured(url: string): string {
  const site = siteAt(url);
  const address = site !== null && securedSite(site) !== null ? entryAddress(url.trim()) : null;
  return address === null ? url : `https://${address.hostname}${address.pathname}${address.search}${address.hash}`;
}

/** @returns false: there is nothing (any more) to change */
export async function useHttps(app: AppContext, id: string): Promise<boolean> {
  const now = app.now();
  return transact(
    app.store,
    [entry(id), login(id), mask(id), entryHistory(id), relationship(id)],
    (transaction) => {
      const present = presentOf(transaction, id);
      if (present === null) return false;
      const before = present.before.sites;
      const after = before.map((one) => ({ ...one, url: secured(one.url) }));
      const isChanged = after.some(({ url }, at) => url !== before[at]?.url);
      if (isChanged) changeIn(transaction, id, present, { sites: after }, now);
      return (present.isIdentity && moveIdentity(transaction, id)) || isChanged;
    },
    STRICT,
  );
}

/** An identity stands at the site that it was made for, and its mask hears from that one. */
function moveIdentity(transaction: StrictTransaction, id: string): boolean {
  const [fills, held] = [transaction.get(login(id)), transaction.get(mask(id))];
  const to = fills && securedSite(fills.site);
  if (fills === null || to === null) return false;
  transaction.put(login(id), { ...fills, site: to });
  if (held?.site === fills.site) transaction.put(mask(id), { ...held, site: to });
  const others = sitesOf(transaction.get(entry(id))?.sites ?? []);
  moveBetweenSites(transaction, id, [fills.site], [to, ...others]);
  return true;
}
