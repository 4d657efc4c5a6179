// Log-ins of sites that belong to the one in front of the person, by their own groups or by a list: offered after those
// of the site itself, with the host that they are of.
import { type Site, siteLabel, siteOf } from '#logins/site.ts';
import { isOfName, type SharedName } from '#logins/sites/quirks.ts';
import type { AppContext } from '../ports/ports.ts';
import { likeliestAt, type SiteIdentity } from './sites.ts';

export interface OfferedAt extends SiteIdentity {
  /** The host that it is of; null: of the site itself. */
  readonly host: string | null;
}

/** The likeliest first. @param names of sites that belong to this one */
export async function offeredAt(
  app: Pick<AppContext, 'store'>,
  at: Site,
  pageUrl: string,
  names: readonly SharedName[],
): Promise<OfferedAt[]> {
  const offered: OfferedAt[] = (await likeliestAt(app, at, pageUrl)).map((one) => ({ ...one, host: null }));
  const known = new Set(offered.map(({ id }) => id));
  for (const name of names) {
    const site = name.own ? name.name : siteOf(`https://${name.name}`);
    if (site === null || site === at) continue;
    for (const one of await likeliestAt(app, site)) {
      if (known.has(one.id) || !one.addresses.some((address) => isOfName(address, name))) continue;
      known.add(one.id);
      offered.push({ ...one, host: siteLabel(site) });
    }
  }
  return offered;
}
