// What pages are shown: plain, JSON-safe values made by the worker for the interface. No key, no address, no ciphertext
// is in any of them; a password is only in the answer to `revealPassword`. Longer than most files, because it is types
// alone, and pages and handlers look them up in one place.

/** A relationship's id: hex of 16 random bytes that exist on this device only. */
export type RelationshipId = string;
export type MessageId = string;

export type VaultView =
  | { state: 'new' }
  /** `waiting`: how many messages came while locked. */
  | { state: 'locked'; waiting: number }
  /** Open, and being rewritten: nothing else can be asked meanwhile. In records. */
  | { state: 'tidying'; done: number; total: number }
  | { state: 'open'; recoveryConfirmed: boolean };

/**
 * `replacing`: those who held addresses of the mailboxes of before, and the day on which these are closed at the latest
 * (ms since the epoch).
 */
export interface MailboxesView {
  replacing: {
    people: { moved: number; all: number };
    masks: { moved: number; all: number };
    until: number;
  } | null;
}

/** The vault key. */
export interface KeyView {
  /** The day on which it was drawn (ms since the epoch); 0: it is to be replaced soon. */
  since: number;
  /** It can be replaced only once the recovery code was typed, or made anew. */
  codeWanted: boolean;
  /**
   * Why it was not replaced the last time: no room on the disk, or records that cannot be read. Tried again by itself,
   * within a day.
   */
  failed: 'storage' | 'other' | null;
}

export interface SettingsView {
  /** Minutes without use until the vault locks; 0 never does. */
  autoLockMinutes: number;
  notifications: boolean;
  /** Whether others are told that I have read. */
  readReceipts: boolean;
  /** Whether others are told that what they wrote arrived. */
  receivedReceipts: boolean;
  /** How long receipts and other automatic messages may be held back at random at most. */
  automaticDelay: 'none' | 'minute' | 'ten-minutes' | 'hour';
  /** Sites (hosts) on which Nucleus offers nothing. */
  quietSites: string[];
}

export type ServiceUse = 'both' | 'sending' | 'receiving';

/** Another of my services that the same operator seems to run: with the same key, or under the same domain. */
export interface ServiceKin {
  origin: string;
  alike: 'key' | 'domain';
}

/** A service before it is joined, as it describes itself; what it says is signed by the key of the fingerprint. */
export interface ServicePreview {
  origin: string;
  /** 32 hex digits. */
  fingerprint: string;
  roles: ('sending' | 'receiving' | 'mail')[];
  mailDomain: string | null;
  /** The biggest file it hosts; null: none. */
  maxBlobBytes: number | null;
  /** Days for which it goes on trying to deliver. */
  retryHorizonDays: number;
  /** Origins of issuers whose tokens it asks for; none: it asks for none. */
  tokenIssuers: string[];
  /** When the sealing keys in use began to be, and end; null: it has none. */
  keys: { sinceAt: number; untilAt: number } | null;
  kin: ServiceKin | null;
}

/** Why there is nothing to show of a service; each has words of its own in `options.services.reason`. */
export type NotLookedAt =
  | 'malformed'
  /** In plain text, elsewhere than on this machine. */
  | 'plain'
  /** On this machine or in a private network. */
  | 'private'
  | 'already'
  /** There is no answer. */
  | 'unreachable'
  /** There is an answer, but not a service's. */
  | 'noService'
  /** The descriptor there is not signed, or is another address's. */
  | 'untrusted'
  /** It speaks another version of the protocol. */
  | 'version'
  /** It is a service, but does nothing that Nucleus uses. */
  | 'noRole';
export type NotAdded =
  | NotLookedAt
  /** It shows another key than it did while it was looked at. */
  | 'otherKey'
  | 'full'
  | 'cancelled';

/** No other service is used for that: after leaving it the person could not send, or be written to. */
export type NotLeft = 'last-sending' | 'last-receiving';

