// The site in front of the person: who I am there, filling, passwords, masks.
import * as v from 'valibot';
import type { SiteIdentityView, SiteView, UnusedIdentityView } from '#app/views/sites.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id, relationshipId } from '../call/schemas.ts';

export const sites = {
  site: method<SiteView>()(v.object({ tabId: v.optional(v.number()) })),
  /** Address of the icon of an identity's site for an <img>; null: none is kept. */
  siteIcon: method<{ picture: string | null }>()(relationshipId),
  /** Identities that are a day old and were never used: each is asked about, until it is kept or ended. */
  unusedIdentities: method<UnusedIdentityView[]>()(nothing),
  keepIdentity: method<null>()(relationshipId),
  /** `site` and `secure` as they were shown; `moved`: the tab has another site by now, and nothing is made. */
  createIdentity: method<OkOrReason<{ identity: SiteIdentityView }>>()(
    v.object({ site: v.pipe(v.string(), v.maxLength(255)), secure: v.boolean(), tabId: v.optional(v.number()) }),
  ),
  /**
   * Fills the page in the tab with this identity. `framed`: only a frame of the site's on this host has a form, and
   * nothing is filled before the person, who has read the host, presses again: then it is `host`.
   */
  fillTab: method<OkOrReason<{ framed: string | null }, 'no-form' | 'no-access' | 'gone'>>()(
    v.object({ relationship: id, tabId: v.number(), host: v.exactOptional(v.pipe(v.string(), v.maxLength(300))) }),
  ),
  /** Fills the page in the tab with a code that came by this mail. */
  fillCode: method<OkOrReason<object, 'no-access' | 'no-form'>>()(v.object({ message: id, tabId: v.number() })),
  /** The code that came by this mail was copied: it is offered no more. */
  codeCopied: method<null>()(v.object({ relationship: id, message: id })),
  revealPassword: method<OkOrReason<{ password: string }, 'gone'>>()(relationshipId),
  setPassword: method<null>()(
    v.object({
      relationship: id,
      username: v.pipe(v.string(), v.maxLength(320)),
      password: v.pipe(v.string(), v.maxLength(1024)),
    }),
  ),
  setMaskActive: method<OkOrReason<object, 'unreachable'>>()(v.object({ relationship: id, active: v.boolean() })),
  setQuiet: method<null>()(v.object({ site: v.pipe(v.string(), v.maxLength(255)), quiet: v.boolean() })),
} as const;
export type SitesContract = typeof sites;
