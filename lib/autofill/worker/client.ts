// All that the in-page script can ask of the background worker. Values are JSON-safe. The background reads the site
// from the browser's `sender`; no word of the page or this script about its own place is believed, so no call carries
// an address.
import type { PasswordHints } from '#logins/generate/password.ts';
import type { Fill, Offers, SiteStatus } from '#rpc/content/contract.ts';
import type { Purpose } from '../forms/forms.ts';

export type { PasswordHints } from '#logins/generate/password.ts';
export type { Fill, Offers, SiteStatus } from '#rpc/content/contract.ts';

export type FieldName = 'email' | 'username' | 'newPassword' | 'currentPassword' | 'otp';

/** Everyone whom the person could be here, and who a new identity would be. */
export type ReadyOffers = Extract<Offers, { state: 'ready' }>;
/** An identity of this site. */
export type OfferedIdentity = ReadyOffers['identities'][number];

/**
 * `reason` is a key of strings.ts (an unknown one reads as `failed`): the words a person reads stay with the strings.
 */
export type Filled = { readonly ok: true; readonly fill: Fill } | { readonly ok: false; readonly reason: string };

/**
 * An identity to fill the page with. The answer: whether it could be; null if nothing here is to be filled.
 * `within`: asked of frames whose surroundings cannot be looked at, of the site with this name: the answer is their
 * host. `host`: the person has read that host and pressed once more: that frame is to be filled.
 */
export interface FillWish {
  readonly id: string;
  readonly within?: string;
  readonly host?: string;
}

export interface AutofillClient {
  /** The answer depends on no identity: it may be asked while the person has done nothing. */
  standing(): Promise<SiteStatus>;
  /** After a press or key of the person, or if `chosen`. */
  offers(request: { form: Purpose; fields: FieldName[]; codeLength?: number }): Promise<Offers>;
  /** `ownUsername`: the form wants a user name that is none of the address. */
  create(request: { form: Purpose; password: PasswordHints; ownUsername?: true }): Promise<Filled>;
  fill(request: { id: string; ownUsername?: true; around?: string[] }): Promise<Filled>;
  useCode(request: {
    id: string;
    codeLength?: number;
  }): Promise<{ ok: true; digits: string } | { ok: false; reason: string }>;
  /** It is in its field: it is offered no more. */
  codeFilled(request: { id: string }): Promise<void>;
  /** The background opens the link; the page never learns it from this script. */
  useLink(request: { id: string }): Promise<{ ok: boolean }>;
  /** The person sent the form that was filled last here. */
  sent(): Promise<void>;
  notHere(): Promise<void>;
  /** Takes `notHere` back. */
  hereAgain(): Promise<void>;
  /** Shows Nucleus itself: to unlock it or to set it up. */
  openPanel(): Promise<void>;
  /** Calls `listener` whenever the answer of `offers` may have changed, until the signal aborts. */
  subscribe(listener: () => void, signal: AbortSignal): void;
  /**
   * Calls `listener` when the person asked for the menu outside the page: in the context menu, or by unlocking for it.
   */
  onOpen?(listener: () => void, signal: AbortSignal): void;
  /**
   * Calls `listener` with a code's mail that the person chose in the popup. It answers null if no field takes a
   * code.
   */
  onCode?(listener: (id: string) => Promise<boolean> | null, signal: AbortSignal): void;
  /** Calls `listener` when the person chose an identity outside the page, in the popup, to fill the page with. */
  onFill?(listener: (wish: FillWish) => Promise<boolean | string> | null, signal: AbortSignal): void;
}
