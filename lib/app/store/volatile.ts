// The Volatile port: memory that outlives a worker but never touches the disk (`storage.session` in a browser). It
// holds the vault key while unlocked, so that a worker restart does not lock, and fetch-only mailbox credentials, which
// a lock leaves there.

export interface Volatile {
  get(name: string): Promise<Uint8Array | null>;
  set(name: string, value: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}
