// The content channel: autofill script → background. A handful of methods; the origin is the browser's word (`sender`),
// never the page's.

import * as v from 'valibot';
import type { Fill } from '#app/sites/sites.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';

const form = v.picklist(['signup', 'login', 'other']);
const field = v.picklist(['email', 'username', 'newPassword', 'currentPassword', 'otp']);
/** What the form says it takes as a new password. */
const password = v.object({
  minLength: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000))),
  maxLength: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000))),
  rules: v.exactOptional(v.pipe(v.string(), v.maxLength(2000))),
});
const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
/** How many characters the field takes that waits for a code. */
const codeLength = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(4), v.maxValue(10)));

export type { Fill };

/**
 * What the mark is drawn from. `chosen`: in this tab the person chose an identity of this site before, so the page
 * knows of it.
 */
export interface SiteStatus {
  state: 'off' | 'locked' | 'ready';
  chosen: boolean;
}

export type Offers =
  /** Nothing to offer here: switched off for this site, a frame of another site, or not set up. */
  | { state: 'off' }
  | { state: 'locked' }
  | {
      state: 'ready';
      /** `inTab`: chosen last in this tab. `isUnused`: its form was never sent, and no mail came. */
      identities: readonly {
        id: string;
        name: string;
        picture: string;
        mask: string;
        hasPassword: boolean;
        inTab: boolean;
        isUnused: boolean;
      }[];
      canCreate: boolean;
      suggestion: { name: string; picture: string };
      /** `mailer`: who vouches for it in the site's place; null: the site does. */
      code: { id: string; digits: string; from: string; receivedAt: number; mailer: string | null } | null;
      link: { id: string; host: string } | null;
    };

export type InvitationCardView =
  | { state: 'off' }
  /** It was not asked for: its host would learn from which of my services. */
  | { state: 'unseen' }
  | { state: 'seen'; name: string; picture: string };

export const content = {
  /** Answered from nothing that depends on identities: a page may see that it is asked, and how long it takes. */
  standing: method<SiteStatus>()(nothing),
  /** After a person's press or key only; the answer's time and size do not depend on identities. */
  offers: method<Offers & { padding: string }>()(
    v.object({ form, fields: v.pipe(v.array(field), v.maxLength(40)), codeLength }),
  ),
  /** `ownUsername`: the form wants a user name that is none of the address. */
  create: method<OkOrReason<{ fill: Fill }>>()(
    v.object({ form, password, ownUsername: v.exactOptional(v.literal(true)) }),
  ),
  /** `around`: the origins around a frame of another origin than its page, if the browser names them. */
  fill: method<OkOrReason<{ fill: Fill }>>()(
    v.object({
      id,
      ownUsername: v.exactOptional(v.literal(true)),
      around: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(16))),
    }),
  ),
  useCode: method<OkOrReason<{ digits: string }>>()(v.object({ id, codeLength })),
  /** The code stands in its field: it is offered no more. */
  codeFilled: method<null>()(v.object({ id })),
  useLink: method<{ ok: boolean }>()(v.object({ id })),
  /**
   * Puts parts of the script into the caller's frame: what draws, words of languages. Most pages never show anything,
   * so they are not in every page.
   */
  load: method<null>()(
    v.object({ parts: v.pipe(v.array(v.pipe(v.string(), v.regex(/^(menu|words-[a-z]{2})$/))), v.maxLength(40)) }),
  ),
  /** The person sent the form that was filled last in this tab. */
  sent: method<null>()(nothing),
  notHere: method<null>()(nothing),
  /** Takes `notHere` back, while the person still sees that it was done. */
  hereAgain: method<null>()(nothing),
  /**
   * Opens the place to unlock; once that is done, the page is in front again, and the menu opens where this was asked.
   */
  openPanel: method<null>()(nothing),
  /** Whose invitation the page is. */
  invitation: method<InvitationCardView>()(nothing),
  /** Opens our own page at the invitation, which asks before anything is accepted. */
  openInvitation: method<null>()(nothing),
} as const;
export type ContentContract = typeof content;

/** Words of the worker to our script in a page; everything else is asked for. */
export type ToContent =
  /** The answer of `offers` may have changed. */
  | { readonly nucleus: 'changed' }
  /** The person asked for the menu at the focused field: in the context menu, or by unlocking for it. */
  | { readonly nucleus: 'open' }
  /** The person chose this identity in the popup: ask for its values and fill, in which frames says `FillWish`. */
  | { readonly nucleus: 'fill'; readonly id: string; readonly within?: string; readonly host?: string }
  /** The person chose the code of this mail in the popup. */
  | { readonly nucleus: 'code'; readonly id: string };
