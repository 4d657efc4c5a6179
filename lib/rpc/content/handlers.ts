// What the autofill script of a page may ask. The site is the browser's word (`sender`); a frame of another site than
// the page around it is offered nothing, so an advertisement cannot collect what its host page would be given.

import { addSite } from '#app/logins/change.ts';
import { drawNewPassword } from '#app/logins/generated.ts';
import { proposePassword, settleProposed } from '#app/logins/proposal.ts';
import { oneTimeCodeOf } from '#app/logins/secret.ts';
import type { AppContext } from '#app/ports/ports.ts';
import { knownToSite } from '#app/records/mask.ts';
import { setQuiet } from '#app/services/settings.ts';
import type { OfferedAt } from '#app/sites/belonging.ts';
import { noteCodeMissed, noteCodeUsed, type WaitingCode, waitingCode, waitingMail } from '#app/sites/codes.ts';
import { namedOneTime, oneTimeName } from '#app/sites/one-time.ts';
import { type Fill, fillFor, identitiesAt, noteUsed } from '#app/sites/sites.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { webUrl } from '#bytes/web-url.ts';
import { type Site, siteLabel } from '#logins/site.ts';
import { loadQuirks } from '#logins/sites/quirks.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import { askedBefore, keepAnswer, offeredIn } from '../sites/asking.ts';
import type { Creation } from '../sites/creation.ts';
import { withKnownRules } from '../sites/known-rules.ts';
import type { Suggestions } from '../sites/suggestions.ts';
import type { ContentContract, Offers } from './contract.ts';
import { creationHandlers } from './creating.ts';
import { detailHandlers } from './details.ts';
import { evenly, padded } from './even.ts';
import { invitationPageHandlers } from './invitation-page.ts';
import { keepingHandlers } from './keeping.ts';
import { searchHandlers } from './searching.ts';
import {
  type ContentCaller,
  type ContentServing,
  GONE,
  LOCKED,
  noteChoice,
  servedAt,
  siteServed,
  standingAt,
  unanswered,
} from './serving.ts';

type Some<Name extends keyof ContentContract> = Pick<Handlers<ContentContract, ContentCaller>, Name>;

export function contentHandlers(
  context: WorkerContext,
  suggestions: Suggestions,
  creation: Creation,
  parts: Pick<ContentServing, 'chosen' | 'clock' | 'keeping' | 'permits'>,
): Handlers<ContentContract, ContentCaller> {
  const serving = { context, suggestions, creation, ...parts };
  return {
    ...offering(serving),
    ...searchHandlers(serving),
    ...creationHandlers(serving),
    ...filling(serving),
    ...passwords(serving),
    ...codes(serving),
    ...detailHandlers(serving),
    ...around(serving),
    ...keepingHandlers(serving),
    ...invitationPageHandlers(context),
  };
}

