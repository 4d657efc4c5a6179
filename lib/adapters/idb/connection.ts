// The one connection to a store's database: held by this context alone, opened again when the browser lost it, given up
// when another program erases or updates it. A Web Lock, which ends with its holder, keeps every other context of the
// extension waiting; so what was read once may be kept in memory (rows.ts).
import { type IDBPDatabase, openDB, unwrap } from 'idb';
import { MARK_KEY, type RecordKeys } from '#app/store/sealing.ts';
import { renewMark, storeMark } from '#app/store/sealing-mark.ts';
import type { RecordKind } from '#app/store/store.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { storageFault } from './fault.ts';

export interface IdbStoreOptions {
  readonly name: string;
  readonly kinds: readonly RecordKind<any>[];
  readonly entropy: Entropy;
  /** Whether one that is not there is a fault (`storage-lost`) instead of made. */
  readonly mustExist?: boolean;
}

const superseded = () => new Fault('unavailable', 'store-erased', 'the store was erased or updated');

/** The connection went away under a request. */
const isClosed = (error: unknown) => error instanceof DOMException && error.name === 'InvalidStateError';

/** Resolves when no other context has the store open. @returns lets go */
function claim(name: string): Promise<() => void> {
  return new Promise((granted, failed) => {
    const held = (): Promise<void> => new Promise((letGo) => granted(letGo));
    navigator.locks.request(`nucleus-store/${name}`, held).catch(failed);
  });
}

export class IdbConnection {
  readonly #options: IdbStoreOptions;
  readonly #keys: RecordKeys;
  #claim: Promise<() => void> | null = null;
  #database: Promise<IDBPDatabase> | null = null;
  /** Another context deletes the database or brings a later version: it is not ours to open again. */
  #superseded = false;
  /** Also true of one that was made, from then on. */
  #mustExist: boolean;
  #closed = false;

  constructor(options: IdbStoreOptions, keys: RecordKeys) {
    this.#options = options;
    this.#keys = keys;
    this.#mustExist = options.mustExist ?? false;
  }

  /** @throws Fault locked `store-closed`, unavailable `store-erased` */
  require(): void {
    if (this.#closed) throw new Fault('locked', 'store-closed', 'the store is closed');
    if (this.#superseded) throw superseded();
  }

  /** @throws Fault of `openIdbStore` */
  async open(): Promise<IDBPDatabase> {
    this.require();
    if (this.#database === null) {
      this.#claim ??= claim(this.#options.name);
      const connecting = this.#claim
        .then(() => this.#open())
        .catch((error) => {
          this.#database = null;
          throw storageFault(error);
        });
      this.#database = connecting;
    }
    return this.#database;
  }

  /** Lets go of database and lock; a transaction under way comes to its end first. */
  close(): void {
    this.#closed = true;
    void this.#database?.then((database) => database.close()).catch(() => {});
    this.#letGo();
  }

  #letGo(): void {
    // The next one's opening waits for whatever this one has under way in the database.
    void this.#claim?.then((letGo) => letGo()).catch(() => {});
  }

  /**
   * Opens, looks whether stores are missing or the mark is old, and if so opens again one version higher, until nothing
   * is missing.
   */
  async #open(): Promise<IDBPDatabase> {
    // In one piece: the loop's variables are what the browser's callbacks read and write while it opens.
    const { name, kinds, entropy } = this.#options;
    const wanted = [storeMark.name, ...kinds.map((kind) => kind.name)];
    let version: number | undefined;
    let mark: Uint8Array | null = null;
    let opened = false;
    let lost = false;
    while (!this.#superseded) {
      const database = await openDB(name, version, {
        upgrade: (db, from, _to, transaction) => {
          lost = from === 0 && this.#mustExist;
          // Undone, it leaves no database behind.
          if (lost) {
            transaction.done.catch(() => {});
            return transaction.abort();
          }
          for (const store of wanted) if (!db.objectStoreNames.contains(store)) db.createObjectStore(store);
          if (mark !== null) void transaction.objectStore(storeMark.name).put(mark, MARK_KEY);
        },
        // Another program updates or deletes: stand aside at once, or it waits for us for ever. While we are still
        // opening, an update is only another context opening the same new database as we are.
        blocking: (_current, version, event) => {
          if (opened || version === null) {
            this.#superseded = true;
            this.#letGo();
          }
          (event.target as IDBDatabase).close();
        },
        // The browser gave up on the connection (a crash of its storage, say): the next call opens another.
        terminated: () => {
          this.#database = null;
        },
      }).catch((error: unknown) => {
        if (lost) throw new Fault('unavailable', 'storage-lost', 'the database is not there');
        // Another context was faster; look again at the result.
        if (error instanceof DOMException && error.name === 'VersionError') return null;
        throw error;
      });
      if (database === null) {
        version = undefined;
        continue;
      }
      try {
        const complete = wanted.every((store) => database.objectStoreNames.contains(store));
        const row = database.objectStoreNames.contains(storeMark.name)
          ? await database.get(storeMark.name, MARK_KEY)
          : undefined;
        mark = renewMark(this.#keys, kinds, row, entropy);
        if (complete && mark === null) {
          opened = true;
          this.#mustExist = true;
          return database;
        }
        version = database.version + 1;
      } catch (error) {
        if (!isClosed(error)) throw error;
        version = undefined;
      } finally {
        if (!opened) database.close();
      }
    }
    throw superseded();
  }

  /** Inside `work` nothing is awaited but requests of the transaction. @returns after a write came to its end */
  async transact<T>(
    names: readonly string[],
    mode: 'readonly' | 'readwrite',
    durability: 'strict' | 'relaxed',
    work: (transaction: IDBTransaction) => Promise<T>,
  ): Promise<T> {
    const database = unwrap(await this.open());
    let transaction: IDBTransaction;
    try {
      transaction = database.transaction(names as string[], mode, { durability });
    } catch (error) {
      // The connection went away between two calls: if it was our doing, `require` says so; else the next call opens
      // another.
      this.require();
      this.#database = null;
      throw storageFault(error);
    }
    const done = completion(transaction);
    // Awaited below, but perhaps after it was rejected.
    done.catch(() => {});
    try {
      const result = await work(transaction);
      // A reading is complete by now; only a write must have come to its end.
      if (mode === 'readonly') return result;
      transaction.commit();
      await done;
      return result;
    } catch (error) {
      abort(transaction);
      await done.catch(() => {});
      throw storageFault(transaction.error ?? error);
    }
  }
}

export function answer<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
}

function completion(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException('aborted', 'AbortError'));
  });
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch {
    // Already aborted or finished.
  }
}
