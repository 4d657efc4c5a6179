// Cards and addresses for the form at which the person chose. They are of no site, so any page that they may be filled
// into can offer them, while it is in front: some of them within an hour, since a page could choose in the person's
// place. A card is not given to a page that comes in clear.
import { isQuiet } from '#app/services/settings.ts';
import { detailFill, showDetails } from '#app/show/details.ts';
import { isPlainText, webUrl } from '#bytes/web-url.ts';
import { siteLabel } from '#logins/site.ts';
import type { Handlers } from '../call/contract.ts';
import { shownOf } from '../conversations/shown.ts';
import type { ContentContract, DetailOffers } from './contract.ts';
import { evenly, padded } from './even.ts';
import {
  type ContentCaller,
  type ContentServing,
  GONE,
  isInFront,
  servedAt,
  siteServed,
  standingAt,
} from './serving.ts';

export function detailHandlers(
  serving: ContentServing,
): Pick<Handlers<ContentContract, ContentCaller>, 'details' | 'fillDetails' | 'addDetails'> {
  const { context, clock, permits } = serving;
  const offered = async (from: ContentCaller): Promise<DetailOffers> => {
    const at = await standingAt(serving, siteServed(from));
    if (at.state !== 'ready') return { state: at.state };
    if (!(await isInFront(serving, from))) return { state: 'off' };
    return { state: 'ready', ...(await showDetails(at.app.store, shownOf(at.open).entries)) };
  };
  return {
    details: (_, from) => evenly(async () => padded(await offered(from)), clock),

    async fillDetails({ id }, from) {
      const at = await servedAt(serving, from);
      if (!at.ok) return at;
      const { app } = at.open;
      const isChosen = permits.spendChoice(from.tabId, at.page.site, id, app.now());
      // In the popup a person chooses also at a site that is offered nothing.
      const isOffered =
        isChosen || ((await isInFront(serving, from)) && !(await isQuiet(app, siteLabel(at.page.site))));
      if (!isOffered) return GONE;
      const details = await detailFill(app.store, id);
      if (details === null) return GONE;
      if ('card' in details && !isPrivate(from.url)) return { ok: false, reason: 'insecure' };
      if (!isChosen && !(await permits.give(at.page.site, id, app.now()))) return GONE;
      return { ok: true, details };
    },

    async addDetails({ what }, from) {
      if (from.windowId !== null) await context.openNewEntry(from.windowId, what);
      return null;
    },
  };
}

function isPrivate(page: string): boolean {
  const url = webUrl(page);
  return url !== null && !isPlainText(url);
}
