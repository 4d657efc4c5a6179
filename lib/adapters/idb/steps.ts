// Steps, one after another, over rows in memory. While the writes of some are on their way to the disk, later ones are
// computed upon them already, and all of these then share the next transaction and its flush. Each promise resolves
// when its own transaction has come to its end; a transaction names only the stores that it writes.
import { type Progress, type RecordSpace, type RowPlace, type SealedWrite, StepRun } from '#app/store/sealing-step.ts';
import type { Reads, Ref, StepOptions, StepOutcome } from '#app/store/store.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { answer, type IdbConnection } from './connection.ts';
import { MOST_KEYS, type Rows, rowName } from './rows.ts';

/** A step that waits for its turn, or for the disk. */
interface Step {
  readonly order: number;
  readonly isStrict: boolean;
  begin(): StepRun<any>;
  /** Writes that need no computing. */
  readonly writes?: readonly SealedWrite[];
  resolve(result: any): void;
  reject(error: unknown): void;
  /** Its transaction failed in company: it is tried once more by itself, so that each fails by its own fault only. */
  isAlone: boolean;
}

/** Steps that are written in one transaction. */
class Batch {
  readonly steps: { readonly step: Step; readonly result: unknown }[] = [];
  readonly writes = new Map<string, SealedWrite>();

  add(step: Step, writes: readonly SealedWrite[], result: unknown): void {
    this.steps.push({ step, result });
    for (const write of writes) this.writes.set(rowName(write.kind, write.key), write);
  }

  get isStrict(): boolean {
    return this.steps.some(({ step }) => step.isStrict);
  }
}

export class Steps {
  readonly #connection: IdbConnection;
  readonly #space: RecordSpace;
  readonly #rows: Rows;
  readonly #entropy: Entropy;
  #waiting: Step[] = [];
  #orders = 0;
  #isComputing = false;
  /** Under way to the disk, and gathered meanwhile. */
  #flying: Batch | null = null;
  #next = new Batch();
  /** Grows when computed writes were lost: what was read of them is void. */
  #failures = 0;
  #rest: (() => void)[] = [];

  constructor(connection: IdbConnection, space: RecordSpace, rows: Rows, entropy: Entropy) {
    this.#connection = connection;
    this.#space = space;
    this.#rows = rows;
    this.#entropy = entropy;
  }

