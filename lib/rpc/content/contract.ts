// The content channel: autofill script → background. A handful of methods; the origin is the browser's word (`sender`),
// never the page's.

import * as v from 'valibot';
import type { Fill } from '#app/sites/sites.ts';
import type { AddressDetails, CardDetails, DetailFill, DetailRows, ProposedSeen } from '#app/views/entries.ts';
import type { FillQuestion } from '#app/views/sites.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id, passwordHints as password } from '../call/schemas.ts';
import type { AskedDetails, AskedOutside } from '../call/worker-context.ts';
import { keeping } from './keeping-contract.ts';

const form = v.picklist(['signup', 'login', 'other']);
const field = v.picklist(['email', 'username', 'newPassword', 'currentPassword', 'otp']);
/** A mail that brought a code, or a one-time code (lib/app/sites/one-time.ts). */
const codeId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}(\.\d)?$/));
/** How many characters the field takes that waits for a code. */
const codeLength = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(4), v.maxValue(10)));

export type { KeepQuestion } from './keeping-contract.ts';

/** The person answered the question: for this time, or from now on. */
const agreed = v.exactOptional(v.picklist(['once', 'always']));
const ownUsername = v.exactOptional(v.literal(true));

export type { AskedDetails, AskedOutside, Fill, FillQuestion };

/** `asks`: nothing is filled until the person has answered this. */
export type FillAnswer =
  | { ok: true; fill: Fill }
  | { ok: false; reason: 'asks'; question: FillQuestion }
  | { ok: false; reason: 'failed' | 'locked' | 'unavailable' };

/**
 * What the mark is drawn from. `chosen`: in this tab the person chose an identity of this site before, so the page
 * knows of it.
 */
export interface SiteStatus {
  state: 'off' | 'locked' | 'ready';
  chosen: boolean;
}

export interface OfferedLogin {
  id: string;
  name: string;
  picture: string;
  mask: string;
  /** The mask before a new one, which logs in until the person says that the site has the new one. */
  former: string | null;
  hasPassword: boolean;
  /** Chosen last in this tab. */
  inTab: boolean;
  /** Its form was never sent, and no mail came. */
  isUnused: boolean;
  /** Since when a new password waits for the site to take it. */
  proposedAt: number | null;
  /** What the page that was given it told by its form. */
  proposedSeen: ProposedSeen;
  /** The host that it is of; null: of this site. */
  host: string | null;
}

export type Offers =
  /** Nothing to offer here: switched off for this site, a frame of another site, or not set up. */
  | { state: 'off' }
  | { state: 'locked' }
  | {
      state: 'ready';
      identities: readonly OfferedLogin[];
      canCreate: boolean;
      suggestion: { name: string; picture: string };
      /** `mailer`: who vouches for it in the site's place; null: the site does. */
      code: { id: string; digits: string; from: string; receivedAt: number; mailer: string | null } | null;
      link: { id: string; host: string } | null;
      /** The fresh mail, unread, that brings neither to an identity that was just made in this tab. */
      mail: { id: string; from: string } | null;
      /** Log-ins that have one-time codes, the likeliest first. The code itself is asked for with the choice. */
      oneTimes: readonly { id: string; name: string; account: string; picture: string }[];
    };

/** Cards and addresses that are kept, to be chosen among. */
export type DetailOffers = { state: 'off' } | { state: 'locked' } | ({ state: 'ready' } & DetailRows);

export type { AddressDetails, CardDetails, DetailFill };

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
  /** Log-ins of any site, by what the person typed into our own field; even in time and size, too. */
  search: method<{ found: OfferedLogin[]; padding: string }>()(
    v.object({ query: v.pipe(v.string(), v.maxLength(200)) }),
  ),
  /** A new password that the form takes: kept in the generator's history before it is answered. */
  draw: method<OkOrReason<{ password: string }>>()(v.object({ password })),
  /** Of an identity: what it has, and a new password, which waits there for the site to take it. */
  change: method<(FillAnswer & { ok: false }) | { ok: true; fill: Fill; next: string }>()(
    v.object({ id, password, agreed }),
  ),
  /** The person says whether the site took the password that was proposed at that time. */
  settle: method<OkOrReason>()(
    v.object({ id, at: v.pipe(v.number(), v.integer(), v.minValue(0)), accepted: v.boolean() }),
  ),
  /** `ownUsername`: the form wants a user name that is none of the address. */
  create: method<FillAnswer>()(v.object({ form, password, ownUsername, agreed })),
  /** The person's own addresses, the likeliest first. */
  ownAddresses: method<{ addresses: string[]; padding: string }>()(nothing),
  /** A log-in with an address or name of the person's own and a password that Nucleus makes. */
  createOwn: method<FillAnswer>()(v.object({ address: v.pipe(v.string(), v.maxLength(320)), password, agreed })),
  /**
   * `around`: the origins around a frame of another origin than its page, if the browser names them. `proposed`: with
   * the password that waits for the site to take it.
   */
  fill: method<FillAnswer>()(
    v.object({
      id,
      ownUsername,
      agreed,
      /** The form asks for no new password: some sites want the code behind the one that they know. */
      logsIn: v.exactOptional(v.literal(true)),
      proposed: v.exactOptional(v.literal(true)),
      /** With the mask before a new one, if the site is not known to have that. */
      former: v.exactOptional(v.literal(true)),
      around: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(16))),
    }),
  ),
  /** After a person's press or key only, as `offers`. */
  details: method<DetailOffers & { padding: string }>()(nothing),
  /** `insecure`: a card is not filled into a page that comes in clear. */
  fillDetails: method<OkOrReason<{ details: DetailFill }>>()(v.object({ id })),
  /** Opens the place where a card or an address is added. */
  addDetails: method<null>()(v.object({ what: v.picklist(['card', 'address']) })),
  /** A mail's counts as used with the answer: pages send a form in the moment in which its code stands there. */
  useCode: method<OkOrReason<{ digits: string }>>()(v.object({ id: codeId, codeLength })),
  /** It did not get into its field: one of a mail is offered again. */
  codeMissed: method<null>()(v.object({ id: codeId })),
  useLink: method<{ ok: boolean }>()(v.object({ id })),
  /** Shows the conversation with this mail, in our own page. */
  openMail: method<null>()(v.object({ id })),
  /**
   * Puts parts of the script into the caller's frame: what draws, the words of a language by its code. Most pages never
   * show anything, so they are not in every page.
   */
  load: method<null>()(
    v.object({
      parts: v.pipe(
        v.array(v.pipe(v.string(), v.regex(/^(menu|demands|finder|details|save|[a-z]{2})$/))),
        v.maxLength(40),
      ),
    }),
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
  ...keeping,
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
  /**
   * The person asked for the menu at the focused field: in the context menu, or by unlocking for it; or, outside the
   * page, for what a row of the menu does.
   */
  | { readonly nucleus: 'open'; readonly does?: AskedOutside }
  /**
   * The person chose this identity in the popup: ask for its values and fill, in which frames says `FillWish`. `asks`:
   * nothing is filled, but told what the form in front asks of a new identity.
   */
  | {
      readonly nucleus: 'fill';
      readonly id: string;
      readonly within?: string;
      readonly host?: string;
      readonly agreed?: 'once' | 'always';
      readonly details?: AskedDetails;
      readonly asks?: true;
      readonly tinted?: true;
    }
  /** The person chose this code in the popup. */
  | { readonly nucleus: 'code'; readonly id: string }
  /**
   * A log-in that was typed in this tab waits: is there a question? `live` is the answer of the frame in which its
   * form still stands.
   */
  | { readonly nucleus: 'keep' };
