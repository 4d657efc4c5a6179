// The site in front of the person: who I am there, filling, passwords, masks.

import { changeEntry } from '#app/logins/change.ts';
import { setMaskActive } from '#app/masks/mask-registration.ts';
import { login } from '#app/records/login.ts';
import { isQuiet, setQuiet } from '#app/services/settings.ts';
import { showUnused } from '#app/show/unused.ts';
import { noteCodeUsed, waitingCode } from '#app/sites/codes.ts';
import { makeNewMask, noteSiteHasNew } from '#app/sites/new-mask.ts';
import { oneTimeName } from '#app/sites/one-time.ts';
import { changeGroup, setPlain, showSiteChoices } from '#app/sites/site-choices.ts';
import { showSiteIcon } from '#app/sites/site-icon.ts';
import { noteUsed } from '#app/sites/sites.ts';
import type { FillQuestion, SiteIdentityView } from '#app/views/sites.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { webUrl } from '#bytes/web-url.ts';
import { siteLabel, siteOf } from '#logins/site.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import { shownOf } from '../conversations/shown.ts';
import { invitationAt } from '../invitations/invitation-at.ts';
import { askedBefore, offeredIn, type PageAt } from './asking.ts';
import type { SitesContract } from './contract.ts';
import type { Creation } from './creation.ts';
import type { FillPermits } from './fill-permits.ts';
import { withKnownRules } from './known-rules.ts';
import { askDemands } from './page-demands.ts';
import { pageDetailHandlers } from './page-details.ts';
import { type TypedParts, typedHandlers, typedQuestions } from './typed-questions.ts';

