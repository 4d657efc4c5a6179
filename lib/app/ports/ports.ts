// The application's ports to the world, besides the Store and the Locked inbox: services, mail parsing, being told to
// look again.
import type { Entropy } from '#bytes/entropy.ts';
import type { ENDPOINTS, EndpointName, RequestOf, ResponseOf } from '#wire/endpoints.ts';
import type { Mailbox } from '#wire/transport.ts';
import type { Change } from '../store/change.ts';
import type { Store } from '../store/store.ts';
import type { DefaultService } from './pinned.ts';

/** Calls of services. It never retries: the couriers do, by the durable records. */
export interface Transport {
  /**
   * @param params the `:names` of the endpoint's path
   * @param session bearer credential where the endpoint wants one
   * @throws Fault refused '<code of REFUSALS>' (with `retryAfterSeconds`, `reason`), unavailable 'no-answer' |
   * 'nonsense'
   */
  call<E extends EndpointName>(
    endpoint: E,
    origin: string,
    request: RequestOf<(typeof ENDPOINTS)[E]>,
    extra?: {
      params?: Readonly<Record<string, string>>;
      session?: Uint8Array;
      headers?: Readonly<Record<string, string>>;
      /** Less than the transport would wait by itself, if another service can be asked instead. */
      patienceMs?: number;
    },
  ): Promise<ResponseOf<(typeof ENDPOINTS)[E]>>;
  /** The signed descriptor in `/.well-known/proton.json`, unverified. @throws Fault unavailable */
  wellKnown(origin: string): Promise<Uint8Array>;
}

/** The access to one of my mailboxes, for reading. Kept in memory only. */
export interface MailboxAccess {
  readonly origin: string;
  readonly root: Uint8Array;
  /** Fetch-only bearer credential. */
  readonly session: Uint8Array;
  /** ms since the epoch, by this device's clock. */
  readonly untilAt: number;
}

/** What a service sent along when it told of mail: all that waits in one mailbox, not acknowledged. */
export interface Brought {
  readonly access: MailboxAccess;
  readonly page: Mailbox;
}

/** What a letter needs of a service. */
export interface Need {
  readonly destination: string;
  readonly byteCount: number;
  /**
   * How much the operator of the service could put together if this letter were handed to it: whole numbers up to 7,
   * the least is best.
   */
  tells?(origin: string): number;
}

/** My sending services as the courier knows them of the moment. */
export interface RelayOrder {
  /** All of them, in the order in which to try them for one letter. */
  order(origins: readonly string[], need: Need, now: number, entropy: Entropy): string[];
}

/** A mail, taken apart. Every text is as the sender wrote it: nothing is trusted, nothing sanitised. */
export interface ParsedMail {
  readonly subject: string;
  readonly from: { readonly name: string; readonly address: string };
  /**
   * The one address that it says to be written to, in small letters; null if it names several, or if programs may
   * differ on whom.
   */
  readonly to: string | null;
  /** To be read: of two forms the one that says more; with the words of mails inside it, quoted. */
  readonly text: string;
  /** Its own words in each form that it has: its text, and what its HTML says. Senders put a stub into either. */
  readonly bodies: readonly string[];
  readonly html: string | null;
  /** Every http(s) link, of the HTML with its text, then of the text. At most 200. */
  readonly links: readonly { readonly url: string; readonly text: string }[];
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly byteCount: number }[];
  /** Parts that its HTML can name (RFC 2392). */
  readonly related: readonly { readonly contentId: string; readonly content: Uint8Array }[];
}

export interface MailParser {
  /** Never throws: a mail that cannot be parsed is shown as it is. */
  parse(message: Uint8Array): Promise<ParsedMail>;
  /**
   * The content of one of its attachments, by its place among `attachments`; null: there is none. Never throws either.
   */
  attachment(message: Uint8Array, index: number): Promise<Uint8Array | null>;
}

/** An event worth a person's attention, told once. It holds no content: the page that shows it asks for that. */
export type Arrival =
  | { readonly relationship: string; readonly kind: 'text' | 'mail' | 'accepted' }
  /**
   * `left`: no letters can come any more to a service that I was leaving. `otherKey`: it shows another key than before.
   */
  | { readonly service: string; readonly kind: 'left' | 'otherKey' };

/** How a service answered when it was last asked. */
export type Health = 'connected' | 'unreachable' | 'refusing';

/** Everything a use case is given. One per open vault. */
export interface AppContext {
  /** Announces what its steps change, and wakes the couriers for work that they commit (store/announcing.ts). */
  readonly store: Store;
  readonly transport: Transport;
  readonly mailParser: MailParser;
  readonly entropy: Entropy;
  /** Of this vault: under it pages are told names of what they do not hold. */
  readonly namingKey: Uint8Array;
  now(): number;
  /** By how much that is off, as services tell; null: it is right, or nobody knows. */
  skew?(): { readonly offByMs: number; readonly isSure: boolean } | null;
  /** Tells pages of changes that are in no record, or in one whose kind does not declare them. */
  announce(change: Change): void;
  arrived(arrival: Arrival): void;
  /** Services that the build begins with, and the keys that it pins. */
  readonly pinned?: readonly DefaultService[];
  readonly relays: RelayOrder;
  readonly mailboxes: {
    /** A credential for my mailbox there; null: the service cannot be asked now. */
    access(origin: string): Promise<MailboxAccess | null>;
    /** The service does not take it any more. */
    refused(access: MailboxAccess): Promise<void>;
  };
  /** Something is owed to a correspondent that is to go in a moment (outgoing/owing.ts). */
  repliesWait(): void;
  /** Whether the person has this conversation before their eyes: a message in it is about to be read. */
  isLookedAt(relationship: string): boolean;
  /** There is work that no new record says: the couriers should look soon. */
  wake(): void;
}
