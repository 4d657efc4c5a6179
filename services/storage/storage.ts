// The one storage port that every role sees, by capability, so that an embedded database and a stream server can both
// stand behind it. Every write promise resolves when the write is on disk, and not before. But for one (appendPaid) no
// operation spans two capabilities: work that must not fall apart is made safe to repeat instead (ids that are
// remembered). Times are milliseconds since the epoch.

export interface Storage {
  /** The same name gives the same queue, in this process and the next. */
  queue(name: string): Queue;
  keyValue(name: string): KeyValue;
  mailboxes(name: string): Mailboxes;
  blobs(name: string): Blobs;
  logs(name: string): Logs;
  signals(name: string): Signals;
  /** Removes the items that have expired by then. @returns how many things were removed */
  expire(now: number): Promise<number>;
  /** What it holds of the disk without using it; an adapter that gives such room back has no need of this. */
  reusableBytes?(): number;
  /** Ends the pending writes, then closes. */
  close(): Promise<void>;
}

export interface QueueItem {
  readonly id: Uint8Array;
  readonly group: string;
  readonly body: Uint8Array;
  readonly acceptedAt: number;
  /** How often it was postponed. */
  readonly tries: number;
}

export interface NewQueueItem {
  /** Unique in the queue, for as long as it is remembered. */
  readonly id: Uint8Array;
  /** Items are claimed by group; a group may be anything, and costs nothing when empty. */
  readonly group: string;
  readonly body: Uint8Array;
  readonly acceptedAt: number;
  /** Not claimed before; `acceptedAt` if it is left out. */
  readonly dueAt?: number;
  /** Until when the id is remembered after removal; null: it may be used again at once. */
  readonly rememberUntil: number | null;
}

/** What became of an id. */
export type QueueOutcome = 'done' | 'given-up';

export interface Queue {
  /**
   * `known`: an item of this id is waiting or remembered; nothing is changed. With `claim`, the caller has the item at
   * once, as if it had claimed it, and need not read it back.
   */
  append(item: NewQueueItem, claim?: 'claim'): Promise<'appended' | 'known'>;
  /**
   * Appends only if it could create the key. `taken`: the key is there, and nothing is changed; of many calls at
   * once with one key one appends. `known`: the key is created all the same. If it is cut off, the key may be there
   * without the item, never the item without the key.
   */
  appendPaid(item: NewQueueItem, price: NewKey): Promise<'appended' | 'known' | 'taken'>;
  /**
   * Up to `limit` items of the group that are due and not claimed, those due first coming first. A claim is held until
   * the item is removed, postponed or released, or the process ends.
   */
  claim(group: string, limit: number, now: number): Promise<QueueItem[]>;
  /** Ends the claim; the item is due as before. */
  release(id: Uint8Array): void;
  /**
   * Ends the claim; the item is due at that time, with one try more. May wait some milliseconds for the company of
   * other writes.
   */
  postpone(id: Uint8Array, dueAt: number): Promise<void>;
  /** May wait likewise: doing the work of an item twice must do no harm in any case. */
  remove(id: Uint8Array, outcome: QueueOutcome): Promise<void>;
  outcome(id: Uint8Array): Promise<'waiting' | QueueOutcome | null>;
  /** When the next unclaimed item of the group is due; null: there is none. */
  nextDueAt(group: string): Promise<number | null>;
  /** Groups that hold items. */
  groups(): Promise<string[]>;
  /** Items in all groups, claimed ones too. */
  count(): Promise<number>;
  /**
   * If processes share a store, each has the items that it appended: `claim`, `nextDueAt`, `groups` and `count` are
   * about these. When a process closes, or falls silent for some seconds, one of the others inherits its items; the
   * listener hears of each group in which this process inherited some. A process taken for dead while it was only slow
   * shares its items with its heir: work may be done twice.
   */
  onInherited(listener: (group: string) => void): void;
}

/** A key to be created in the map of that name. */
export interface NewKey {
  readonly map: string;
  readonly key: string;
  readonly value: Uint8Array;
  readonly now: number;
  /** Null: never. */
  readonly expiresAt: number | null;
}

export interface KeyValue {
  /** Null if there is none, or it has expired by `now`. */
  get(key: string, now: number): Promise<{ value: Uint8Array; revision: number } | null>;
  /**
   * The value, for callers that may be given one which was replaced or deleted in the last moments: cheaper if the
   * answer is mostly that there is one.
   */
  glance(key: string, now: number): Promise<Uint8Array | null>;
  /** Whether there is one, for callers that may miss a key of the last moments: cheaper if the answer is mostly no. */
  peek(key: string, now: number): Promise<boolean>;
  /** False, and nothing changed, if the key is held already. `expiresAt` null: never. */
  create(key: string, value: Uint8Array, now: number, expiresAt: number | null): Promise<boolean>;
  /** Compare and set: false, and nothing changed, if the revision is another by now. Keeps the expiry. */
  replace(key: string, value: Uint8Array, revision: number): Promise<boolean>;
  delete(key: string): Promise<void>;
}

