// Adding one-time codes: reading them off the page in front, finding the log-in that they belong to, keeping them.
import { addOneTimes, removeOneTime } from '#app/logins/one-time-codes.ts';
import { likeliestAt, type SiteIdentity } from '#app/sites/sites.ts';
import type { CodePlaceView } from '#app/views/codes.ts';
import type { EntryRowView } from '#app/views/entries.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { issuerKin } from '#logins/one-time/kin.ts';
import { siteLabel, siteOf } from '#logins/site.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import { shownOf } from '../conversations/shown.ts';
import type { CodesContract } from './contract.ts';
import { type HeldPage, type HeldView, heldPicture } from './held-page.ts';

const MOST_PLACES = 8;

export function codeHandlers(context: WorkerContext, held: HeldPage): Handlers<CodesContract, unknown> {
  const appOf = async () => (await openVaultOf(context)).app;
  return {
    async holdPage({ tabId }) {
      const now = context.now();
      const view = await heldPicture(context.tabs, tabId);
      if (view === null) return { ok: false, reason: 'no-access' };
      held.hold(Promise.resolve(view), now);
      return { ok: true };
    },
    async heldPage(): Promise<HeldView | null> {
      return held.take(context.now());
    },
    async codePlaces({ issuer, account, url, query }) {
      const open = await openVaultOf(context);
      const site = url === null ? null : siteOf(url);
      const label = site === null ? null : siteLabel(site);
      const here = site === null || query !== '' ? [] : await likeliestAt(open.app, site);
      const words = query === '' ? issuer : query;
      const page = { offset: 0, limit: MOST_PLACES };
      const named = words === '' ? [] : (await shownOf(open).entries.list('login', words, page)).items;
      const all = [
        ...here.map((one) => placeAt(one, label, issuer)),
        ...named.map((row) => placeOf(row, issuer)),
      ].filter(({ id }, at, places) => places.findIndex((one) => one.id === id) === at);
      const isAccount = ({ username }: CodePlaceView): boolean => account !== '' && username === account;
      const sorted = query === '' ? all.toSorted((a, b) => Number(isAccount(b)) - Number(isAccount(a))) : all;
      return { site: label, kin: issuerKin(issuer, label), places: sorted.slice(0, MOST_PLACES) };
    },
    async addOneTimes({ entry, oneTimes }) {
      return addOneTimes(await appOf(), entry, oneTimes);
    },
    async removeOneTime({ entry, index, issuer, account }) {
      const done = await removeOneTime(await appOf(), entry, index, { issuer, account });
      return done ? { ok: true } : { ok: false, reason: 'gone' };
    },
  };
}

const placeAt = (
  { id, name, picture, login, mask, oneTimes }: SiteIdentity,
  host: string | null,
  issuer: string,
): CodePlaceView => ({
  ...{ id, name, host, picture: encodeHex(picture), hasOneTime: oneTimes.length > 0 },
  username: login?.username || mask?.address || '',
  kin: issuerKin(issuer, host),
});

const placeOf = ({ id, title, username, host, picture, hasOneTime }: EntryRowView, issuer: string): CodePlaceView => ({
  ...{ id, name: title, username, host, picture, hasOneTime },
  kin: issuerKin(issuer, host),
});
