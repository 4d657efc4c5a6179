// The Store port in memory, for tests: the same sealing, the same one-at-a-time steps, a disk that survives it (see disk.ts).

import { MARK_KEY, RecordKeys, type VaultKey } from '#app/sealing.ts';
import { renewMark, storeMark } from '#app/sealing-mark.ts';
import { type Place, RecordSpace, type SealedWrite, StepRun } from '#app/sealing-step.ts';
import type { AbortSignalLike, Reads, RecordKind, Ref, StepOutcome, Store } from '#app/store.ts';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import type { MemoryLife } from './disk.ts';

export interface MemoryStoreOptions {
  readonly life: MemoryLife;
  readonly kinds: readonly RecordKind<any>[];
  readonly vaultKey: VaultKey;
  readonly entropy: Entropy;
}

/** @throws Fault untrusted `record-forged` (another vault's disk), bug `record-newer` */
export async function openMemoryStore({ life, kinds, vaultKey, entropy }: MemoryStoreOptions): Promise<Store> {
  await life.turn();
  const keys = new RecordKeys(vaultKey);
  const store = new MemoryStore(life, new RecordSpace(keys, kinds), entropy);
  const mark = renewMark(keys, kinds, life.disk.rows.get(storeMark.name)?.get(encodeHex(MARK_KEY)), entropy);
  if (mark !== null) await life.commit(() => store.apply([{ kind: storeMark.name, key: MARK_KEY, row: mark }]));
  return store;
}

const SCAN_BATCH = 256;

class MemoryStore implements Store {
  readonly #life: MemoryLife;
  readonly #space: RecordSpace;
  readonly #entropy: Entropy;

  constructor(life: MemoryLife, space: RecordSpace, entropy: Entropy) {
    this.#life = life;
    this.#space = space;
    this.#entropy = entropy;
  }

  async step<R>(refs: readonly Ref<any>[], compute: (reads: Reads, entropy: Entropy) => StepOutcome<R>): Promise<R> {
    await this.#life.turn();
    this.#requireMark();
    const run = new StepRun(this.#space, refs, compute, this.#entropy);
    let progress = run.proceed(run.wanted.map((place) => this.#row(place)));
    while (progress.wanted !== undefined) progress = run.proceed(progress.wanted.map((place) => this.#row(place)));
    const { writes, result } = progress;
    if (writes.length === 0) return result;
    const grownBytes = writes.reduce((sum, write) => sum + (write.row?.length ?? 0) - this.#lengthAt(write), 0);
    await this.#life.commit(() => this.apply(writes), grownBytes);
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

  async *scan<T>(kind: RecordKind<T>, signal?: AbortSignalLike): AsyncIterable<readonly { id: string; value: T }[]> {
    this.#space.requireKind(kind);
    const rows = this.#life.disk.rows;
    const keys = [...(rows.get(kind.name)?.keys() ?? [])];
    for (let at = 0; at < keys.length; at += SCAN_BATCH) {
      await this.#life.turn();
      if (signal?.aborted) return;
      this.#requireMark();
      const batch = keys.slice(at, at + SCAN_BATCH).flatMap((hex) => {
        const row = rows.get(kind.name)?.get(hex);
        return row === undefined ? [] : [this.#space.entry(kind, decodeHex(hex) as Uint8Array, row)];
      });
      if (batch.length > 0) yield batch;
    }
  }

  async count(kind: RecordKind<any>): Promise<number> {
    await this.#life.turn();
    this.#requireMark();
    this.#space.requireKind(kind);
    return this.#life.disk.rows.get(kind.name)?.size ?? 0;
  }

  close(): void {
    this.#space.keys.close();
  }

  apply(writes: readonly SealedWrite[]): void {
    for (const { kind, key, row } of writes) {
      const rows = this.#life.disk.rows.get(kind) ?? new Map<string, Uint8Array>();
      this.#life.disk.rows.set(kind, rows);
      if (row === null) rows.delete(encodeHex(key));
      else rows.set(encodeHex(key), row);
    }
  }

  #lengthAt({ kind, key }: SealedWrite): number {
    return this.#life.disk.rows.get(kind)?.get(encodeHex(key))?.length ?? 0;
  }

  #row({ ref, key }: Place): Uint8Array | undefined {
    return this.#life.disk.rows.get(ref.kind.name)?.get(encodeHex(key));
  }

  /** It is gone after `Lobby.erase`: what this store still held must not come back. */
  #requireMark(): void {
    if (!this.#life.disk.rows.get(storeMark.name)?.has(encodeHex(MARK_KEY)))
      throw new Fault('unavailable', 'store-erased', 'the store was erased');
  }
}
