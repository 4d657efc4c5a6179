// The search over all log-ins and the person's own addresses, for the menu in a page.
import { knownToSite, type Mask, mask } from '#app/records/mask.ts';
import { siteLabel } from '#logins/site.ts';
import type { Handlers } from '../call/contract.ts';
import { findLogins, ownAddressesOf } from '../sites/asking.ts';
import type { ContentContract } from './contract.ts';
import { evenly, padded } from './even.ts';
import { type ContentCaller, type ContentServing, isInFront, siteServed, standingAt } from './serving.ts';

/** As many as the menu has room for. */
const MOST_FOUND = 8;
const MOST_ADDRESSES = 4;

export function searchHandlers(
  serving: ContentServing,
): Pick<Handlers<ContentContract, ContentCaller>, 'search' | 'ownAddresses'> {
  const { context, clock, permits } = serving;
  /** Only a page that the person has in front of them asks what they typed. */
  const inFront = async (from: ContentCaller) => {
    const at = await standingAt(serving, siteServed(from));
    return at.state === 'ready' && (await isInFront(serving, from)) ? at : null;
  };
  return {
    async search({ query }, from) {
      return evenly(async () => {
        const at = query.trim() === '' ? null : await inFront(from);
        if (at === null) return padded({ found: [] });
        await context.used();
        const items = await findLogins(at.open, query, MOST_FOUND);
        permits.searched(
          from.tabId,
          at.site,
          items.map(({ id }) => id),
        );
        const masks = await at.open.app.store.read(items.map(({ id }) => mask(id)));
        const formerOf = (held: Mask | null | undefined): string | null => (held == null ? null : knownToSite(held));
        return padded({
          found: items.map(({ id, title, picture, username, host, hasPassword }, index) => ({
            ...{
              id,
              name: title,
              picture,
              mask: username,
              former: formerOf(masks[index]),
              hasPassword,
              inTab: false,
              isUnused: false,
              proposedAt: null,
              proposedSeen: 'nothing',
            },
            host: host === siteLabel(at.site) ? null : (host ?? ''),
          })),
        });
      }, clock);
    },

    async ownAddresses(_, from) {
      return evenly(async () => {
        const at = await inFront(from);
        return padded({
          addresses: at === null ? [] : await ownAddressesOf(at.open, MOST_ADDRESSES),
        });
      }, clock);
    },
  };
}