  step<R>(
    refs: readonly Ref<any>[],
    compute: (reads: Reads, entropy: Entropy) => StepOutcome<R>,
    options: StepOptions,
  ): Promise<R> {
    return this.#queue({
      isStrict: options.durability === 'strict',
      begin: () => new StepRun(this.#space, refs, compute, this.#entropy, options),
    });
  }

  /** As a relaxed step that writes these rows. */
  write(writes: readonly SealedWrite[]): Promise<void> {
    return this.#queue({ isStrict: false, writes, begin: () => this.#nothing() });
  }

  #nothing(): StepRun<undefined> {
    return new StepRun(this.#space, [], () => ({ writes: [], result: undefined }), this.#entropy);
  }

  /** Resolves when nothing waits and nothing is under way. */
  rested(): Promise<void> {
    return this.#isResting() ? Promise.resolve() : new Promise((resolve) => this.#rest.push(resolve));
  }

  #isResting(): boolean {
    return this.#waiting.length === 0 && !this.#isComputing && this.#isWritten();
  }

  #isWritten(): boolean {
    return this.#flying === null && this.#next.steps.length === 0;
  }

  #queue<R>(step: Pick<Step, 'isStrict' | 'begin' | 'writes'>): Promise<R> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...step, order: this.#orders++, resolve, reject, isAlone: false });
      void this.#computeAll();
    });
  }

  async #computeAll(): Promise<void> {
    if (this.#isComputing) return;
    this.#isComputing = true;
    for (let step = this.#nextStep(); step; step = this.#nextStep()) {
      const failures = this.#failures;
      try {
        const { writes, result } = await this.#compute(step, failures);
        // Nothing is awaited between this look and the next: what it was computed upon still stands.
        if (failures !== this.#failures) this.#again([step]);
        else this.#next.add(step, step.writes ?? writes, result);
      } catch (error) {
        if (failures !== this.#failures) this.#again([step]);
        else step.reject(error);
      }
      this.#commitNext();
    }
    this.#isComputing = false;
    this.#tellRest();
  }

  /** One that is alone waits until all before it is written, and all after it waits for it. */
  #nextStep(): Step | undefined {
    const isHeld = this.#waiting[0]?.isAlone || this.#next.steps.some(({ step }) => step.isAlone);
    const isAloneUnderWay = this.#flying?.steps.some(({ step }) => step.isAlone);
    if ((isHeld && !this.#isWritten()) || isAloneUnderWay) return undefined;
    return this.#waiting.shift();
  }

  async #compute(step: Step, failures: number): Promise<Extract<Progress<unknown>, { readonly wanted?: undefined }>> {
    const run = step.begin();
    const read = new Map<string, Uint8Array | null>();
    let progress: Progress<unknown> = { wanted: run.wanted };
    while (progress.wanted !== undefined) {
      const places = progress.wanted.map((place) => ({ place, name: rowName(place.ref.kind.name, place.key) }));
      const unknown = places.filter(({ place, name }) => this.#at(place, name) === undefined);
      if (unknown.length > 0) {
        const rows = await readRows(
          this.#connection,
          this.#rows,
          unknown.map(({ place }) => place),
        );
        for (const [at, { name }] of unknown.entries()) read.set(name, rows[at] ?? null);
        if (failures !== this.#failures) break;
      }
      progress = run.proceed(places.map(({ place, name }) => this.#at(place, name) ?? read.get(name) ?? undefined));
    }
    return progress.wanted === undefined ? progress : { writes: [], result: undefined };
  }

  /** As the steps before have left it, written or not. */
  #at(place: RowPlace, name: string): Uint8Array | null | undefined {
    const written = this.#next.writes.get(name) ?? this.#flying?.writes.get(name);
    return written ? written.row : this.#rows.get(place.ref.kind.name, name);
  }

  #commitNext(): void {
    if (this.#flying !== null || this.#next.steps.length === 0) return;
    const batch = this.#next;
    this.#next = new Batch();
    this.#flying = batch;
    void this.#commit(batch).then(
      () => this.#committed(batch),
      (error: unknown) => this.#failed(batch, error),
    );
  }

  async #commit({ writes, isStrict }: Batch): Promise<void> {
    if (writes.size === 0) return;
    const names = [...new Set([...writes.values()].map(({ kind }) => kind))];
    await this.#connection.transact(names, 'readwrite', isStrict ? 'strict' : 'relaxed', async (transaction) => {
      for (const { kind, key, row } of writes.values()) {
        const records = transaction.objectStore(kind);
        // Not awaited: one that fails aborts the transaction, which tells.
        if (row === null) records.delete(key as BufferSource);
        else records.put(row, key as BufferSource);
      }
    });
  }

  #committed(batch: Batch): void {
    this.#rows.committed(batch.writes.values());
    this.#flying = null;
    for (const { step, result } of batch.steps) step.resolve(result);
    this.#goOn();
  }

  #failed(batch: Batch, error: unknown): void {
    const after = this.#next.steps.map(({ step }) => step);
    const own = batch.steps.map(({ step }) => step);
    this.#failures++;
    this.#rows.forget();
    this.#flying = null;
    this.#next = new Batch();
    if (own.length === 1) own.pop()?.reject(error);
    for (const step of own) step.isAlone = true;
    this.#again([...own, ...after]);
    this.#goOn();
  }

  /** In the order in which they were begun. */
  #again(steps: readonly Step[]): void {
    this.#waiting = [...steps, ...this.#waiting].sort((one, other) => one.order - other.order);
  }

  #goOn(): void {
    this.#commitNext();
    void this.#computeAll();
    this.#tellRest();
  }

  #tellRest(): void {
    if (this.#isResting()) for (const tell of this.#rest.splice(0)) tell();
  }
}

/** All at once, in one transaction: a consistent look. */
export async function readRows(
  connection: IdbConnection,
  rows: Rows,
  places: readonly RowPlace[],
): Promise<(Uint8Array | undefined)[]> {
  const { asOf } = rows;
  const names = [...new Set(places.map(({ ref }) => ref.kind.name))];
  const found = await connection.transact(names, 'readonly', 'relaxed', (transaction) =>
    Promise.all(
      places.map(({ ref, key }) =>
        answer<Uint8Array | undefined>(transaction.objectStore(ref.kind.name).get(key as BufferSource)),
      ),
    ),
  );
  for (const [at, { ref, key }] of places.entries()) {
    rows.found(rowName(ref.kind.name, key), found[at] ?? null, asOf);
    // Nobody waits for them: without, the disk is asked.
    if (found[at] === undefined && rows.missed(ref.kind.name))
      void readKeys(connection, rows, ref.kind.name).catch(() => {});
  }
  return found;
}

async function readKeys(connection: IdbConnection, rows: Rows, kind: string): Promise<void> {
  const { asOf } = rows;
  const keys = await connection.transact([kind], 'readonly', 'relaxed', (transaction) =>
    answer<ArrayBuffer[]>(transaction.objectStore(kind).getAllKeys(null, MOST_KEYS + 1)),
  );
  rows.foundKeys(
    kind,
    keys.map((key) => new Uint8Array(key)),
    asOf,
  );
}
