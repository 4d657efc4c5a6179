// One run of `Store.step`, without its database: which rows to read, what `compute` made of them, which rows to write.
// Every adapter drives it the same way inside one transaction of its own: read `wanted`, call `proceed` with the rows,
// until there are writes.
import { type Entropy, EntropyTape } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { decodeRecord, type RecordKeys } from './sealing.ts';
import {
  type CopiedRecords,
  copiedTogether,
  type OpenedRecord,
  type Reads,
  type RecordKind,
  type Ref,
  refName,
  type StepOptions,
  type StepOutcome,
} from './store.ts';

/** A record's place in a database: the object store, and the key in it. */
export interface RowPlace {
  readonly ref: Ref<any>;
  readonly key: Uint8Array;
}

/** A row as it lies on the disk. */
export interface SealedRow {
  readonly key: Uint8Array;
  readonly row: Uint8Array;
}

/** `row` null: the record is removed. */
export interface SealedWrite {
  readonly kind: string;
  readonly key: Uint8Array;
  readonly row: Uint8Array | null;
}

export type Progress<R> =
  | { readonly wanted: readonly RowPlace[] }
  | { readonly wanted?: undefined; readonly writes: readonly SealedWrite[]; readonly result: R };

/** The kinds a store was opened with, and the keys of its vault. */
export class RecordSpace {
  readonly keys: RecordKeys;
  readonly #kinds: ReadonlySet<string>;

  constructor(keys: RecordKeys, kinds: readonly RecordKind<any>[]) {
    this.keys = keys;
    this.#kinds = new Set(kinds.map(({ name }) => name));
  }

  /** @throws Fault bug `kind-unknown`, locked `store-closed` */
  locate(ref: Ref<any>): RowPlace {
    this.requireKind(ref.kind);
    return { ref, key: this.keys.blind(ref.kind, ref.id) };
  }

  requireKind(kind: RecordKind<any>): void {
    this.keys.requireOpen();
    if (!this.#kinds.has(kind.name))
      throw new Fault('bug', 'kind-unknown', `${kind.name}: the store was opened without this kind`);
  }

  /** Today's value of the row found at a place, null if there was none. */
  value({ ref, key }: RowPlace, row: Uint8Array | undefined): unknown {
    return row === undefined ? null : decodeRecord(ref.kind, this.keys.openRecord(ref.kind, key, row));
  }

  entry<T>(kind: RecordKind<T>, key: Uint8Array, row: Uint8Array): { readonly id: string; readonly value: T } {
    const opened = this.keys.openRecord(kind, key, row);
    return { id: opened.id, value: decodeRecord(kind, opened) };
  }

  /** Opens rows as they are asked for, as many together as are copied at once. */
  *opened(kinds: readonly (readonly [RecordKind<any>, readonly SealedRow[]])[]): Generator<CopiedRecords> {
    for (const [kind, rows] of kinds) {
      const together = copiedTogether(kind);
      for (let from = 0; from < rows.length; from += together) {
        this.keys.requireOpen();
        const some = rows.slice(from, from + together);
        yield { kind, records: some.map(({ key, row }) => this.keys.openRecord(kind, key, row)) };
      }
    }
  }

  /** The rows of records that were copied out of another store. */
  rowsOf(kind: RecordKind<any>, records: readonly OpenedRecord[], entropy: Entropy): SealedWrite[] {
    this.requireKind(kind);
    return records.map((record) => {
      const key = this.keys.blind(kind, record.id);
      return { kind: kind.name, key, row: this.keys.sealOpened(kind, key, record, entropy) };
    });
  }
}

export class StepRun<R> {
  /** To be read first. */
  readonly wanted: readonly RowPlace[];
  readonly #space: RecordSpace;
  readonly #compute: (reads: Reads, entropy: Entropy) => StepOutcome<R>;
  readonly #entropy: Entropy;
  readonly #isFlushed: boolean;
  readonly #tape: EntropyTape;
  readonly #opened = new Map<string, OpenedRecord | null>();
  #pending: readonly RowPlace[];

  constructor(
    space: RecordSpace,
    refs: readonly Ref<any>[],
    compute: (reads: Reads, entropy: Entropy) => StepOutcome<R>,
    entropy: Entropy,
    { durability = 'relaxed' }: StepOptions = {},
  ) {
    space.keys.requireOpen();
    this.#space = space;
    this.#compute = compute;
    this.#entropy = entropy;
    this.#isFlushed = durability === 'strict';
    this.#tape = new EntropyTape(entropy);
    this.#pending = this.#unread(refs);
    this.wanted = this.#pending;
  }

  /**
   * @param rows what lies at the places last wanted, in their order @throws what `compute` throws, and what opening
   * throws
   */
  proceed(rows: readonly (Uint8Array | undefined)[]): Progress<R> {
    this.#pending.forEach(({ ref, key }, i) => {
      const row = rows[i];
      this.#opened.set(refName(ref), row === undefined ? null : this.#space.keys.openRecord(ref.kind, key, row));
    });
    this.#tape.rewind();
    const outcome = this.#compute(this.#reads(), this.#tape.draw);
    if (outcome.need === undefined) {
      return { writes: outcome.writes.map((write) => this.#seal(write)), result: outcome.result };
    }
    this.#pending = this.#unread(outcome.need);
    if (this.#pending.length === 0) throw new Fault('bug', 'need-known', 'a step needs only what it already has');
    return { wanted: this.#pending };
  }

  /**
   * Values are decoded for every run of `compute` from bytes of their own: decoders may return views, and a `compute`
   * that wipes the secrets it replaces must find them again when it is run again.
   */
  #reads(): Reads {
    const values = new Map<string, unknown>();
    return {
      get: <T>(ref: Ref<T>): T | null => {
        const name = refName(ref);
        if (values.has(name)) return values.get(name) as T | null;
        const opened = this.#opened.get(name);
        if (opened === undefined)
          throw new Fault('bug', 'read-unnamed', `${ref.kind.name}: a step reads what it named`);
        const value = opened === null ? null : decodeRecord(ref.kind, { ...opened, encoded: opened.encoded.slice() });
        values.set(name, value);
        return value;
      },
    };
  }

  #unread(refs: readonly Ref<any>[]): readonly RowPlace[] {
    const unread = new Map<string, Ref<any>>();
    for (const ref of refs) if (!this.#opened.has(refName(ref))) unread.set(refName(ref), ref);
    return [...unread.values()].map((ref) => this.#space.locate(ref));
  }

  /** Nonces are drawn beside the tape: no row ever shares one with another. */
  #seal(write: { readonly ref: Ref<any> } & ({ readonly value: unknown } | { readonly remove: true })): SealedWrite {
    const { kind, id } = write.ref;
    const { key } = this.#space.locate(write.ref);
    if ('remove' in write) return { kind: kind.name, key, row: null };
    // Types say so too (transaction.ts); this holds it against what goes around them.
    if (kind.released === true && !this.#isFlushed)
      throw new Fault('bug', 'step-unflushed', `${kind.name}: bytes are released by it, so its step must be flushed`);
    return {
      kind: kind.name,
      key,
      row: this.#space.keys.sealRecord(kind, key, id, kind.format.encode(write.value), this.#entropy),
    };
  }
}
