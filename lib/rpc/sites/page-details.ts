// Cards and addresses for the page in front, in the popup: those of the kinds that it has fields for. Whether the page
// is asked depends on none of them. A frame of another site is not asked.
import { showDetails } from '#app/show/details.ts';
import { siteLabel, siteOf } from '#logins/site.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import { shownOf } from '../conversations/shown.ts';
import type { SitesContract } from './contract.ts';
import type { FillPermits } from './fill-permits.ts';

export function pageDetailHandlers(
  context: WorkerContext,
  permits: FillPermits,
): Pick<Handlers<SitesContract, unknown>, 'pageDetails' | 'fillTabDetails'> {
  const { tabs } = context;
  return {
    async pageDetails({ tabId, enters }) {
      const open = await openVaultOf(context);
      const told = await tabs.details(tabId, '', 'look', enters);
      const has = typeof told === 'string' ? [] : told;
      if (has.length === 0) return { cards: [], addresses: [] };
      const { cards, addresses } = await showDetails(open.app.store, shownOf(open).entries);
      return { cards: has.includes('card') ? cards : [], addresses: has.includes('address') ? addresses : [] };
    },
    async fillTabDetails({ id, what, tabId, site: shown }) {
      const { app } = await openVaultOf(context);
      const tab = await tabs.find(tabId);
      const site = tab === null ? null : siteOf(tab.url);
      if (site === null) return { ok: false, reason: 'no-access' };
      if (siteLabel(site) !== shown) return { ok: false, reason: 'moved' };
      permits.chose({ tabId, site, id, at: app.now() });
      const told = await tabs.details(tabId, id, what, true);
      if (told === 'told') return { ok: true };
      return { ok: false, reason: told === 'no-access' ? told : 'no-form' };
    },
  };
}
