// The site in front of the person: who I am there, filling, passwords, masks.

import { setMaskActive } from '#app/masks/mask-registration.ts';
import type { AppContext } from '#app/ports/ports.ts';
import { login } from '#app/records/login.ts';
import { mask } from '#app/records/mask.ts';
import { isQuiet, setQuiet } from '#app/services/settings.ts';
import { showUnused } from '#app/show/unused.ts';
import { noteCodeUsed, waitingCode } from '#app/sites/codes.ts';
import { showSiteIcon } from '#app/sites/site-icon.ts';
import { likeliestAt, noteUsed, setPassword } from '#app/sites/sites.ts';
import type { SiteIdentityView } from '#app/views/sites.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { webUrl } from '#bytes/web-url.ts';
import { type Site, siteLabel, siteOf } from '#logins/site.ts';
import type { Handlers } from '../call/contract.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import { shownOf } from '../conversations/shown.ts';
import { invitationAt } from '../invitations/invitation-at.ts';
import type { SitesContract } from './contract.ts';
import type { Creation } from './creation.ts';

export function siteHandlers(context: WorkerContext, creation: Creation): Handlers<SitesContract, unknown> {
  // In one piece: a table of handlers.
  const appOf = async () => (await openVaultOf(context)).app;
  const { tabs } = context;
  return {
    async site({ tabId }) {
      const tab = await tabs.find(tabId);
      const site = tab === null ? null : siteOf(tab.url);
      const app = await appOf();
      return {
        site: site === null ? null : siteLabel(site),
        secure: tab !== null && isSecure(tab.url),
        access: tab !== null && (await context.hasSiteAccess(tab.url)),
        quiet: site !== null && (await isQuiet(app, siteLabel(site))),
        identities: site === null ? [] : await identityViews(app, site, tab?.url ?? null),
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
      const created = await creation.create(site, tab.url, { password: {}, ownUsername: false });
      if (!created.ok) return created;
      const identity = (await identityViews(await appOf(), site, tab.url)).find(({ id }) => id === created.id);
      return identity === undefined ? { ok: false, reason: 'gone' } : { ok: true, identity };
    },
    async fillTab({ relationship, tabId, host }) {
      const [known, held] = await (await appOf()).store.read([login(relationship), mask(relationship)]);
      const site = (known ?? held)?.site;
      if (site === undefined) return { ok: false, reason: 'gone' };
      let told = await tabs.fill(tabId, relationship, host === undefined ? undefined : { host });
      if (told === 'no-form' && host === undefined)
        told = await tabs.fill(tabId, relationship, { within: siteLabel(site) });
      if (typeof told === 'object') return { ok: true, framed: told.host };
      return told === 'told' ? { ok: true, framed: null } : { ok: false, reason: told };
    },
    async fillCode({ message, tabId }) {
      const told = await tabs.fillCode(tabId, message);
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
      await setPassword(await appOf(), relationship, username, password);
      return null;
    },
    async setMaskActive({ relationship, active }) {
      return setMaskActive(await appOf(), relationship, active);
    },
    async setQuiet({ site, quiet }) {
      await setQuiet(await appOf(), site, quiet);
      tabs.nudge();
      return null;
    },
  };
}

async function identityViews(app: AppContext, site: Site, pageUrl: string | null): Promise<SiteIdentityView[]> {
  const known = await likeliestAt(app, site, pageUrl);
  return Promise.all(
    known.map(async ({ id, name, picture, createdAt, unread, isUsed, login: its, mask: held }) => {
      const waiting = await waitingCode(app, id);
      return {
        id,
        name,
        picture: encodeHex(picture),
        mask: held?.address ?? '',
        username: its?.username ?? '',
        hasPassword: its !== null && its.password !== '',
        createdAt,
        usedAt: its?.filledAt || null,
        isUnused: !isUsed,
        unread,
        maskPaused: held !== null && held.state !== 'active',
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

const isSecure = (url: string): boolean => webUrl(url)?.scheme === 'https';
