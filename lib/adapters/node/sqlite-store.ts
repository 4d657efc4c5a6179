// The Store port on SQLite, for the headless relationship manager. Everything inside a step is synchronous, so steps of
// one process never overlap; those of several processes are kept apart by BEGIN IMMEDIATE.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { MARK_KEY, RecordKeys, type VaultKey } from '#app/store/sealing.ts';
import { renewMark, storeMark } from '#app/store/sealing-mark.ts';
import { RecordSpace, type RowPlace, StepRun } from '#app/store/sealing-step.ts';
import {
  type AbortSignalLike,
  type CopiedRecords,
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
import { attemptSqlite, openDatabase, sqliteTransaction } from './sqlite.ts';

export interface SqliteStoreOptions {
  /** The file; the locked inbox may share it. */
  readonly path: string;
  readonly kinds: readonly RecordKind<any>[];
  readonly vaultKey: VaultKey;
  readonly entropy: Entropy;
  /** The file grows no further: steps that would need more fail with `storage-full`. */
  readonly maxBytes?: number;
}

/** @throws Fault untrusted `record-forged` (another vault's file), bug `record-newer`, unavailable `storage-failed` */
export async function openSqliteStore({
  path,
  kinds,
  vaultKey,
  entropy,
  maxBytes,
}: SqliteStoreOptions): Promise<CopyableStore> {
  const keys = new RecordKeys(vaultKey);
  const database = openDatabase(path, maxBytes);
  try {
    const store = new SqliteStore(database, new RecordSpace(keys, kinds), entropy);
    sqliteTransaction(database, 'strict', () => {
      const mark = renewMark(keys, kinds, store.row(storeMark.name, MARK_KEY), entropy);
      if (mark !== null) store.put(storeMark.name, MARK_KEY, mark);
    });
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
}

const SCAN_BATCH = 256;

class SqliteStore implements CopyableStore {
  readonly #database: DatabaseSync;
  readonly #space: RecordSpace;
  readonly #entropy: Entropy;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #page: StatementSync;
  readonly #count: StatementSync;

  constructor(database: DatabaseSync, space: RecordSpace, entropy: Entropy) {
    this.#database = database;
    this.#space = space;
    this.#entropy = entropy;
    this.#get = database.prepare('SELECT row FROM records WHERE kind = ? AND key = ?');
    this.#put = database.prepare('INSERT OR REPLACE INTO records (kind, key, row) VALUES (?, ?, ?)');
    this.#remove = database.prepare('DELETE FROM records WHERE kind = ? AND key = ?');
    this.#page = database.prepare('SELECT key, row FROM records WHERE kind = ? AND key > ? ORDER BY key LIMIT ?');
    this.#count = database.prepare('SELECT count(*) AS records FROM records WHERE kind = ?');
  }

  async step<R>(
    refs: readonly Ref<any>[],
    compute: (reads: Reads, entropy: Entropy) => StepOutcome<R>,
    { durability = 'relaxed' }: StepOptions = {},
  ): Promise<R> {
    const run = new StepRun(this.#space, refs, compute, this.#entropy, { durability });
    return sqliteTransaction(this.#database, durability, () => {
      this.#requireMark();
      let progress = run.proceed(run.wanted.map(this.#rowAt));
      while (progress.wanted !== undefined) progress = run.proceed(progress.wanted.map(this.#rowAt));
      for (const { kind, key, row } of progress.writes) {
        if (row === null) this.#remove.run(kind, key);
        else this.put(kind, key, row);
      }
      return progress.result;
    });
  }

  async read<const Refs extends readonly Ref<any>[]>(
    refs: Refs,
  ): Promise<{ [I in keyof Refs]: Refs[I] extends Ref<infer T> ? T | null : never }> {
    const places = refs.map((ref) => this.#space.locate(ref));
    return attemptSqlite(() => {
      // One snapshot also beside writers of other processes.
      this.#database.exec('BEGIN');
      try {
        this.#requireMark();
        return places.map((place) => this.#space.value(place, this.#rowAt(place))) as never;
      } finally {
        this.#database.exec('COMMIT');
      }
    });
  }

  scan<T>(kind: RecordKind<T>, signal?: AbortSignalLike): AsyncIterable<readonly { id: string; value: T }[]> {
    return this.#batches(kind, SCAN_BATCH, signal, (key, row) => this.#space.entry(kind, key, row));
  }

  copyOut(kind: RecordKind<any>, signal?: AbortSignalLike): AsyncIterable<readonly OpenedRecord[]> {
    return this.#batches(kind, copiedTogether(kind), signal, (key, row) => this.#space.keys.openRecord(kind, key, row));
  }

  async snapshot(kinds: readonly RecordKind<any>[]): Promise<Iterable<CopiedRecords>> {
    for (const kind of kinds) this.#space.requireKind(kind);
    const found = sqliteTransaction(this.#database, 'relaxed', () => {
      this.#requireMark();
      return kinds.map((kind) => [kind, this.#page.all(kind.name, new Uint8Array(0), -1) as never] as const);
    });
    return this.#space.opened(found);
  }

  async copyIn(kind: RecordKind<any>, records: readonly OpenedRecord[]): Promise<void> {
    const writes = this.#space.rowsOf(kind, records, this.#entropy);
    sqliteTransaction(this.#database, 'relaxed', () => {
      this.#requireMark();
      for (const { kind, key, row } of writes) if (row !== null) this.put(kind, key, row);
    });
  }

  async flush(): Promise<void> {
    sqliteTransaction(this.#database, 'strict', () => {
      this.#requireMark();
      this.put(storeMark.name, MARK_KEY, this.row(storeMark.name, MARK_KEY) as Uint8Array);
    });
  }

  async *#batches<T>(
    kind: RecordKind<any>,
    size: number,
    signal: AbortSignalLike | undefined,
    open: (key: Uint8Array, row: Uint8Array) => T,
  ): AsyncGenerator<T[]> {
    this.#space.requireKind(kind);
    let after: Uint8Array = new Uint8Array(0);
    for (;;) {
      if (signal?.aborted) return;
      const rows = attemptSqlite(() => {
        this.#requireMark();
        return this.#page.all(kind.name, after, size) as { key: Uint8Array; row: Uint8Array }[];
      });
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.key;
      yield rows.map(({ key, row }) => open(key, row));
    }
  }

  async count(kind: RecordKind<any>): Promise<number> {
    this.#space.requireKind(kind);
    return attemptSqlite(() => {
      this.#requireMark();
      return this.#count.get(kind.name)?.['records'] as number;
    });
  }

  close(): void {
    this.#space.keys.close();
    if (this.#database.isOpen) this.#database.close();
  }

  row(kind: string, key: Uint8Array): Uint8Array | undefined {
    return this.#get.get(kind, key)?.['row'] as Uint8Array | undefined;
  }

  put(kind: string, key: Uint8Array, row: Uint8Array): void {
    this.#put.run(kind, key, row);
  }

  readonly #rowAt = ({ ref, key }: RowPlace): Uint8Array | undefined => this.row(ref.kind.name, key);

  /** It is gone after `LockedInbox.erase`: this store's remaining writes must not come back. */
  #requireMark(): void {
    if (!this.#database.isOpen) throw new Fault('locked', 'store-closed', 'the store is closed');
    if (this.row(storeMark.name, MARK_KEY) === undefined)
      throw new Fault('unavailable', 'store-erased', 'the store was erased');
  }
}