/** How far the leaving of a service has come. */
export interface LeavingView {
  /** `closing`: nothing comes there any more, and the mailbox is being closed. */
  state: 'leaving' | 'closing' | 'left';
  since: number;
  /** When the last address there has expired; null: not known yet. */
  safeAt: number | null;
  /** Those who write to another of my services already, of all who had addresses there. */
  people: { moved: number; all: number };
  masks: { moved: number; all: number };
  /** Open invitations that name it. */
  invitations: number;
  /** Names of those who may still write there; not all of them if there are many. */
  waitingFor: string[];
}

/** What leaving a service would mean. */
export interface LeavingPreview {
  people: number;
  masks: number;
  /** Masks at its domain: they go on as long as it does. */
  masksThere: number;
  /** Open invitations whose link leads there. */
  links: number;
  safeAt: number | null;
  /** It cannot be left: no other is used for that. */
  last: NotLeft | null;
}

export interface ServiceView {
  origin: string;
  roles: ('sending' | 'receiving' | 'mail')[];
  /** `otherKey`: it is not who it was, and nothing is sent to it or fetched from it. */
  state: 'connected' | 'polling' | 'unreachable' | 'refusing' | 'otherKey';
  /** When it last answered; null: never. */
  answeredAt: number | null;
  /** It has not answered since then, for so long that it may be gone for good; null: it is not missed. */
  missedSince: number | null;
  mailDomain: string | null;
  /** The roles in which it is used, among those it has. */
  sends: boolean;
  receives: boolean;
  /** 32 hex digits; null if it was not reached yet. */
  fingerprint: string | null;
  leaving: LeavingView | null;
  /** Null if it asks for none. */
  permission: PermissionView | null;
}

/** Whether there is permission to have work done at a service. */
export interface PermissionView {
  state: 'ready' | 'low' | 'none';
  /** Of `none`: when more is asked for; null: that is not known. */
  nextAt: number | null;
  /** The issuer that gives me none, and what could be done; null: nothing stands in the way. */
  obstacle: {
    issuer: string;
    standing: 'invitation-wanted' | 'invitation-wrong' | 'account-unlisted';
    /** What its operator would have to list: 64 hex digits. */
    account: string | null;
  } | null;
}

/** How delivery stands, over all services: the line at the foot of the side panel. */
export interface ConnectionView {
  services: ServiceView[];
  /** Messages of mine that are not yet accepted by a sending service. */
  waitingToSend: number;
  online: boolean;
  /** How many services are in use for each: with one alone, nothing goes out or comes in while it is away. */
  inUse: { sending: number; receiving: number };
}

export type DeliveryState =
  /** Committed here, waiting for a sending service. */
  | 'waiting'
  /** On disk at a sending service. */
  | 'sent'
  | 'received'
  | 'read'
  /** Given up; `retryMessage` tries again. */
  | 'failed';

/**
 * Why a message failed: no service of mine took it; no address of theirs is good; services refused it; it reached none
 * of their services.
 */
export type FailureReason = 'untaken' | 'unaddressed' | 'refused' | 'undelivered';

export interface ConversationView {
  id: RelationshipId;
  kind: 'person' | 'site';
  /** What I call them. */
  name: string;
  /** Seed (hex) of their generated picture. */
  picture: string;
  /** Who I am there. */
  me: { name: string; picture: string };
  /** For a site: host as shown. */
  host: string | null;
  lastAt: number;
  preview: string;
  /** Whether the last message is mine. */
  previewMine: boolean;
  unread: number;
  draft: boolean;
  /** 'invited': waiting for the other to accept or answer; 'ended': terminated by them; 'blocked': by me. */
  standing: 'invited' | 'active' | 'ended' | 'blocked';
  verified: boolean;
  /** I want to hear of it only when I look. */
  muted: boolean;
  /**
   * Of the message that the row shows: mine and not taken by a service yet, mine and given up, or a mail whose sender
   * neither the site nor its mailer vouches for.
   */
  sign: 'waiting' | 'failed' | 'unsure' | null;
}