export interface MailboxItem {
  /** Ascending within a mailbox, from 1, never used twice. */
  readonly sequence: number;
  readonly body: Uint8Array;
}

export interface NewMailboxItem {
  /** Unique over all mailboxes of the name for as long as it is remembered. */
  readonly id: Uint8Array;
  readonly body: Uint8Array;
  readonly expiresAt: number;
  readonly rememberUntil: number;
  /** So many numbers may be left out before its own: some of them may have been told, and lost with the power. */
  readonly leavesOut?: number;
}

export interface Mailboxes {
  /**
   * @param visible called when readers see the item, which may be before it is on disk: for a caller who has it on
   * disk elsewhere until then
   * @returns `known`: the id is remembered. `full`: the bodies that wait there would exceed `maxBytes`; the id is not
   * remembered.
   */
  append(
    box: Uint8Array,
    item: NewMailboxItem,
    maxBytes: number,
    visible?: () => void,
  ): Promise<'appended' | 'known' | 'full'>;
  /** May miss an id of the last moments; `append` does not. */
  knows(id: Uint8Array): Promise<boolean>;
  /** The oldest after that sequence first; `waiting` counts all after it that has not expired. */
  read(box: Uint8Array, limit: number, now: number, after?: number): Promise<{ items: MailboxItem[]; waiting: number }>;
  /** Sequences that are not there are passed over. */
  delete(box: Uint8Array, sequences: readonly number[]): Promise<void>;
  /** Everything of the mailbox, its count of sequences included: for a name that will never be used again. */
  drop(box: Uint8Array): Promise<void>;
}

export interface NewBlob {
  /** Bytes of all its parts together, as announced: they count as used from the beginning. */
  readonly byteCount: number;
  /** When it goes unless it was completed. */
  readonly unfinishedUntil: number;
  /** When it goes once it was completed. */
  readonly expiresAt: number;
}

export interface StoredBlob {
  readonly byteCount: number;
  readonly complete: boolean;
}

/**
 * Big byte strings in parts of at most PART_BYTES, so that no process holds one whole. The user of a blob knows which
 * parts make a whole.
 */
export interface Blobs {
  /** `known`: there is one of this id; nothing is changed. */
  create(id: Uint8Array, blob: NewBlob, now: number): Promise<'created' | 'known'>;
  /**
   * `same`, `conflict`: that part is there, with this digest or another; nothing is changed. `absent`: there is no such
   * blob.
   */
  writePart(
    id: Uint8Array,
    part: number,
    body: Uint8Array,
    digest: Uint8Array,
    now: number,
  ): Promise<'written' | 'same' | 'conflict' | 'absent'>;
  /** Null if it is not there; whether the blob is complete makes no difference. */
  readPart(id: Uint8Array, part: number, now: number): Promise<Uint8Array | null>;
  find(id: Uint8Array, now: number): Promise<StoredBlob | null>;
  /** Digest of every part that is there, by ascending number. */
  digests(id: Uint8Array, now: number): Promise<{ part: number; digest: Uint8Array }[]>;
  /** From now on it goes at `expiresAt`. Once more is no harm. False: there is no such blob. */
  complete(id: Uint8Array, now: number): Promise<boolean>;
  delete(id: Uint8Array): Promise<void>;
  /** Bytes announced of all blobs under this name. Deleted and expired ones may count until the next `expire`. */
  byteCount(): Promise<number>;
}

export interface LogEntry {
  /** From 1, without a gap. */
  readonly sequence: number;
  readonly body: Uint8Array;
}

/** Logs that only grow, each with one order that all see alike. */
export interface Logs {
  /**
   * Adds an entry right behind the one of sequence `after` (0: as the first). False, and nothing is added, if that is
   * not the last one.
   */
  append(log: Uint8Array, body: Uint8Array, after: number): Promise<boolean>;
  /** Up to `limit` entries behind the one of sequence `after`, in order. */
  read(log: Uint8Array, after: number, limit: number): Promise<LogEntry[]>;
  /** The sequence of the last entry; 0: there is none. */
  last(log: Uint8Array): Promise<number>;
}

/**
 * Words between the processes that share a store, which nothing keeps: a listener looks for itself what there is. A
 * signal may be lost with a connection, and a listener may be called for nothing.
 */
export interface Signals {
  /** @param word goes with it: 32 bytes at most */
  send(topic: Uint8Array, word?: Uint8Array): void;
  /**
   * Hears the signals of every process, this one's too; without a word also when one may have been missed.
   * @returns ends it
   */
  listen(topic: Uint8Array, listener: (word: Uint8Array | null) => void): () => void;
}
