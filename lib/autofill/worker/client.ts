// All that the in-page script can ask of the background worker. Values are JSON-safe. The background reads the site
// from the browser's `sender`; no word of the page or this script about its own place is believed, so no call carries
// an address.
import type { PasswordHints } from '#logins/generate/password.ts';
import type { MethodAnswer, MethodRequest } from '#rpc/call/contract.ts';
import type {
  AskedDetails,
  AskedOutside,
  DetailFill,
  DetailOffers,
  Fill,
  FillAnswer,
  OfferedLogin,
  Offers,
  SiteStatus,
} from '#rpc/content/contract.ts';
import type { KeepingContract } from '#rpc/content/keeping-contract.ts';
import type { Purpose } from '../forms/forms.ts';

export type { PasswordHints } from '#logins/generate/password.ts';
export type {
  AddressDetails,
  AskedDetails,
  AskedOutside,
  CardDetails,
  DetailFill,
  DetailOffers,
  Fill,
  FillQuestion,
  KeepQuestion,
  Offers,
  SiteStatus,
} from '#rpc/content/contract.ts';

export type FieldName = 'email' | 'username' | 'newPassword' | 'currentPassword' | 'otp';

/** Everyone whom the person could be here, and who a new identity would be. */
export type ReadyOffers = Extract<Offers, { state: 'ready' }>;
/** An identity of this site, or a log-in of another one. */
export type OfferedIdentity = OfferedLogin;

/**
 * `reason` is a key of strings.ts (an unknown one reads as `failed`): the words a person reads stay with the strings.
 */
export type Filled = FillAnswer;
/** The person has answered what the worker asks. */
export type Agreed = { agreed?: 'once' | 'always' };

/**
 * An identity, a card or an address to fill the page with. The answer: whether it could be; null if nothing here is to
 * be filled.
 * `within`: asked of frames whose surroundings cannot be looked at, of the site with this name: the answer is their
 * host. `host`: the person has read that host and pressed once more: that frame is to be filled.
 */
export interface FillWish {
  readonly id: string;
  readonly within?: string;
  readonly host?: string;
  readonly agreed?: 'once' | 'always';
  /** What the page has fields for is wanted, or a card or an address for them. */
  readonly details?: AskedDetails;
  /** What the form in front asks of a new identity is wanted, and nothing is filled. */
  readonly asks?: true;
  /** The person has read that something changes the colours of the page, and wants it filled. */
  readonly tinted?: true;
}

/** Told in place of a host: something changes the colours of the page, so nothing was filled. */
export const TINTED = '';

/** `asks`: not before the person has answered. */
export type Unfilled = NotDone | Extract<Filled, { reason: 'asks' }>;

interface NotDone {
  readonly ok: false;
  readonly reason: string;
}

export interface AskedByMenu {
  /** A new password that the form takes, for nobody in particular. */
  readonly draw: {
    readonly request: { password: PasswordHints };
    readonly answer: { readonly ok: true; readonly password: string } | NotDone;
  };
  /** What an identity has, and a new password in its place. */
  readonly change: {
    readonly request: { id: string; password: PasswordHints } & Agreed;
    readonly answer: { readonly ok: true; readonly fill: Fill; readonly next: string } | Unfilled;
  };
  /** Whether the site took the password that was proposed at that time. */
  readonly settle: {
    readonly request: { id: string; at: number; accepted: boolean };
    readonly answer: { readonly ok: true } | NotDone;
  };
  /** Cards and addresses. After a press or key of the person. */
  readonly details: { readonly request: null; readonly answer: DetailOffers };
  readonly fillDetails: {
    readonly request: { id: string };
    readonly answer: { readonly ok: true; readonly details: DetailFill } | NotDone;
  };
  readonly addDetails: { readonly request: { what: 'card' | 'address' }; readonly answer: unknown };
  /** A log-in with an address of the person's own. */
  readonly createOwn: {
    readonly request: { address: string; password: PasswordHints } & Agreed;
    readonly answer: Filled;
  };
  readonly ownAddresses: { readonly request: null; readonly answer: { readonly addresses: readonly string[] } };
  /** Puts another part of the script into this frame. */
  readonly load: { readonly request: { parts: string[] }; readonly answer: null };
  /** The conversation with the mail that waits. */
  readonly openMail: { readonly request: { id: string }; readonly answer: unknown };
  /** Log-ins of any site, by what the person typed. */
  readonly search: {
    readonly request: { query: string };
    readonly answer: { readonly found: readonly OfferedIdentity[] };
  };
}

/** About log-ins that were typed. */
type AskedByBar = {
  readonly [Name in keyof KeepingContract]: {
    readonly request: MethodRequest<KeepingContract[Name]>;
    readonly answer: MethodAnswer<KeepingContract[Name]>;
  };
};

type Asked = AskedByMenu & AskedByBar;

export interface AutofillClient {
  /** The answer depends on no identity: it may be asked while the person has done nothing. */
  standing(): Promise<SiteStatus>;
  /** After a press or key of the person, or if `chosen`. */
  offers(request: { form: Purpose; fields: FieldName[]; codeLength?: number }): Promise<Offers>;
  /** `ownUsername`: the form wants a user name that is none of the address. */
  create(request: { form: Purpose; password: PasswordHints; ownUsername?: true } & Agreed): Promise<Filled>;
  /** `proposed`: with the password that waits for the site to take it. */
  fill(
    request: {
      id: string;
      ownUsername?: true;
      logsIn?: true;
      proposed?: true;
      former?: true;
      around?: string[];
    } & Agreed,
  ): Promise<Filled>;
  /** What only menu and bar ask: one name for all, since the script of every page carries each name. */
  ask<Name extends keyof Asked>(name: Name, request: Asked[Name]['request']): Promise<Asked[Name]['answer']>;
  useCode(request: {
    id: string;
    codeLength?: number;
  }): Promise<{ ok: true; digits: string } | { ok: false; reason: string }>;
  /** It did not get into its field: it is offered again. */
  codeMissed(request: { id: string }): Promise<unknown>;
  /** The background opens the link; the page never learns it from this script. */
  useLink(request: { id: string }): Promise<{ ok: boolean }>;
  /** The person sent the form that was filled last here. */
  sent(): Promise<unknown>;
  notHere(): Promise<unknown>;
  /** Takes `notHere` back. */
  hereAgain(): Promise<unknown>;
  /** Shows Nucleus itself: to unlock it or to set it up. */
  openPanel(): Promise<unknown>;
  /** Calls `listener` whenever the answer of `offers` may have changed, until the signal aborts. */
  onChanged(listener: () => void, signal: AbortSignal): void;
  /**
   * Calls `listener` when the person asked for the menu outside the page, or for what a row of it does. It answers null
   * if another frame is meant, and false if there is no field for it.
   */
  onOpen?(listener: (asked: { readonly does?: AskedOutside }) => Promise<boolean> | null, signal: AbortSignal): void;
  /**
   * Calls `listener` with a code that the person chose in the popup. It answers null if no field takes a code.
   */
  onCode?(listener: (code: { readonly id: string }) => Promise<boolean> | null, signal: AbortSignal): void;
  /** Calls `listener` when one waits: in this tab, and for what this frame has to say. */
  onKeep?(listener: () => Promise<boolean | string>, signal: AbortSignal): void;
  /** Calls `listener` when the person chose an identity outside the page, in the popup, to fill the page with. */
  onFill?(listener: (wish: FillWish) => Promise<boolean | string> | null, signal: AbortSignal): void;
}
