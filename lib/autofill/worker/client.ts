// All that the in-page script can ask of the background worker. Values are JSON-safe. The background reads the site
// from the browser's `sender`; no word of the page or this script about its own place is believed, so no call carries
// an address.
import type { Purpose } from '../forms/forms.ts';

export type FieldName = 'email' | 'username' | 'newPassword' | 'currentPassword' | 'otp';

export interface Identity {
  readonly id: string;
  readonly name: string;
  /** Seed of the generated picture (lib/logins/picture.ts). */
  readonly picture: string;
  readonly mask: string;
  readonly hasPassword: boolean;
  /** Chosen last in this tab. */
  readonly inTab?: boolean;
  /** Made in a form that was never sent, and no mail has come. */
  readonly isUnused?: boolean;
}

export interface ReadyOffers {
  readonly state: 'ready';
  /** Identities of this site, the likeliest first. */
  readonly identities: readonly Identity[];
  readonly canCreate: boolean;
  /** Who the next new identity would be. */
  readonly suggestion: { readonly name: string; readonly picture: string };
  readonly code: {
    readonly id: string;
    readonly digits: string;
    readonly from: string;
    readonly receivedAt: number;
    /** Who vouches for it in the site's place; null: the site does. */
    readonly mailer: string | null;
  } | null;
  readonly link: { readonly id: string; readonly host: string } | null;
}

/** `off`: nothing is to be shown here. `locked`: the vault is locked, so the menu can only offer to unlock it. */
export type Offers = { readonly state: 'off' } | { readonly state: 'locked' } | ReadyOffers;

export interface Fill {
  readonly email: string;
  readonly username: string;
  readonly password: string;
  readonly displayName: string;
}

/** The form's demands on a new password: minlength, maxlength and the `passwordrules` attribute. */
export interface PasswordHints {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly rules?: string;
}

/**
 * `reason` is a key of strings.ts (an unknown one reads as `failed`): the words a person reads stay with the strings.
 */
export type Filled = { readonly ok: true; readonly fill: Fill } | { readonly ok: false; readonly reason: string };

/** `chosen`: the person chose an identity of this site in this tab before, so the page knows of it. */
export interface Standing {
  readonly state: Offers['state'];
  readonly chosen: boolean;
}

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
  standing(): Promise<Standing>;
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
