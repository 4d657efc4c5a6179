// A log-in of pages without https is offered on those with it from now on, and on the former no longer.
import { securedSite } from '#logins/site.ts';
import { entryAddress } from '#logins/sites/match.ts';
import { moveBetweenSites } from '../logins/at-sites.ts';
import { changeEntry } from '../logins/change.ts';
import { entryFor, siteAt, sitesOf } from '../logins/entry-records.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { relationship } from '../records/relationship.ts';
import { STRICT, transact } from '../store/transaction.ts';

/** Its port goes, too: with https it is another one. */
function secured(url: string): string {
  const site = siteAt(url);
  const address = site !== null && securedSite(site) !== null ? entryAddress(url.trim()) : null;
  return address === null ? url : `https://${address.hostname}${address.pathname}${address.search}${address.hash}`;
}

/** @returns false: there is nothing (any more) to change */
export async function useHttps(app: AppContext, id: string): Promise<boolean> {
  const [kept, fills, its] = await app.store.read([entry(id), login(id), relationship(id)]);
  if (kept === null && fills === null) return false;
  const before = (kept ?? entryFor(fills)).sites;
  const after = before.map((one) => ({ ...one, url: secured(one.url) }));
  const isChanged = after.some(({ url }, at) => url !== before[at]?.url);
  if (isChanged) await changeEntry(app, id, { sites: after });
  if (fills === null || its === null || securedSite(fills.site) === null) return isChanged;
  await moveIdentity(app, id);
  return true;
}

/** An identity stands at the site that it was made for, and its mask hears from that one. */
async function moveIdentity(app: AppContext, id: string): Promise<void> {
  await transact(
    app.store,
    [login(id), mask(id), entry(id)],
    (transaction) => {
      const [fills, held] = [transaction.get(login(id)), transaction.get(mask(id))];
      const to = fills && securedSite(fills.site);
      if (fills === null || to === null) return;
      transaction.put(login(id), { ...fills, site: to });
      if (held?.site === fills.site) transaction.put(mask(id), { ...held, site: to });
      const others = sitesOf(transaction.get(entry(id))?.sites ?? []);
      moveBetweenSites(transaction, id, [fills.site], [to, ...others]);
    },
    STRICT,
  );
}
