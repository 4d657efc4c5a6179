// What the autofill script of a page may ask. The site is the browser's word (`sender`); a frame of another site than
// the page around it is offered nothing, so an advertisement cannot collect what its host page would be given.

import type { AppContext } from '#app/ports/ports.ts';
import { isQuiet, setQuiet } from '#app/services/settings.ts';
import type { ChosenTabs } from '#app/sites/chosen.ts';
import { noteCodeUsed, type WaitingCode, waitingCode } from '#app/sites/codes.ts';
import { noteSiteIcon } from '#app/sites/site-icon.ts';
import { fillFor, identitiesAt, likeliestAt, noteUsed } from '#app/sites/sites.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { type Site, sameSite, siteLabel, siteOf } from '#logins/site.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { Creation } from '../sites/creation.ts';
import type { Suggestions } from '../sites/suggestions.ts';
import type { ContentContract, Offers } from './contract.ts';
import { evenly, type PausingClock, padded } from './even.ts';
import { invitationPageHandlers } from './invitation-page.ts';

/** The caller as the browser describes it (lib/adapters/browser/sender.ts). */
export interface ContentCaller {
  readonly tabId: number;
  readonly frameId: number;
  readonly windowId: number | null;
  readonly url: string;
  readonly topUrl: string | null;
}

const GONE = { ok: false, reason: 'failed' } as const;
const LOCKED = { ok: false, reason: 'locked' } as const;

/** What the handlers share: the worker's context, and which identity was chosen in which tab. */
interface Serving {
  readonly context: WorkerContext;
  readonly suggestions: Suggestions;
  readonly creation: Creation;
  readonly chosen: ChosenTabs;
  readonly clock: PausingClock;
}
type Some<Name extends keyof ContentContract> = Pick<Handlers<ContentContract, ContentCaller>, Name>;

export function contentHandlers(
  context: WorkerContext,
  suggestions: Suggestions,
  creation: Creation,
  { chosen, clock }: { readonly chosen: ChosenTabs; readonly clock: PausingClock },
): Handlers<ContentContract, ContentCaller> {
  const serving = { context, suggestions, creation, chosen, clock };
  return {
    ...offering(serving),
    ...filling(serving),
    ...codes(serving),
    ...around(serving),
    ...invitationPageHandlers(context),
  };
}

/** The site that may be served, or null. @param around origins of the frames between this one and its page */
function siteServed(from: ContentCaller, around: readonly string[] = []): Site | null {
  if (from.frameId !== 0 && (from.topUrl === null || !sameSite(from.url, from.topUrl))) return null;
  // What lies between the frame and its page is only known by the script; the page itself the browser names.
  if (!around.every((origin) => sameSite(from.url, origin))) return null;
  return siteOf(from.url);
}

/** The state of the site: nothing is offered there, or the vault is locked, or the page may be served. */
async function standingAt(
  { context }: Serving,
  site: Site | null,
): Promise<{ state: 'off' | 'locked' } | { state: 'ready'; site: Site; app: AppContext }> {
  if (site !== null) await context.judged();
  const state = site === null ? 'new' : await context.device.state();
  if (site === null || state === 'new') return { state: 'off' };
  if (state === 'locked') return { state: 'locked' };
  const { app } = await openVaultOf(context);
  return (await isQuiet(app, siteLabel(site))) ? { state: 'off' } : { state: 'ready', site, app };
}

function offering(serving: Serving): Some<'standing' | 'offers'> {
  return {
    async standing(_, from) {
      const at = await standingAt(serving, siteServed(from));
      if (at.state !== 'ready') return { state: at.state, chosen: false };
      return { state: 'ready', chosen: await serving.chosen.knows(from.tabId, at.site) };
    },

    async offers({ codeLength }, from) {
      return evenly(async () => padded(await offersFor(serving, from, codeLength)), serving.clock);
    },
  };
}

async function offersFor(serving: Serving, from: ContentCaller, codeLength?: number): Promise<Offers> {
  const at = await standingAt(serving, siteServed(from));
  if (at.state !== 'ready') return { state: at.state };
  const { site, app } = at;
  const { suggestions } = serving;
  const all = await likeliestAt(app, site, from.url);
  const last = await serving.chosen.lastIn(from.tabId, site);
  const newest = await newestWaiting(
    app,
    all.map(({ id }) => id),
    codeLength,
  );
  return {
    state: 'ready',
    identities: all.map(({ id, name, picture, login, mask, isUsed }) => ({
      id,
      name,
      picture: encodeHex(picture),
      mask: mask?.address ?? login?.username ?? '',
      hasPassword: login !== null && login.password !== '',
      inTab: id === last,
      isUnused: !isUsed,
    })),
    canCreate: true,
    suggestion: { name: suggestions.nameFor(site), picture: encodeHex(suggestions.seedFor(site)) },
    code:
      newest?.code == null
        ? null
        : {
            id: newest.message,
            digits: newest.code,
            from: newest.from,
            receivedAt: newest.receivedAt,
            mailer: newest.mailer,
          },
    link: newest?.link == null ? null : { id: newest.message, host: newest.link.host },
  };
}

