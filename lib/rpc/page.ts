// The page channel: popup, side panel, options and welcome → background. Every method that those pages can ask for is here.
import * as v from 'valibot';
import { method, nothing } from './contract.ts';
import type * as view from './views.ts';

const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
const passphrase = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));
const name = v.pipe(v.string(), v.maxLength(80));
/** A form of our pages, of one relationship where it is about one. */
const form = v.pipe(v.string(), v.regex(/^[a-z-]{1,40}(:[0-9a-f]{32})?$/));
/** Longer than any message may be; the worker says by how much it is too long. */
const longText = v.pipe(v.string(), v.maxLength(200_000));
const relationship = v.object({ relationship: id });
const byteCount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 40));
const dimension = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff));
const part = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff));
const origin = v.pipe(v.string(), v.maxLength(255));

/** An outcome that a person can act on; codes are keys of `_locales` texts. */
export type Outcome<Extra = object, Reason extends string = string> =
  | ({ ok: true } & Extra)
  | { ok: false; reason: Reason };

/** Of a file: `from` inclusive, `to` exclusive. */
export interface WantedPart {
  part: number;
  from: number;
  to: number;
}
/** `gone`: it was stopped, or the file is no longer what was announced. */
export type AttachRefusal = 'too-large' | 'empty' | 'ended' | 'blocked' | 'site' | 'unreachable' | 'gone' | 'storage';

