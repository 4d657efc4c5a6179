// The Store port on IndexedDB: one object store per kind, blinded keys, sealed rows. This context is the only one that
// has it open (connection.ts): so rows are held in memory as they were committed (rows.ts), and steps are computed
// there and written together (steps.ts). A read sees committed rows only, never rows under way: bytes may leave by it.
import { MARK_KEY, RecordKeys, type VaultKey } from '#app/store/sealing.ts';
import { storeMark } from '#app/store/sealing-mark.ts';
import { RecordSpace } from '#app/store/sealing-step.ts';
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
import { answer, IdbConnection, type IdbStoreOptions } from './connection.ts';
import { type Row, Rows, rowName } from './rows.ts';
import { readRows, Steps } from './steps.ts';

/**
 * Waits for as long as another context has it open.
 * @throws Fault untrusted `record-forged` (another vault's database), bug `record-newer`, unavailable `storage-lost` |
 * `storage-full` | `storage-failed`
 */
export async function openIdbStore(options: IdbStoreOptions & { readonly vaultKey: VaultKey }): Promise<CopyableStore> {
  const keys = new RecordKeys(options.vaultKey);
  const connection = new IdbConnection(options, keys);
  try {
    await connection.open();
  } catch (error) {
    connection.close();
    throw error;
  }
  return new IdbStore(options, keys, connection);
}

const SCAN_BATCH = 256;

class IdbStore implements CopyableStore {
  readonly #space: RecordSpace;
  readonly #entropy: Entropy;
  readonly #connection: IdbConnection;
  readonly #rows = new Rows();
  readonly #steps: Steps;

  constructor({ kinds, entropy }: IdbStoreOptions, keys: RecordKeys, connection: IdbConnection) {
    this.#space = new RecordSpace(keys, kinds);
    this.#entropy = entropy;
    this.#connection = connection;
    this.#steps = new Steps(connection, this.#space, this.#rows, entropy);
  }

  async step<R>(
    refs: readonly Ref<any>[],
    compute: (reads: Reads, entropy: Entropy) => StepOutcome<R>,
    options: StepOptions = {},
  ): Promise<R> {
    this.#connection.require();
    return this.#steps.step(refs, compute, options);
  }

  async read<const Refs extends readonly Ref<any>[]>(
    refs: Refs,
  ): Promise<{ [I in keyof Refs]: Refs[I] extends Ref<infer T> ? T | null : never }> {
    this.#connection.require();
    const places = refs.map((ref) => this.#space.locate(ref));
    const held = places.map(({ ref, key }) => this.#rows.get(ref.kind.name, rowName(ref.kind.name, key)));
    // All from memory or all from the disk: a mixture might be of two moments.
    const rows = held.includes(undefined) ? await readRows(this.#connection, this.#rows, places) : held;
    return places.map((place, i) => this.#space.value(place, rows[i] ?? undefined)) as never;
  }

  async *scan<T>(kind: RecordKind<T>, signal?: AbortSignalLike): AsyncGenerator<readonly { id: string; value: T }[]> {
    this.#connection.require();
    this.#space.requireKind(kind);
    const held = this.#rows.all(kind.name);
    if (held === null) {
      yield* this.#batches(kind, SCAN_BATCH, signal, (key, row) => this.#space.entry(kind, key, row));
    } else if (held.length > 0 && !signal?.aborted) yield held.map(({ key, row }) => this.#space.entry(kind, key, row));
  }

  copyOut(kind: RecordKind<any>, signal?: AbortSignalLike): AsyncIterable<readonly OpenedRecord[]> {
    return this.#batches(kind, copiedTogether(kind), signal, (key, row) => this.#space.keys.openRecord(kind, key, row));
  }

  async snapshot(kinds: readonly RecordKind<any>[]): Promise<Iterable<CopiedRecords>> {
    for (const kind of kinds) this.#space.requireKind(kind);
    const names = kinds.map(({ name }) => name);
    // All are asked for at once: the transaction ends with the last answer, and no write comes in between.
    const found = await this.#connection.transact(names, 'readonly', 'relaxed', (transaction) =>
      Promise.all(kinds.map(async (kind) => [kind, await rowsIn(transaction.objectStore(kind.name))] as const)),
    );
    return this.#space.opened(found);
  }

  async copyIn(kind: RecordKind<any>, records: readonly OpenedRecord[]): Promise<void> {
    await this.#steps.write(this.#space.rowsOf(kind, records, this.#entropy));
  }

  /** A flushed write takes all earlier ones along: into the same log, or the same file. */
  async flush(): Promise<void> {
    await this.#connection.transact([storeMark.name], 'readwrite', 'strict', async (transaction) => {
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
    const { asOf } = this.#rows;
    let coming = this.#batch(kind, size, new ArrayBuffer(0));
    let isFirst = true;
    while (!signal?.aborted) {
      const rows = await coming;
      const last = rows.at(-1);
      const more = rows.length === size;
      if (isFirst && !more) this.#rows.foundAll(kind.name, rows, asOf);
      isFirst = false;
      if (last === undefined) return;
      // The database reads on while this batch is opened and used. A caller who stops leaves it unread.
      if (more) {
        coming = this.#batch(kind, size, last.key as Uint8Array<ArrayBuffer>);
        coming.catch(() => {});
      }
      yield rows.map(({ key, row }) => open(key, row));
      if (!more) return;
    }
  }

  async count(kind: RecordKind<any>): Promise<number> {
    this.#connection.require();
    this.#space.requireKind(kind);
    const held = this.#rows.all(kind.name);
    if (held !== null) return held.length;
    return this.#connection.transact([kind.name], 'readonly', 'relaxed', (transaction) =>
      answer<number>(transaction.objectStore(kind.name).count()),
    );
  }

  /** One transaction a batch: a step that waits for it waits for one batch only. */
  #batch(kind: RecordKind<any>, size: number, after: BufferSource): Promise<Row[]> {
    return this.#connection.transact([kind.name], 'readonly', 'relaxed', (transaction) =>
      rowsIn(transaction.objectStore(kind.name), IDBKeyRange.lowerBound(after, true), size),
    );
  }

  /** A step that has not sealed its writes yet is undone; one that has is finished. */
  close(): void {
    this.#space.keys.close();
    this.#rows.forget();
    void this.#steps.rested().then(() => this.#connection.close());
  }
}

async function rowsIn(records: IDBObjectStore, range: IDBKeyRange | null = null, most?: number): Promise<Row[]> {
  const [keys, rows] = await Promise.all([
    answer<ArrayBuffer[]>(records.getAllKeys(range, most)),
    answer<Uint8Array[]>(records.getAll(range, most)),
  ]);
  return rows.map((row, at) => ({ key: new Uint8Array(keys[at] as ArrayBuffer), row }));
}
