// The Store port on IndexedDB: one object store per kind, blinded keys, sealed rows. A step is one readwrite
// transaction over all kinds, since `need` and the writes are not known before; so steps of all contexts of the
// extension run one after another, as they must. Inside a transaction nothing is awaited but its own requests (Firefox
// ends it at any other await; measured, see docs/ARCHITECTURE.md).
import { type IDBPDatabase, openDB, unwrap } from 'idb';
import { MARK_KEY, RecordKeys, type VaultKey } from '#app/store/sealing.ts';
import { renewMark, storeMark } from '#app/store/sealing-mark.ts';
import { RecordSpace, type RowPlace, type SealedWrite, StepRun } from '#app/store/sealing-step.ts';
import {
  type AbortSignalLike,
  type CopyableStore,
  copiedTogether,
  type OpenedRecord,
  type Reads,
  type RecordKind,
  type Ref,
  type StepOptions,
  type StepOutcome,
} from '#app/store/store.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { storageFault } from './fault.ts';

export interface IdbStoreOptions {
  readonly name: string;
  readonly kinds: readonly RecordKind<any>[];
  readonly vaultKey: VaultKey;
  readonly entropy: Entropy;
  /** Whether one that is not there is a fault (`storage-lost`) instead of made. */
  readonly mustExist?: boolean;
}

/**
 * @throws Fault untrusted `record-forged` (another vault's database), bug `record-newer`, unavailable `storage-full` |
 * `storage-failed`
 */
export async function openIdbStore(options: IdbStoreOptions): Promise<CopyableStore> {
  const keys = new RecordKeys(options.vaultKey);
  const store = new IdbStore(options, keys);
  await store.connect();
  return store;
}

const SCAN_BATCH = 256;

class IdbStore implements CopyableStore {
  readonly #options: IdbStoreOptions;
  readonly #space: RecordSpace;
  readonly #names: readonly string[];
  #connection: Promise<IDBPDatabase> | null = null;
  /** Another context deletes the database or brings a later version: it is not ours to open again. */
  #superseded = false;
  /** Also true of one that was made, from then on. */
  #mustExist: boolean;
  #closed = false;

  constructor(options: IdbStoreOptions, keys: RecordKeys) {
    this.#options = options;
    this.#space = new RecordSpace(keys, options.kinds);
    this.#names = options.kinds.map(({ name }) => name);
    this.#mustExist = options.mustExist ?? false;
  }