export const page = {
  // vault
  vault: method<view.VaultView>()(nothing),
  setUp: method<Outcome<{ recoveryCode: string }, 'weak' | 'already' | 'storage'>>()(v.object({ passphrase })),
  confirmRecovery: method<null>()(nothing),
  unlock: method<Outcome<object, 'wrong' | 'storage' | 'newer'>>()(v.object({ passphrase })),
  /** Opens with the recovery code and sets a new passphrase. */
  recover: method<Outcome<object, 'wrong' | 'weak' | 'storage' | 'newer'>>()(
    v.object({ code: v.pipe(v.string(), v.maxLength(200)), passphrase }),
  ),
  /** Somebody unlocked in this popup: goes back to the page that asked for it. `ok: false`: none did. */
  backToPage: method<{ ok: boolean }>()(nothing),
  lock: method<null>()(nothing),
  changePassphrase: method<Outcome<object, 'wrong' | 'weak' | 'storage' | 'newer'>>()(
    v.object({ current: passphrase, next: passphrase }),
  ),
  renewRecoveryCode: method<Outcome<{ recoveryCode: string }, 'wrong' | 'storage' | 'newer'>>()(
    v.object({ passphrase }),
  ),
  vaultKey: method<view.KeyView>()(nothing),
  /** Replaces the vault key and rewrites everything under it; answers when that has ended. `stopped`: all is as it was. */
  renewVaultKey: method<Outcome<object, 'code' | 'stopped' | 'storage'>>()(nothing),
  stopRenewal: method<null>()(nothing),
  /** For a vault of an older program: see `codeWanted`. */
  giveRecoveryCode: method<Outcome<object, 'wrong' | 'storage' | 'newer'>>()(
    v.object({ code: v.pipe(v.string(), v.maxLength(200)) }),
  ),
  /** Everything on this device is gone afterwards. */
  erase: method<null>()(v.object({ confirm: v.literal('erase') })),

  // settings and services
  settings: method<view.SettingsView>()(nothing),
  changeSettings: method<view.SettingsView>()(
    v.partial(
      v.object({
        autoLockMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_080)),
        notifications: v.boolean(),
        readReceipts: v.boolean(),
        receivedReceipts: v.boolean(),
        automaticDelay: v.picklist(['none', 'minute', 'ten-minutes', 'hour']),
        quietSites: v.array(v.pipe(v.string(), v.maxLength(255))),
      }),
    ),
  ),
  connection: method<view.ConnectionView>()(nothing),
  /** Asks every service now. */
  checkNow: method<null>()(nothing),
  /** What a service says of itself, before it is joined. Nothing is kept of it. */
  lookAtService: method<Outcome<{ service: view.ServicePreview }, view.NotLookedAt>>()(
    v.object({ typed: v.pipe(v.string(), v.maxLength(300)) }),
  ),
  /** Joins the service that was shown: the one of that fingerprint, and no other. */
  addService: method<Outcome<object, view.NotAdded>>()(
    v.object({
      origin,
      fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
      use: v.picklist(['both', 'sending', 'receiving']),
    }),
  ),
  /** Gives up what is being added: it is not in use afterwards, unless it was already. */
  cancelAddService: method<null>()(v.object({ origin })),
  /** Which is asked first: moves it one place up or down. */
  preferService: method<null>()(v.object({ origin, by: v.picklist([-1, 1]) })),
  /** What leaving a service would mean, before it is begun. */
  previewLeaving: method<view.LeavingPreview>()(v.object({ origin })),
  /** Begins to leave a service: those who write there are moved first, and the mailbox is closed when the last address has expired. */
  leaveService: method<Outcome<object, view.NotLeft>>()(v.object({ origin })),
  /** What a service is used for; `both` also takes a leaving back. */
  useService: method<Outcome<object, view.NotLeft>>()(
    v.object({ origin, use: v.picklist(['both', 'sending', 'receiving']) }),
  ),
  /** Closes the mailbox without waiting: what comes late is lost. */
  leaveAtOnce: method<null>()(v.object({ origin })),
  /** A service that was left is not shown any more. */
  forgetService: method<null>()(v.object({ origin })),
  mailboxes: method<view.MailboxesView>()(nothing),
  /** Other mailboxes in place of mine, for when their keys may be in other hands. Open invitations are withdrawn. */
  replaceMailboxes: method<Outcome<object, 'unreachable'>>()(nothing),
  /** Shows an issuer of permission the code that its operator gave out. */
  giveInvitationCode: method<Outcome<object, 'wrong' | 'unreachable'>>()(
    v.object({ issuer: origin, code: v.pipe(v.string(), v.maxLength(64)) }),
  ),

  // conversations
  conversations: method<{ items: view.ConversationView[]; total: number; unread: number }>()(
    v.object({
      kind: v.picklist(['all', 'person', 'site']),
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
  thread: method<view.ThreadView | null>()(
    v.object({
      relationship: id,
      before: v.nullable(v.number()),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
  ),
  relationship: method<view.RelationshipView | null>()(relationship),
  /** `nonce` is made by the page once per message typed: two windows or an impatient second call send once. */
  send: method<Outcome<{ message: view.MessageId }, 'too-long' | 'empty' | 'ended' | 'blocked' | 'storage' | 'site'>>()(
    v.object({ relationship: id, text: longText, nonce: id }),
  ),
  /**
   * Begins an attachment: it stands in the conversation from now on. `nonce` as in `send`; called again it says what is wanted next. The
   * answer names the part to hand in by `attachPart`, and its bytes of the file; null: all of them are here.
   */
  attach: method<Outcome<{ next: WantedPart | null }, AttachRefusal>>()(
    v.object({
      relationship: id,
      nonce: id,
      kind: v.picklist(['picture', 'file']),
      name: v.pipe(v.string(), v.maxLength(1024)),
      mediaType: v.pipe(v.string(), v.maxLength(255)),
      byteCount,
      width: dimension,
      height: dimension,
      /** Base64url of a PNG, JPEG or WebP of at most THUMBNAIL_BYTES, or empty. */
      thumbnail: v.pipe(v.string(), v.maxLength(1100)),
    }),
  ),
  /** `byteCount` as it was announced. A part that was handed in before is passed over. */
  attachPart: method<Outcome<{ next: WantedPart | null }, AttachRefusal>>()(
    v.object({ relationship: id, nonce: id, part, byteCount, bytes: v.pipe(v.string(), v.maxLength(350_000)) }),
  ),
  /** Content of one part (from 0) of an attachment that is `here`, as base64url; null: it is not here, or there are no more parts. */
  attachmentPart: method<{ bytes: string } | null>()(v.object({ relationship: id, message: id, part })),
  /** Brings it here, in the background. */
  fetchAttachment: method<null>()(v.object({ relationship: id, message: id })),
  /** Stops what is on its way up or down. One of mine that was not sent is taken out of the conversation. */
  stopTransfer: method<null>()(v.object({ relationship: id, message: id })),
  /** Takes it off this device; it can be brought here again as long as it is hosted. */
  dropAttachment: method<null>()(v.object({ relationship: id, message: id })),
  /** All of a text of which a thread holds the beginning; null: it is not here (yet). */
  wholeText: method<{ text: string } | null>()(v.object({ relationship: id, message: id })),
  mailAttachment: method<{ name: string; bytes: string } | null>()(
    v.object({ relationship: id, message: id, index: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(63)) }),
  ),
  retryMessage: method<null>()(v.object({ relationship: id, message: id })),
  /** What was typed into a form and not done with; null: nothing. */
  formDraft: method<{ text: string } | null>()(v.object({ form })),
  /** Empty forgets it. */
  saveFormDraft: method<null>()(v.object({ form, text: v.pipe(v.string(), v.maxLength(100_000)) })),
  saveDraft: method<null>()(v.object({ relationship: id, text: longText })),
  markRead: method<null>()(relationship),
  rename: method<null>()(v.object({ relationship: id, name })),
  setMyName: method<null>()(v.object({ relationship: id, name })),
  confirmNumbers: method<null>()(relationship),
  /** They count as not compared again. */
  retractNumbers: method<null>()(relationship),
  setLatency: method<null>()(v.object({ relationship: id, latency: v.picklist(['now', 'batched', 'on-request']) })),
  /** They are given new ones, and what they hold is revoked when they have them. */
  replaceAddresses: method<Outcome<object, 'unreachable'>>()(relationship),
  block: method<null>()(relationship),
  unblock: method<null>()(relationship),
  /** Says goodbye (unless blocked), retires the addresses and deletes the conversation here. */
  end: method<null>()(relationship),
  mail: method<view.MailView | null>()(v.object({ relationship: id, message: id })),
  /** Where the confirmation link of a mail leads: the page shows it whole, and opens it if the person wants to. */
  mailLink: method<Outcome<{ url: string }, 'gone'>>()(v.object({ relationship: id, message: id })),

  // invitations
  createInvitation: method<Outcome<{ invitation: view.InvitationView }, 'unreachable' | 'storage'>>()(
    v.object({ name, label: name }),
  ),
  invitations: method<view.InvitationView[]>()(nothing),
  withdrawInvitation: method<null>()(v.object({ id })),
  /** `text` is a link, a pasted bundle or a file's content. */
  previewInvitation: method<view.InvitationPreview>()(v.object({ text: longText })),
  acceptInvitation: method<Outcome<{ relationship: view.RelationshipId }>>()(v.object({ text: longText, name })),

  // the site in front of the person
  site: method<view.SiteView>()(v.object({ tabId: v.optional(v.number()) })),
  /** `site` and `secure` as they were shown; `moved`: the tab has another site by now, and nothing is made. */
  createIdentity: method<Outcome<{ identity: view.SiteIdentityView }>>()(
    v.object({ site: v.pipe(v.string(), v.maxLength(255)), secure: v.boolean(), tabId: v.optional(v.number()) }),
  ),
  /**
   * Fills the page in the tab with this identity. `framed`: only a frame of the site's on this host has a form, and nothing is filled before
   * the person, who has read the host, presses again: then it is `host`.
   */
  fillTab: method<Outcome<{ framed: string | null }, 'no-form' | 'no-access' | 'gone'>>()(
    v.object({ relationship: id, tabId: v.number(), host: v.exactOptional(v.pipe(v.string(), v.maxLength(300))) }),
  ),
  /** Fills the page in the tab with a code that came by this mail. */
  fillCode: method<Outcome<object, 'no-access' | 'no-form'>>()(v.object({ message: id, tabId: v.number() })),
  revealPassword: method<Outcome<{ password: string }, 'gone'>>()(relationship),
  setPassword: method<null>()(
    v.object({
      relationship: id,
      username: v.pipe(v.string(), v.maxLength(320)),
      password: v.pipe(v.string(), v.maxLength(1024)),
    }),
  ),
  setMaskActive: method<Outcome<object, 'unreachable'>>()(v.object({ relationship: id, active: v.boolean() })),
  setQuiet: method<null>()(v.object({ site: v.pipe(v.string(), v.maxLength(255)), quiet: v.boolean() })),
  /** Host access was granted or taken back in this page by a click. */
  siteAccessChanged: method<null>()(nothing),

  search: method<view.SearchView>()(v.object({ query: v.pipe(v.string(), v.maxLength(200)) })),
} as const;
export type PageContract = typeof page;
