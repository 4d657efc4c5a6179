// What pages are shown of services and mailboxes.

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