  async step<R>(
    refs: readonly Ref<any>[],
    compute: (reads: Reads, entropy: Entropy) => StepOutcome<R>,
    { durability = 'relaxed' }: StepOptions = {},
  ): Promise<R> {
    const run = new StepRun(this.#space, refs, compute, this.#options.entropy, { durability });
    return this.#transact(this.#names, 'readwrite', durability, async (transaction) => {
      let progress = run.proceed(await rowsAt(transaction, run.wanted));
      while (progress.wanted !== undefined) progress = run.proceed(await rowsAt(transaction, progress.wanted));
      write(transaction, progress.writes);
      return progress.result;
    });
  }

  async read<const Refs extends readonly Ref<any>[]>(
    refs: Refs,
  ): Promise<{ [I in keyof Refs]: Refs[I] extends Ref<infer T> ? T | null : never }> {
    const places = refs.map((ref) => this.#space.locate(ref));
    if (places.length === 0) return [] as never;
    const names = [...new Set(places.map(({ ref }) => ref.kind.name))];
    const rows = await this.#transact(names, 'readonly', 'relaxed', (transaction) => rowsAt(transaction, places));
    return places.map((place, i) => this.#space.value(place, rows[i])) as never;
  }

  scan<T>(kind: RecordKind<T>, signal?: AbortSignalLike): AsyncIterable<readonly { id: string; value: T }[]> {
    return this.#batches(kind, SCAN_BATCH, signal, (key, row) => this.#space.entry(kind, key, row));
  }

  copyOut(kind: RecordKind<any>, signal?: AbortSignalLike): AsyncIterable<readonly OpenedRecord[]> {
    return this.#batches(kind, copiedTogether(kind), signal, (key, row) => this.#space.keys.openRecord(kind, key, row));
  }

  async copyIn(kind: RecordKind<any>, records: readonly OpenedRecord[]): Promise<void> {
    const writes = this.#space.rowsOf(kind, records, this.#options.entropy);
    await this.#transact([kind.name], 'readwrite', 'relaxed', async (transaction) => write(transaction, writes));
  }

  /** A flushed write takes all earlier ones along: into the same log, or the same file. */
  async flush(): Promise<void> {
    await this.#transact([storeMark.name], 'readwrite', 'strict', async (transaction) => {
      const marks = transaction.objectStore(storeMark.name);
      const mark = await answer<Uint8Array>(marks.get(MARK_KEY));
      marks.put(mark, MARK_KEY);
    });
  }

  async *#batches<T>(
    kind: RecordKind<any>,
    size: number,
    signal: AbortSignalLike | undefined,
    open: (key: Uint8Array, row: Uint8Array) => T,
  ): AsyncGenerator<T[]> {
    this.#space.requireKind(kind);
    let coming = this.#batch(kind, size, new ArrayBuffer(0));
    while (!signal?.aborted) {
      const [keys, rows] = await coming;
      const last = keys.at(-1);
      if (last === undefined) return;
      const more = keys.length === size;
      // The database reads on while this batch is opened and used. A caller who stops leaves it unread.
      if (more) {
        coming = this.#batch(kind, size, last);
        coming.catch(() => {});
      }
      yield rows.map((row, i) => open(new Uint8Array(keys[i] as ArrayBuffer), row));
      if (!more) return;
    }
  }

  async count(kind: RecordKind<any>): Promise<number> {
    this.#space.requireKind(kind);
    return this.#transact([kind.name], 'readonly', 'relaxed', (transaction) =>
      answer<number>(transaction.objectStore(kind.name).count()),
    );
  }

  /** One transaction a batch: a step that waits for it waits for one batch only. */
  #batch(kind: RecordKind<any>, size: number, after: ArrayBuffer): Promise<[ArrayBuffer[], Uint8Array[]]> {
    return this.#transact([kind.name], 'readonly', 'relaxed', (transaction) => {
      const records = transaction.objectStore(kind.name);
      const range = IDBKeyRange.lowerBound(after, true);
      return Promise.all([
        answer<ArrayBuffer[]>(records.getAllKeys(range, size)),
        answer<Uint8Array[]>(records.getAll(range, size)),
      ]);
    });
  }

  /** A step that has not sealed its writes yet is undone; one that has is finished. */
  close(): void {
    this.#closed = true;
    this.#space.keys.close();
    void this.#connection?.then((database) => database.close()).catch(() => {});
  }

  connect(): Promise<IDBPDatabase> {
    if (this.#closed) return Promise.reject(new Fault('locked', 'store-closed', 'the store is closed'));
    if (this.#superseded) return Promise.reject(superseded());
    if (this.#connection === null) {
      const connecting = this.#open().catch((error) => {
        this.#connection = null;
        throw storageFault(error);
      });
      this.#connection = connecting;
    }
    return this.#connection;
  }

  /**
   * Opens, looks whether stores are missing or the mark is old, and if so opens again one version higher, until nothing
   * is missing.
   */
  async #open(): Promise<IDBPDatabase> {
    // In one piece: the loop's variables are what the browser's callbacks read and write while it opens.
    const { name, kinds, entropy } = this.#options;
    const { keys } = this.#space;
    const wanted = [storeMark.name, ...this.#names];
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
        // Another context updates or deletes: stand aside at once, or it waits for us for ever. While we are still
        // opening, an update is only another context opening the same new database as we are.
        blocking: (_current, version, event) => {
          if (opened || version === null) this.#superseded = true;
          (event.target as IDBDatabase).close();
        },
        // The browser gave up on the connection (a crash of its storage, say): the next call opens another.
        terminated: () => {
          this.#connection = null;
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
        mark = renewMark(keys, kinds, row, entropy);
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

  async #transact<T>(
    names: readonly string[],
    mode: 'readonly' | 'readwrite',
    durability: 'strict' | 'relaxed',
    work: (transaction: IDBTransaction) => Promise<T>,
  ): Promise<T> {
    const database = unwrap(await this.connect());
    let transaction: IDBTransaction;
    try {
      transaction = database.transaction(names as string[], mode, { durability });
    } catch (error) {
      // The connection went away between two calls: if it was our doing, `connect` says so; else the next call opens
      // another.
      if (this.#closed || this.#superseded) await this.connect();
      this.#connection = null;
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

const superseded = () => new Fault('unavailable', 'store-erased', 'the store was erased or updated');

/** The connection went away under a request. */
const isClosed = (error: unknown) => error instanceof DOMException && error.name === 'InvalidStateError';

/** All requests at once: the database works while none of us waits in between. */
function rowsAt(transaction: IDBTransaction, places: readonly RowPlace[]): Promise<(Uint8Array | undefined)[]> {
  return Promise.all(
    places.map(({ ref, key }) =>
      answer<Uint8Array | undefined>(transaction.objectStore(ref.kind.name).get(key as BufferSource)),
    ),
  );
}

/** These requests are not awaited: one that fails aborts the transaction, and `completion` tells. */
function write(transaction: IDBTransaction, writes: readonly SealedWrite[]): void {
  for (const { kind, key, row } of writes) {
    const records = transaction.objectStore(kind);
    if (row === null) records.delete(key as BufferSource);
    else records.put(row, key as BufferSource);
  }
}

function answer<T>(request: IDBRequest): Promise<T> {
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