async function newestWaiting(
  app: AppContext,
  ids: readonly string[],
  codeLength?: number,
): Promise<WaitingCode | undefined> {
  const waiting = (await Promise.all(ids.map((id) => waitingCode(app, id, codeLength)))).filter((one) => one !== null);
  // A mail that the site itself vouches for comes before one of its mailer.
  const rank = ({ mailer }: WaitingCode) => Number(mailer !== null);
  return waiting.sort((a, b) => rank(a) - rank(b) || b.receivedAt - a.receivedAt)[0];
}

/** The page knows of this identity from now on, and its site has a look. */
async function noteChoice(
  { chosen, context }: Serving,
  app: AppContext,
  from: ContentCaller,
  site: Site,
  identity: string,
): Promise<void> {
  await chosen.note(from.tabId, site, identity);
  const icon = await context.tabs.icon(from.tabId);
  // A form is filled whether there is room for a picture or not.
  if (icon !== null) await noteSiteIcon(app, identity, icon).catch(() => {});
}

function filling(serving: Serving): Some<'create' | 'fill' | 'sent'> {
  const { context, creation, chosen } = serving;
  const { device } = context;
  return {
    async create({ password, ownUsername = false }, from) {
      const site = siteServed(from);
      if (site === null) return GONE;
      await context.used();
      const app = (await device.opened())?.app;
      if (app === undefined) return LOCKED;
      const created = await creation.create(site, from.url, { password, ownUsername });
      // The words a page's menu knows are in lib/autofill/menu/strings.ts.
      if (!created.ok) return { ok: false, reason: created.reason === 'unreachable' ? 'unavailable' : 'failed' };
      const fill = await fillFor(app, created.id, site, { begins: true });
      if (fill === null) return GONE;
      await noteChoice(serving, app, from, site, created.id);
      return { ok: true, fill };
    },

    async fill({ id, ownUsername = false, around }, from) {
      const site = siteServed(from, around);
      if (site === null) return GONE;
      await context.used();
      const app = (await device.opened())?.app;
      if (app === undefined) return LOCKED;
      const fill = await fillFor(app, id, site, { ownUsername, pageUrl: from.url });
      if (fill === null) return GONE;
      await noteChoice(serving, app, from, site, id);
      return { ok: true, fill };
    },

    async sent(_, from) {
      const site = siteServed(from);
      const app = (await device.opened())?.app;
      const last = site === null ? null : await chosen.lastIn(from.tabId, site);
      if (app !== undefined && last !== null) await noteUsed(app, last);
      return null;
    },
  };
}

function codes({ context, chosen }: Serving): Some<'useCode' | 'codeFilled' | 'useLink'> {
  return {
    async useCode({ id, codeLength }, from) {
      const site = siteServed(from);
      if (site !== null) await context.used();
      const found = await findWaiting(context, site, id, codeLength);
      if (site === null || found?.code == null) return GONE;
      await chosen.note(from.tabId, site, found.identity);
      return { ok: true, digits: found.code };
    },

    async codeFilled({ id }, from) {
      const site = siteServed(from);
      const app = (await context.device.opened())?.app;
      if (site === null || app === undefined) return null;
      for (const known of await identitiesAt(app, site)) if (await noteCodeUsed(app, known.id, id)) break;
      return null;
    },

    async useLink({ id }, from) {
      const site = siteServed(from);
      if (site !== null) await context.used();
      const found = await findWaiting(context, site, id);
      if (found?.link == null) return { ok: false };
      await context.tabs.open(found.link.href);
      return { ok: true };
    },
  };
}

/** Requests that need no form: the menu, silence, the popup. */
function around({ context }: Serving): Some<'load' | 'notHere' | 'hereAgain' | 'openPanel'> {
  const setQuietAt = async (site: Site | null, quiet: boolean): Promise<void> => {
    if (site === null) return;
    await context.used();
    const { app } = await openVaultOf(context);
    await setQuiet(app, siteLabel(site), quiet);
    context.tabs.nudge();
  };
  return {
    async load({ parts }, from) {
      if (siteServed(from) !== null) await context.tabs.injectParts(from.tabId, from.frameId, parts);
      return null;
    },

    async notHere(_, from) {
      await setQuietAt(siteServed(from), true);
      return null;
    },

    async hereAgain(_, from) {
      await setQuietAt(siteServed(from), false);
      return null;
    },

    async openPanel(_, from) {
      await context.openPopupFor(from);
      return null;
    },
  };
}

/** A fresh code or link of one of the site's identities, by the id of its mail. */
async function findWaiting(
  context: WorkerContext,
  site: Site | null,
  id: string,
  codeLength?: number,
): Promise<(WaitingCode & { identity: string }) | null> {
  if (site === null) return null;
  const { app } = await openVaultOf(context);
  for (const known of await identitiesAt(app, site)) {
    const waiting = await waitingCode(app, known.id, codeLength);
    if (waiting?.message === id) return { ...waiting, identity: known.id };
  }
  return null;
}
