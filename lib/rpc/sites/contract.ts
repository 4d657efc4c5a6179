// The site in front of the person: who I am there, filling, passwords, masks.
import * as v from 'valibot';
import type { DetailRows } from '#app/views/entries.ts';
import type {
  FillQuestion,
  SiteChoicesView,
  SiteIdentityView,
  SiteView,
  UnusedIdentityView,
} from '#app/views/sites.ts';
import type { PasswordHints } from '#logins/generate/password.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id, relationshipId } from '../call/schemas.ts';

const label = v.pipe(v.string(), v.maxLength(300));
const fillQuestion = v.object({
  ...{ site: label, elsewhere: v.nullable(label), like: v.nullable(label) },
  ...{ isPlain: v.boolean(), keeps: v.boolean() },
});

export const sites = {
  site: method<SiteView>()(v.object({ tabId: v.optional(v.number()) })),
  /** The person's answer about a log-in that was typed. `is`: what they were asked. */
  answerTyped: method<OkOrReason<object, 'gone'>>()(
    v.object({ id, is: v.picklist(['new', 'changed']), answer: v.picklist(['keep', 'later', 'never']) }),
  ),
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
   * nothing is filled before the person, who has read the host, presses again: then it is `host`. `read`: the question
   * that `agreed` answers; if there is another one by now, that is asked. `tinted`: something changes the colours of
   * the whole page, and nothing is filled before the person, who has read so, presses again.
   */
  fillTab: method<
    | OkOrReason<{ framed: string | null }, 'no-form' | 'no-access' | 'gone' | 'tinted'>
    | { ok: false; reason: 'asks'; question: FillQuestion }
  >()(
    v.object({
      relationship: id,
      tabId: v.number(),
      host: v.exactOptional(label),
      agreed: v.exactOptional(v.picklist(['once', 'always'])),
      read: v.exactOptional(fillQuestion),
      tinted: v.exactOptional(v.literal(true)),
    }),
  ),
  /**
   * Cards and addresses, as far as the page in the tab has fields for them in sight. `enters`: at a press; else only
   * a page is asked that our script is in.
   */
  pageDetails: method<DetailRows>()(v.object({ tabId: v.number(), enters: v.boolean() })),
  /** Fills the page in the tab with one of them. `site` as it was shown; `moved`: the tab has another one by now. */
  fillTabDetails: method<OkOrReason<object, 'no-access' | 'no-form' | 'moved'>>()(
    v.object({ id, what: v.picklist(['card', 'address']), tabId: v.number(), site: label }),
  ),
  /** What the form in the tab asks of a new password, or else the rules that are known of its site. At a press. */
  pageDemands: method<PasswordHints>()(v.object({ tabId: v.number() })),
  /** What the person decided of sites: groups, and where plain text is no question. */
  siteChoices: method<SiteChoicesView>()(nothing),
  /** Puts a group in the place of the one at `at`, or beside all; with fewer than two sites it goes. */
  changeSiteGroup: method<{ ok: true } | { ok: false; reason: 'no-address' | 'full'; address: string }>()(
    v.object({
      at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1000)),
      sites: v.pipe(v.array(v.pipe(v.string(), v.maxLength(2048))), v.maxLength(50)),
    }),
  ),
  /** Takes *Never here* back. */
  askAboutTyped: method<null>()(v.object({ site: v.pipe(v.string(), v.maxLength(255)) })),
  /** Plain text is a question again at this site. */
  askAboutPlain: method<null>()(v.object({ site: v.pipe(v.string(), v.maxLength(255)) })),
  /** Fills the page in the tab with a code that came by this mail. */
  fillCode: method<OkOrReason<object, 'no-access' | 'no-form'>>()(v.object({ message: id, tabId: v.number() })),
  /** Fills the page in the tab with a one-time code of a log-in: only the site of that log-in is given it. */
  fillOneTime: method<OkOrReason<object, 'no-access' | 'no-form'>>()(
    v.object({ entry: id, index: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)), tabId: v.number() }),
  ),
  /** The code that came by this mail was copied: it is offered no more. */
  codeCopied: method<null>()(v.object({ relationship: id, message: id })),
  revealPassword: method<OkOrReason<{ password: string }, 'gone'>>()(relationshipId),
  /** Null: it stays as it is. */
  setPassword: method<OkOrReason<object, 'gone'>>()(
    v.object({
      relationship: id,
      username: v.nullable(v.pipe(v.string(), v.maxLength(320))),
      password: v.nullable(v.pipe(v.string(), v.maxLength(1024))),
    }),
  ),
  /** `former`: the one before the present one. */
  setMaskActive: method<OkOrReason<object, 'unreachable'>>()(
    v.object({ relationship: id, active: v.boolean(), former: v.exactOptional(v.literal(true)) }),
  ),
  /** `shown`: the address that it is to follow. Asked again it is the same one. */
  newMask: method<OkOrReason<{ address: string }, 'unreachable' | 'no-permission' | 'two' | 'gone'>>()(
    v.object({ relationship: id, shown: v.pipe(v.string(), v.maxLength(320)) }),
  ),
  /** The person says that the site was given the new mask. */
  siteHasNewMask: method<null>()(relationshipId),
  setQuiet: method<null>()(v.object({ site: v.pipe(v.string(), v.maxLength(255)), quiet: v.boolean() })),
} as const;
export type SitesContract = typeof sites;
