// What pages are shown of messages of each kind.
import type { MessageId } from './ids.ts';

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

/** A copy of a log-in. Its secrets are asked for one at a time. */
export interface SharedLoginMessageView {
  type: 'shared-login';
  id: MessageId;
  mine: boolean;
  title: string;
  username: string;
  /** As they came: addresses of no trust. */
  sites: readonly string[];
  hasPassword: boolean;
  hasNote: boolean;
  hasOneTime: boolean;
  /** The entry that was made of it. */
  kept: string | null;
  sentAt: number;
  receivedAt: number | null;
  delivery: DeliveryState | null;
  failure: FailureReason | null;
}

export type MessageView =
  | TextMessageView
  | MailMessageView
  | EventMessageView
  | OtherMessageView
  | ArrivingMessageView
  | AttachmentMessageView
  | SharedLoginMessageView;

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
    | 'lost'
    | 'reset';
  at: number;
  /** How an invitation travelled, or the old name, or a leaking domain. */
  detail: string;
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
