// The Store port in memory, for tests: the same sealing, the same one-at-a-time steps, a disk that survives it (see
// disk.ts).

import { MARK_KEY, RecordKeys, type VaultKey } from '#app/store/sealing.ts';
import { renewMark, storeMark } from '#app/store/sealing-mark.ts';
import { RecordSpace, type RowPlace, type SealedWrite, StepRun } from '#app/store/sealing-step.ts';
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
import type { Stores } from '#app/store/stores.ts';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import type { MemoryLife, MemoryRows } from './disk.ts';

export interface MemoryStoreOptions {
  readonly life: MemoryLife;
  readonly kinds: readonly RecordKind<any>[];
  readonly vaultKey: VaultKey;
  readonly entropy: Entropy;
  readonly generation?: number;
}

/** @throws Fault untrusted `record-forged` (another vault's disk), bug `record-newer` */
export async function openMemoryStore(options: MemoryStoreOptions): Promise<CopyableStore> {
  const { life, kinds, vaultKey, entropy, generation = 0 } = options;
  await life.turn();
  const keys = new RecordKeys(vaultKey);
  const store = new MemoryStore(life, generation, new RecordSpace(keys, kinds), entropy);
  const mark = renewMark(keys, kinds, store.rows.get(storeMark.name)?.get(encodeHex(MARK_KEY)), entropy);
  if (mark !== null) await life.commit(() => store.apply([{ kind: storeMark.name, key: MARK_KEY, row: mark }]));
  return store;
}

/** The stores of one life, by generation. */
export function memoryStores(options: Omit<MemoryStoreOptions, 'vaultKey' | 'generation'>): Stores {
  const { life } = options;
  const { disk } = life;
  const drop = async (generation: number): Promise<void> => {
    await life.turn();
    if (disk.stores.has(generation)) await life.commit(() => disk.stores.delete(generation));
  };
  return {
    async open(generation, vaultKey) {
      await life.turn();
      if (!disk.stores.has(generation)) throw new Fault('unavailable', 'storage-lost', 'no store of this generation');
      return openMemoryStore({ ...options, generation, vaultKey });
    },
    async create(generation, vaultKey) {
      await drop(generation);
      return openMemoryStore({ ...options, generation, vaultKey });
    },
    async others(generation) {
      await life.turn();
      return [...disk.stores.keys()].filter((one) => one !== generation);
    },
    drop,
  };
}

const SCAN_BATCH = 256;

class MemoryStore implements CopyableStore {
  readonly #life: MemoryLife;
  readonly #generation: number;
  readonly #space: RecordSpace;
  readonly #entropy: Entropy;

  constructor(life: MemoryLife, generation: number, space: RecordSpace, entropy: Entropy) {
    this.#life = life;
    this.#generation = generation;
    this.#space = space;
    this.#entropy = entropy;
  }