function offering(serving: ContentServing): Some<'standing' | 'offers'> {
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

async function offersFor(serving: ContentServing, from: ContentCaller, codeLength?: number): Promise<Offers> {
  const at = await standingAt(serving, siteServed(from));
  if (at.state !== 'ready') return { state: at.state };
  const { site, app } = at;
  const { suggestions } = serving;
  const all = await offeredIn(at.open, { site, url: from.url });
  const last = await serving.chosen.lastIn(from.tabId, site);
  // Of one that belongs to the site, only if the person filled it here: nothing else names whose mail it is.
  const own = all.flatMap(({ id, host }) => (host === null || id === last ? id : []));
  const newest = await newestWaiting(app, own, codeLength);
  const waits = newest !== undefined || last === null ? null : await waitingMail(app, last);
  return {
    state: 'ready',
    identities: all.map(({ id, name, picture, login, mask, isUsed, host }) => ({
      id,
      name,
      host,
      picture: encodeHex(picture),
      mask: mask?.address ?? login?.username ?? '',
      former: mask === null ? null : knownToSite(mask),
      hasPassword: login !== null && login.password !== '',
      inTab: id === last,
      isUnused: !isUsed,
      proposedAt: host === null ? (login?.proposed?.at ?? null) : null,
      proposedSeen: login?.proposed?.seen ?? 'nothing',
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
    mail: waits === null ? null : { id: waits.message, from: waits.from },
    oneTimes: oneTimesOf(all, last, codeLength),
  };
}

/**
 * Each with the host that it is of, if that is another one. Of whom was chosen in the tab first; then those of the
 * length that the page waits for.
 */
function oneTimesOf(
  all: readonly OfferedAt[],
  last: string | null,
  codeLength?: number,
): Extract<Offers, { state: 'ready' }>['oneTimes'] {
  const found = all.flatMap(({ id, name, picture, host, login, mask, oneTimes }) =>
    oneTimes.map(({ account, digits }, index) => ({
      rank: Number(id !== last) * 2 + Number(codeLength !== undefined && digits !== codeLength),
      shown: {
        id: oneTimeName(id, index),
        name,
        account: [account || login?.username || mask?.address, host].filter(Boolean).join(', '),
        picture: encodeHex(picture),
      },
    })),
  );
  return found.sort((a, b) => a.rank - b.rank).map(({ shown }) => shown);
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

function filling(serving: ContentServing): Some<'fill' | 'sent'> {
  const { context, chosen, permits } = serving;
  return {
    async fill({ id, ownUsername = false, logsIn = false, proposed = false, former = false, around, agreed }, from) {
      const at = await servedAt(serving, from, around);
      if (!at.ok) return at;
      const { page, open } = at;
      const { site } = page;
      const asked = await askedBefore(open, page, id);
      if (asked === null) return GONE;
      const waits = unanswered(asked.question, agreed);
      // Nobody is asked about a log-in that they did not search for.
      if (waits !== null) return asked.of !== 'elsewhere' || permits.isFound(from.tabId, site, id) ? waits : GONE;
      const elsewhere = asked.of !== 'site';
      if (asked.of === 'elsewhere' && !(await permits.spend(from.tabId, site, id, open.app.now()))) return GONE;
      const how = elsewhere ? { elsewhere, former } : { ownUsername, proposed, former, pageUrl: from.url };
      const fill = await fillFor(open.app, id, site, how);
      if (fill === null) return GONE;
      if (agreed === 'always' && asked.question?.keeps) {
        if (asked.of === 'elsewhere') await addSite(open.app, id, site);
        else await keepAnswer(open, page, asked.question);
      }
      if (elsewhere) await chosen.note(from.tabId, site, id);
      else await noteChoice(serving, from, at, id);
      return { ok: true, fill: logsIn ? await withCode(serving, open.app, from, id, fill) : fill };
    },

    async sent(_, from) {
      const site = siteServed(from);
      const app = (await context.device.opened())?.app;
      const last = site === null ? null : await chosen.lastIn(from.tabId, site);
      if (app !== undefined && last !== null) await noteUsed(app, last);
      return null;
    },
  };
}

/** New passwords: for nobody in particular, or in the place of one that an identity has. */
function passwords(serving: ContentServing): Some<'draw' | 'change' | 'settle'> {
  return {
    async draw({ password }, from) {
      const at = await servedAt(serving, from);
      if (!at.ok) return at;
      const { page, open } = at;
      const known = await withKnownRules(page.url, password);
      return { ok: true, password: await drawNewPassword(open.app, page.site, known) };
    },

    async change({ id, password, agreed }, from) {
      const at = await servedAt(serving, from);
      if (!at.ok) return at;
      const { page, open } = at;
      const asked = await askedBefore(open, page, id);
      const waits = asked?.of === 'site' ? unanswered(asked.question, agreed) : GONE;
      if (waits !== null) return waits;
      const fill = await fillFor(open.app, id, page.site, { pageUrl: page.url });
      if (fill === null || fill.password === '') return GONE;
      const next = await proposePassword(open.app, id, page.site, await withKnownRules(page.url, password));
      if (next === null) return GONE;
      if (agreed === 'always' && asked?.question?.keeps) await keepAnswer(open, page, asked.question);
      await noteChoice(serving, from, at, id);
      return { ok: true, fill, next };
    },

    async settle({ id, at: proposedAt, accepted }, from) {
      const at = await servedAt(serving, from);
      if (!at.ok) return at;
      const { app } = at.open;
      const isHere = (await identitiesAt(app, at.page.site, at.page.url)).some((one) => one.id === id);
      return isHere && (await settleProposed(app, id, proposedAt, accepted)) ? { ok: true } : GONE;
    },
  };
}

/** A code with fewer milliseconds left would have ended before the form is sent: the next one is waited for. */
const LEAST_LEFT_MS = 3000;

/** The code of the moment. If that is about to end, the next one as soon as it begins: before it no site takes it. */
async function currentCode(
  { clock }: ContentServing,
  app: AppContext,
  { entry, index }: { readonly entry: string; readonly index: number },
): Promise<string | null> {
  const now = await oneTimeCodeOf(app, entry, index);
  const left = now === null ? 0 : now.validUntil - app.now();
  if (now === null || left >= LEAST_LEFT_MS) return now?.code ?? null;
  await clock.pause(Math.max(0, left));
  return now.next;
}

/** Some sites want the one-time code behind the password, in the same field. */
async function withCode(
  serving: ContentServing,
  app: AppContext,
  from: ContentCaller,
  entry: string,
  fill: Fill,
): Promise<Fill> {
  const host = webUrl(from.url)?.hostname;
  if (fill.password === '' || host === undefined || !(await loadQuirks()).appendsTwoFactor(host)) return fill;
  const code = await currentCode(serving, app, { entry, index: 0 });
  return code === null ? fill : { ...fill, password: fill.password + code };
}

function codes(serving: ContentServing): Some<'useCode' | 'codeMissed' | 'useLink' | 'openMail'> {
  const { context, chosen } = serving;
  /** A log-in's code, on the pages that offer the log-in: those of its own site, and of sites that belong to it. */
  const useOneTime = async (
    named: { readonly entry: string; readonly index: number },
    from: ContentCaller,
    site: Site | null,
  ): Promise<{ ok: true; digits: string } | typeof GONE | typeof LOCKED> => {
    const open = await context.device.opened();
    if (open === null) return LOCKED;
    const known = site === null ? [] : await offeredIn(open, { site, url: from.url });
    if (site === null || !known.some(({ id }) => id === named.entry)) return GONE;
    const digits = await currentCode(serving, open.app, named);
    if (digits === null) return GONE;
    await chosen.note(from.tabId, site, named.entry);
    return { ok: true, digits };
  };
  return {
    async useCode({ id, codeLength }, from) {
      const site = siteServed(from);
      if (site !== null) await context.used();
      const named = namedOneTime(id);
      if (named !== null) return useOneTime(named, from, site);
      const found = await findWaiting(context, from, id, codeLength);
      if (site === null || found?.code == null) return GONE;
      await chosen.note(from.tabId, site, found.identity);
      await noteCodeUsed((await openVaultOf(context)).app, found.identity, id);
      return { ok: true, digits: found.code };
    },

    async codeMissed({ id }, from) {
      const site = siteServed(from);
      const open = await context.device.opened();
      if (site === null || open === null || namedOneTime(id) !== null) return null;
      for (const known of await offeredIn(open, { site, url: from.url }))
        if (await noteCodeMissed(open.app, known.id, id)) break;
      return null;
    },

    async useLink({ id }, from) {
      const site = siteServed(from);
      if (site !== null) await context.used();
      const found = await findWaiting(context, from, id);
      if (found?.link == null) return { ok: false };
      await context.tabs.open(found.link.href);
      return { ok: true };
    },

    async openMail({ id }, from) {
      const site = siteServed(from);
      const app = (await context.device.opened())?.app;
      if (site === null || app === undefined) return null;
      await context.used();
      const last = await chosen.lastIn(from.tabId, site);
      if (last !== null && (await waitingMail(app, last))?.message === id) context.openThread(last);
      return null;
    },
  };
}

/** Requests that need no form: the menu, silence, the popup. */
function around({ context }: ContentServing): Some<'load' | 'notHere' | 'hereAgain' | 'openPanel'> {
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

/** A fresh code or link of an identity that is offered on the page, by the id of its mail. */
async function findWaiting(
  context: WorkerContext,
  from: ContentCaller,
  id: string,
  codeLength?: number,
): Promise<(WaitingCode & { identity: string }) | null> {
  const site = siteServed(from);
  if (site === null) return null;
  const open = await openVaultOf(context);
  for (const known of await offeredIn(open, { site, url: from.url })) {
    const waiting = await waitingCode(open.app, known.id, codeLength);
    if (waiting?.message === id) return { ...waiting, identity: known.id };
  }
  return null;
}
