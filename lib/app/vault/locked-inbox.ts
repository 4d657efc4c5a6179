// The Locked inbox port: the little that can be read and written while the vault is locked. The vault header, and mail
// that came while locked, each item already sealed to the inbox key in the header. Nothing here
// names a person, a site or an address.

export interface WaitingItem {
  /**
   * Blind name: SHA-256 of the sealed mailbox item's origin and sequence under a key of the header, so a redelivery
   * replaces itself.
   */
  readonly key: string;
  readonly sealed: Uint8Array;
}

export interface LockedInbox {
  readHeader(): Promise<Uint8Array | null>;
  /** Durable before it resolves. */
  writeHeader(header: Uint8Array): Promise<void>;
  /**
   * The header of another vault key takes the place of the one there, durably, unless something waits: that is sealed
   * to the inbox key of the one there, and must be taken in first. @returns whether it did
   */
  replaceHeader(header: Uint8Array): Promise<boolean>;
  /**
   * Durable before it resolves: an acknowledgement follows. @param header whose inbox key they were sealed to @returns
   * how many items wait now
   * @throws Fault unavailable `header-replaced` (no key could open them any more: nothing was added)
   */
  addWaiting(items: readonly WaitingItem[], header: Uint8Array): Promise<number>;
  countWaiting(): Promise<number>;
  readWaiting(limit: number): Promise<WaitingItem[]>;
  removeWaiting(keys: readonly string[]): Promise<void>;
  /** Deletes everything on this device: header, waiting items and every record. */
  erase(): Promise<void>;
}