export function siteHandlers(
  context: WorkerContext,
  creation: Creation,
  permits: FillPermits,
  typedParts: TypedParts,
): Handlers<SitesContract, unknown> {
  // In one piece: a table of handlers.
  const appOf = async () => (await openVaultOf(context)).app;
  const { tabs } = context;
  return {
    ...typedHandlers(context, typedParts),
    async site({ tabId }) {
      const tab = await tabs.find(tabId);
      const site = tab === null ? null : siteOf(tab.url);
      const open = await openVaultOf(context);
      const { app } = open;
      return {
        site: site === null ? null : siteLabel(site),
        secure: tab !== null && isSecure(tab.url),
        access: tab !== null && (await context.hasSiteAccess(tab.url)),
        quiet: site !== null && (await isQuiet(app, siteLabel(site))),
        identities: site === null || tab === null ? [] : await identityViews(open, { site, url: tab.url }),
        typed: await typedQuestions(open, typedParts),
        invitation: tab === null ? null : (invitationAt(tab.url)?.href ?? null),
      };
    },
    async siteIcon({ relationship }) {
      return { picture: await showSiteIcon((await appOf()).store, relationship) };
    },
    async unusedIdentities() {
      const open = await openVaultOf(context);
      return showUnused(open.app.store, shownOf(open).directory, open.app.now());
    },
    async keepIdentity({ relationship }) {
      const app = await appOf();
      await noteUsed(app, relationship);
      app.announce({ topic: 'site' });
      return null;
    },
    async createIdentity({ site: shown, secure, tabId }) {
      const tab = await tabs.find(tabId);
      const site = tab === null ? null : siteOf(tab.url);
      if (tab === null || site === null) return { ok: false, reason: 'gone' };
      // A person agreed to what they saw: a tab that went elsewhere meanwhile must not get the identity meant for that
      // site.
      if (siteLabel(site) !== shown || isSecure(tab.url) !== secure) return { ok: false, reason: 'moved' };
      const created = await creation.create(site, tab.url, await askDemands(context, tab.tabId));
      if (!created.ok) return created;
      const identity = (await identityViews(await openVaultOf(context), { site, url: tab.url })).find(
        ({ id }) => id === created.id,
      );
      return identity === undefined ? { ok: false, reason: 'gone' } : { ok: true, identity };
    },
    async fillTab({ relationship, tabId, host, agreed, read, tinted }) {
      const open = await openVaultOf(context);
      const tab = await tabs.find(tabId);
      const site = tab === null ? null : siteOf(tab.url);
      if (tab === null || site === null) return { ok: false, reason: 'no-access' };
      const asked = await askedBefore(open, { site, url: tab.url }, relationship);
      if (asked === null) return { ok: false, reason: 'gone' };
      if (asked.question !== null && (agreed === undefined || !isSame(asked.question, read)))
        return { ok: false, reason: 'asks', question: asked.question };
      permits.chose({ tabId, site, id: relationship, at: open.app.now() });
      const answered = { ...(agreed === undefined ? {} : { agreed }), ...(tinted ? { tinted } : {}) };
      let told = await tabs.fill(tabId, relationship, host === undefined ? answered : { host, ...answered });
      if (told === 'no-form' && host === undefined)
        told = await tabs.fill(tabId, relationship, { within: siteLabel(site), ...answered });
      if (typeof told === 'object') return { ok: true, framed: told.host };
      return told === 'told' ? { ok: true, framed: null } : { ok: false, reason: told };
    },
    ...pageDetailHandlers(context, permits),
    async pageDemands({ tabId }) {
      const tab = await tabs.find(tabId);
      if (tab === null) return {};
      return withKnownRules(tab.url, (await askDemands(context, tabId)).password);
    },
    async fillCode({ message, tabId }) {
      const told = await tabs.fillCode(tabId, message);
      return told === 'told' ? { ok: true } : { ok: false, reason: told };
    },
    async fillOneTime({ entry, index, tabId }) {
      const told = await tabs.fillCode(tabId, oneTimeName(entry, index));
      return told === 'told' ? { ok: true } : { ok: false, reason: told };
    },
    async codeCopied({ relationship, message }) {
      // Not announced: the popup in which it was copied goes on saying so.
      await noteCodeUsed(await appOf(), relationship, message);
      return null;
    },
    async revealPassword({ relationship }) {
      const [known] = await (await appOf()).store.read([login(relationship)]);
      return known === null ? { ok: false, reason: 'gone' } : { ok: true, password: known.password };
    },
    async setPassword({ relationship, username, password }) {
      const change = { ...(username === null ? {} : { username }), ...(password === null ? {} : { password }) };
      const { ok } = await changeEntry(await appOf(), relationship, change);
      return ok ? { ok } : { ok, reason: 'gone' };
    },
    async setMaskActive({ relationship, active, former = false }) {
      return setMaskActive(await appOf(), relationship, active, former ? 'second' : 'present');
    },
    async newMask({ relationship, shown }) {
      return makeNewMask(await appOf(), relationship, shown);
    },
    async siteHasNewMask({ relationship }) {
      await noteSiteHasNew(await appOf(), relationship);
      return null;
    },
    async siteChoices() {
      return showSiteChoices(await appOf());
    },
    async changeSiteGroup({ at, sites }) {
      return changeGroup(await appOf(), at, sites);
    },
    async askAboutPlain({ site }) {
      await setPlain(await appOf(), site, false);
      return null;
    },
    async setQuiet({ site, quiet }) {
      await setQuiet(await appOf(), site, quiet);
      tabs.nudge();
      return null;
    },
  };
}

async function identityViews(open: Awaited<ReturnType<typeof openVaultOf>>, page: PageAt): Promise<SiteIdentityView[]> {
  const { app } = open;
  const known = await offeredIn(open, page);
  return Promise.all(
    known.map(async ({ id, name, picture, createdAt, unread, isUsed, host, login: its, mask: held, oneTimes }) => {
      const waiting = await waitingCode(app, id);
      return {
        id,
        name,
        picture: encodeHex(picture),
        host,
        mask: held?.address ?? '',
        username: its?.username ?? '',
        hasPassword: its !== null && its.password !== '',
        createdAt,
        proposedAt: its?.proposed?.at ?? null,
        proposedSeen: its?.proposed?.seen ?? 'nothing',
        usedAt: its?.filledAt || null,
        isUnused: !isUsed,
        unread,
        maskPaused: held !== null && held.state !== 'active',
        oneTimes: oneTimes.map(({ account }) => ({ account })),
        code:
          waiting?.code == null
            ? null
            : {
                message: waiting.message,
                digits: waiting.code,
                receivedAt: waiting.receivedAt,
                mailer: waiting.mailer,
              },
      };
    }),
  );
}

const isSame = (a: FillQuestion, b: FillQuestion | undefined): boolean =>
  b !== undefined && (Object.keys(a) as (keyof FillQuestion)[]).every((key) => a[key] === b[key]);

const isSecure = (url: string): boolean => webUrl(url)?.scheme === 'https';