  async step<R>(
    refs: readonly Ref<any>[],
    compute: (reads: Reads, entropy: Entropy) => StepOutcome<R>,
    options: StepOptions = {},
  ): Promise<R> {
    await this.#life.turn();
    this.#requireMark();
    const run = new StepRun(this.#space, refs, compute, this.#entropy, options);
    let progress = run.proceed(run.wanted.map((place) => this.#row(place)));
    while (progress.wanted !== undefined) progress = run.proceed(progress.wanted.map((place) => this.#row(place)));
    const { writes, result } = progress;
    if (writes.length === 0) return result;
    await this.#commit(writes, options.durability === 'strict');
    return result;
  }

  async read<const Refs extends readonly Ref<any>[]>(
    refs: Refs,
  ): Promise<{ [I in keyof Refs]: Refs[I] extends Ref<infer T> ? T | null : never }> {
    await this.#life.turn();
    this.#requireMark();
    return refs.map((ref) => {
      const place = this.#space.locate(ref);
      return this.#space.value(place, this.#row(place));
    }) as never;
  }

  scan<T>(kind: RecordKind<T>, signal?: AbortSignalLike): AsyncIterable<readonly { id: string; value: T }[]> {
    return this.#batches(kind, SCAN_BATCH, signal, (key, row) => this.#space.entry(kind, key, row));
  }

  copyOut(kind: RecordKind<any>, signal?: AbortSignalLike): AsyncIterable<readonly OpenedRecord[]> {
    return this.#batches(kind, copiedTogether(kind), signal, (key, row) => this.#space.keys.openRecord(kind, key, row));
  }

  async snapshot(kinds: readonly RecordKind<any>[]): Promise<Iterable<CopiedRecords>> {
    await this.#life.turn();
    this.#requireMark();
    for (const kind of kinds) this.#space.requireKind(kind);
    const found = kinds.map((kind) => {
      const rows = [...(this.rows.get(kind.name) ?? [])];
      return [kind, rows.map(([hex, row]) => ({ key: decodeHex(hex) as Uint8Array, row }))] as const;
    });
    return this.#space.opened(found);
  }

  async copyIn(kind: RecordKind<any>, records: readonly OpenedRecord[]): Promise<void> {
    await this.#life.turn();
    this.#requireMark();
    const writes = this.#space.rowsOf(kind, records, this.#entropy);
    await this.#commit(writes, false);
  }

  async flush(): Promise<void> {
    await this.#life.turn();
    this.#life.disk.unflushed.splice(0);
  }

  async *#batches<T>(
    kind: RecordKind<any>,
    size: number,
    signal: AbortSignalLike | undefined,
    open: (key: Uint8Array, row: Uint8Array) => T,
  ): AsyncGenerator<T[]> {
    this.#space.requireKind(kind);
    const keys = [...(this.rows.get(kind.name)?.keys() ?? [])];
    for (let at = 0; at < keys.length; at += size) {
      await this.#life.turn();
      if (signal?.aborted) return;
      this.#requireMark();
      const batch = keys.slice(at, at + size).flatMap((hex) => {
        const row = this.rows.get(kind.name)?.get(hex);
        return row === undefined ? [] : [open(decodeHex(hex) as Uint8Array, row)];
      });
      if (batch.length > 0) yield batch;
    }
  }

  async count(kind: RecordKind<any>): Promise<number> {
    await this.#life.turn();
    this.#requireMark();
    this.#space.requireKind(kind);
    return this.rows.get(kind.name)?.size ?? 0;
  }

  close(): void {
    this.#space.keys.close();
  }

  get rows(): MemoryRows {
    return this.#life.disk.stores.get(this.#generation) ?? new Map();
  }

  apply(writes: readonly SealedWrite[]): void {
    const all = this.rows;
    this.#life.disk.stores.set(this.#generation, all);
    for (const { kind, key, row } of writes) {
      const rows = all.get(kind) ?? new Map<string, Uint8Array>();
      all.set(kind, rows);
      if (row === null) rows.delete(encodeHex(key));
      else rows.set(encodeHex(key), row);
    }
  }

  /** A write that can be taken back until it is flushed. */
  #commit(writes: readonly SealedWrite[], isFlushed: boolean): Promise<void> {
    const grownBytes = writes.reduce((sum, write) => sum + (write.row?.length ?? 0) - this.#lengthAt(write), 0);
    return this.#life.commit(() => {
      const { unflushed } = this.#life.disk;
      for (const { kind, key: bytes } of writes) {
        const key = encodeHex(bytes);
        unflushed.push({ generation: this.#generation, kind, key, row: this.rows.get(kind)?.get(key) ?? null });
      }
      this.apply(writes);
      // One log: a flushed write takes all before it along.
      if (isFlushed) unflushed.splice(0);
    }, grownBytes);
  }

  #lengthAt({ kind, key }: SealedWrite): number {
    return this.rows.get(kind)?.get(encodeHex(key))?.length ?? 0;
  }

  #row({ ref, key }: RowPlace): Uint8Array | undefined {
    return this.rows.get(ref.kind.name)?.get(encodeHex(key));
  }

  /** It is gone after `LockedInbox.erase`: this store's remaining writes must not come back. */
  #requireMark(): void {
    if (!this.rows.get(storeMark.name)?.has(encodeHex(MARK_KEY)))
      throw new Fault('unavailable', 'store-erased', 'the store was erased');
  }
}