export interface TextMessageView {
  type: 'text';
  id: MessageId;
  mine: boolean;
  text: string;
  /** Set if `text` is only the beginning: `wholeText` has the rest as soon as it is here. */
  long: { state: AttachmentState; byteCount: number; progress: number | null } | null;
  sentAt: number;
  receivedAt: number | null;
  delivery: DeliveryState | null;
  /** Of a failed one; null also if an older program did not note it. */
  failure: FailureReason | null;
}

export interface MailMessageView {
  type: 'mail';
  id: MessageId;
  mine: false;
  subject: string;
  from: { name: string; address: string };
  preview: string;
  receivedAt: number;
  /** The site vouches for it (DMARC or aligned DKIM/SPF). */
  authentic: boolean;
  /** Set when the sender's domain is not the one this mask was made for: the mask leaked. */
  leakedFrom: string | null;
  code: string | null;
  link: { host: string } | null;
  attachments: { name: string; mediaType: string; byteCount: number }[];
  sentAt: number;
}

/** The place of the bytes of an attachment or of a long text; see BLOB_STATES. */
type AttachmentState =
  /** The page is handing it in: while it does, it must stay open. */
  | 'preparing'
  | 'uploading'
  /** At its host: `fetchAttachment` brings it here. */
  | 'hosted'
  | 'fetching'
  | 'here'
  | 'expired'
  | 'damaged'
  | 'failed'
  | 'no-room';

export interface AttachmentMessageView {
  type: 'attachment';
  id: MessageId;
  mine: boolean;
  kind: 'picture' | 'file';
  /** Safe to be shown and to be saved under. */
  name: string;
  /** As the sender said: for telling, not for deciding what opens it. */
  mediaType: string;
  byteCount: number;
  /** 0 if unknown. */
  width: number;
  height: number;
  /** Base64url of a tiny PNG, JPEG or WebP; empty: there is none. */
  thumbnail: string;
  state: AttachmentState;
  /** Of mine that failed: whether it can be tried again without its file. */
  resendable: boolean;
  /** While it moves: 0 … 1, in two halves if it is handed in and uploaded. Null: it does not. */
  progress: number | null;
  /** The last day on which it can be fetched, as a moment. */
  hostedUntil: number;
  sentAt: number;
  receivedAt: number | null;
  delivery: DeliveryState | null;
  failure: FailureReason | null;
}

/** Something that happened in the relationship, told in the thread: "Blair accepted your invitation". */
export interface EventMessageView {
  type: 'event';
  id: MessageId;
  mine: boolean;
  event: HistoryEventView;
  sentAt: number;
}

/** A message of a kind this version does not know, by its fallback text. */
export interface OtherMessageView {
  type: 'other';
  id: MessageId;
  mine: boolean;
  fallback: string;
  sentAt: number;
}

/** A mail too big for its envelope, whose blob is still being fetched. */
export interface ArrivingMessageView {
  type: 'arriving';
  id: MessageId;
  mine: false;
  byteCount: number;
  sentAt: number;
}

export type MessageView =
  | TextMessageView
  | MailMessageView
  | EventMessageView
  | OtherMessageView
  | ArrivingMessageView
  | AttachmentMessageView;

/** Trust is a history, not a flag. */
export interface HistoryEventView {
  kind:
    | 'invited'
    | 'accepted'
    | 'identity-created'
    | 'numbers-compared'
    | 'name-changed'
    | 'services-changed'
    | 'ended'
    | 'blocked'
    | 'unblocked'
    | 'mask-leaked'
    | 'shook-hands-anew'
    | 'lost';
  at: number;
  /** How an invitation travelled, or the old name, or a leaking domain. */
  detail: string;
}

