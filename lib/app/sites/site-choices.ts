// Reading and changing what a person decided of sites: groups that belong together, and plain-text hosts at which no
// question is asked.
import { utf8Length } from '#bytes/utf8.ts';
import { type Site, siteLabel, siteUrl } from '#logins/site.ts';
import { siteAt } from '../logins/entry-records.ts';
import type { AppContext } from '../ports/ports.ts';
import {
  MOST_GROUPS,
  MOST_IN_A_GROUP,
  MOST_PLAIN_SITES,
  NO_SITE_CHOICES,
  type SiteChoices,
  siteChoices,
} from '../records/site-choices.ts';
import { transact } from '../store/transaction.ts';
import type { SiteChoicesView } from '../views/sites.ts';

export async function siteChoicesOf({ store }: Pick<AppContext, 'store'>): Promise<SiteChoices> {
  const [known] = await store.read([siteChoices]);
  return known ?? NO_SITE_CHOICES;
}

export async function showSiteChoices(app: Pick<AppContext, 'store'>): Promise<SiteChoicesView> {
  const { groups, plain } = await siteChoicesOf(app);
  // A plain-text site is written with its scheme, by which it is another one.
  const shown = (site: Site): string => (siteAt(siteLabel(site)) === site ? siteLabel(site) : siteUrl(site));
  return {
    groups: groups.map((group) => group.map(shown)),
    plain: plain.map((site) => ({ site, shown: shown(site) })),
  };
}

/**
 * Puts a group in the place of another one, or beside them; one of fewer than two sites goes.
 * @param at its place; that of none makes a new one @param addresses as a person writes them
 * @returns the address that is none, or whose group is full
 */
export async function changeGroup(
  app: AppContext,
  at: number,
  addresses: readonly string[],
): Promise<{ ok: true } | { ok: false; reason: 'no-address' | 'full'; address: string }> {
  const sites: Site[] = [];
  for (const address of addresses.map((one) => one.trim()).filter((one) => one !== '')) {
    const site = siteAt(address);
    if (site === null || utf8Length(site) > 255) return { ok: false, reason: 'no-address', address };
    if (!sites.includes(site)) sites.push(site);
  }
  const beyond = sites[MOST_IN_A_GROUP];
  if (beyond !== undefined) return { ok: false, reason: 'full', address: siteLabel(beyond) };
  return transact(app.store, [siteChoices], (transaction) => {
    const before = transaction.get(siteChoices) ?? NO_SITE_CHOICES;
    const place = Math.min(at, before.groups.length);
    if (place === MOST_GROUPS) return { ok: false, reason: 'full', address: siteLabel(sites[0] ?? '') };
    const groups = before.groups.toSpliced(place, 1, ...(sites.length < 2 ? [] : [sites]));
    transaction.put(siteChoices, { ...before, groups });
    return { ok: true };
  });
}

/** Whether secrets go over plain text to this site without a question; past the bound the oldest is asked for again. */
export async function setPlain(app: AppContext, site: Site, allowed: boolean): Promise<void> {
  await transact(app.store, [siteChoices], (transaction) => {
    const before = transaction.get(siteChoices) ?? NO_SITE_CHOICES;
    const others = before.plain.filter((one) => one !== site);
    const plain = allowed && utf8Length(site) <= 255 ? [...others, site].slice(-MOST_PLAIN_SITES) : others;
    transaction.put(siteChoices, { ...before, plain });
  });
}