export interface RelationshipView extends ConversationView {
  history: HistoryEventView[];
  /** Of a person: whose invitation it began with; null if that is not known any more. */
  invitedByMe: boolean | null;
  /** 60 digits in 12 groups of 5, the same on both sides; null until both identities are known. */
  safetyNumber: string | null;
  theirServices: string[];
  /** How soon I want to be told of what they write. */
  latency: 'now' | 'batched' | 'on-request';
  /** For a site. */
  login: { username: string; mask: string; hasPassword: boolean; createdAt: number; maskActive: boolean } | null;
}

export interface ThreadView {
  relationship: RelationshipView;
  /** Oldest first. */
  messages: MessageView[];
  /** Cursor for the page before; null: this is the beginning. */
  before: number | null;
  draft: string;
  /** Set if messages wait for permission to send: when more is asked for, if that is known. */
  permission: { nextAt: number | null } | null;
}

export interface MailView {
  id: MessageId;
  subject: string;
  from: { name: string; address: string };
  to: string;
  receivedAt: number;
  text: string;
  /** As sent: the page sanitises it and shows it in a sandboxed frame. Null: there is none. */
  html: string | null;
  /**
   * Pictures that the mail itself carries, by the Content-ID under which its HTML names them. Unproved: the page looks
   * at their bytes.
   */
  pictures: { contentId: string; bytes: string }[];
  attachments: MailMessageView['attachments'];
  authentication: { spf: string; dkim: string; dmarc: string; domain: string };
  /** The domain of the author, if it vouches for the mail. */
  vouchedBy: string | null;
}

export interface InvitationView {
  id: string;
  /** What the invited person will see as my name. */
  name: string;
  /** My note of whom it is for. */
  label: string;
  /** null while the bundle is not yet hosted. */
  link: string | null;
  /** The whole bundle as text, for paste and file. */
  bundle: string;
  createdAt: number;
  expiresAt: number;
  state: 'open' | 'used' | 'expired' | 'withdrawn';
  /** Another person tried it after it was used. */
  triedAgain: boolean;
  relationship: RelationshipId | null;
}

export type InvitationPreview =
  | {
      ok: true;
      name: string;
      pronouns: string;
      picture: string;
      services: string[];
      expiresAt: number;
      suggestion: { name: string };
    }
  | {
      ok: false;
      reason:
        | 'malformed'
        | 'untrusted'
        | 'expired'
        | 'own'
        | 'already-accepted'
        | 'not-found'
        | 'unreachable'
        | 'newer-version';
    };

export interface SiteIdentityView {
  id: RelationshipId;
  name: string;
  picture: string;
  mask: string;
  username: string;
  hasPassword: boolean;
  createdAt: number;
  /** When a form was last filled with it; null: not known. */
  usedAt: number | null;
  /** Made for a form that was never sent, and nothing has come. */
  isUnused: boolean;
  unread: number;
  maskActive: boolean;
  /** `mailer`: who vouches for it in the site's place; null: the site does. */
  code: { message: MessageId; digits: string; receivedAt: number; mailer: string | null } | null;
}

/** Made for a form that was never sent; nothing has come to it. */
export interface UnusedIdentityView {
  id: RelationshipId;
  name: string;
  picture: string;
  /** As a person reads it. */
  site: string;
  mask: string;
  createdAt: number;
}

export interface SiteView {
  /** Site in front of the person; null: a page that can have no identity (a browser page, a file). */
  site: string | null;
  secure: boolean;
  /** Whether Nucleus may see pages of this site (host permission). */
  access: boolean;
  quiet: boolean;
  identities: SiteIdentityView[];
  /** The page in front is an invitation link. */
  invitation: string | null;
}

export interface SearchView {
  query: string;
  /**
   * `matched`: the text that was found, if the row does not show it anyway: a mask, a user name, a name I use there, a
   * name of theirs.
   */
  relationships: (ConversationView & { matched: string | null })[];
  messages: {
    relationship: RelationshipId;
    name: string;
    picture: string;
    message: MessageId;
    sequence: number;
    snippet: string;
    at: number;
  }[];
  /** false while older messages are still being looked through. */
  done: boolean;
}
