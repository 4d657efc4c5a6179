// Rows as they were last committed, in memory and sealed as on disk: a look at a record then takes no transaction,
// and waits for no write under way. Kinds with few records are held whole; of those that are asked for absent records
// (was this envelope taken? was this text sent?) the keys are held, which tell that there is none. True only while
// nobody else writes to the database (connection.ts).
import type { SealedRow, SealedWrite } from '#app/store/sealing-step.ts';

/** Of single rows, those used last. */
const BUDGET_BYTES = 4 * 1024 * 1024;
/** Beside its bytes a row costs about as much in its map. */
const ENTRY_BYTES = 100;
const WHOLE_ROWS = 256;
const WHOLE_BYTES = 512 * 1024;
/** Some 60 bytes each; of a kind with more the disk is asked. */
export const MOST_KEYS = 16_384;
/** Asked so often for absent records, the keys of a kind are worth knowing. */
const WORTH_KEYS = 2;

export type Row = SealedRow;

/** Names a row in memory. Keys are 16 bytes of an HMAC: each as a character. */
export const rowName = (kind: string, key: Uint8Array): string => `${kind}/${String.fromCharCode(...key)}`;

export class Rows {
  readonly #single = new Map<string, Uint8Array | null>();
  readonly #whole = new Map<string, Map<string, Row>>();
  /** By kind, the names of all rows that there are. */
  readonly #names = new Map<string, Set<string>>();
  /** By kind, how often a row was asked for that is not there; never again of kinds with too many. */
  readonly #absent = new Map<string, number>();
  #bytes = 0;
  /** Grows with each commit: what was read from the disk before one may be old. */
  #commits = 0;

  /** To be taken before a look at the disk, and given with what was found. */
  get asOf(): number {
    return this.#commits;
  }

  /** null: there is none. undefined: not known. */
  get(kind: string, name: string): Uint8Array | null | undefined {
    const whole = this.#whole.get(kind);
    if (whole) return whole.get(name)?.row ?? null;
    const row = this.#single.get(name);
    if (row === undefined) return this.#names.get(kind)?.has(name) === false ? null : undefined;
    this.#single.delete(name);
    this.#single.set(name, row);
    return row;
  }

  /** All rows of a kind, if they are known. */
  all(kind: string): readonly Row[] | null {
    const whole = this.#whole.get(kind);
    return whole ? [...whole.values()] : null;
  }

  found(name: string, row: Uint8Array | null, asOf: number): void {
    if (asOf === this.#commits && !this.#single.has(name)) this.#keep(name, row);
  }

  foundAll(kind: string, rows: readonly Row[], asOf: number): void {
    if (asOf !== this.#commits || !isSmall(rows)) return;
    this.#whole.set(kind, new Map(rows.map((row) => [rowName(kind, row.key), row])));
  }

  /** Of a row that was looked for on disk and is not there. @returns whether the keys of its kind are to be read */
  missed(kind: string): boolean {
    const times = (this.#absent.get(kind) ?? 0) + 1;
    this.#absent.set(kind, times);
    return times === WORTH_KEYS;
  }

  /** @param keys of a kind: all, or more than MOST_KEYS */
  foundKeys(kind: string, keys: readonly Uint8Array[], asOf: number): void {
    if (keys.length > MOST_KEYS) return;
    if (asOf === this.#commits) this.#names.set(kind, new Set(keys.map((key) => rowName(kind, key))));
    // Written meanwhile: the next that is missed has them read again.
    else this.#absent.delete(kind);
  }

  committed(writes: Iterable<SealedWrite>): void {
    this.#commits++;
    for (const { kind, key, row } of writes) {
      const name = rowName(kind, key);
      const whole = this.#whole.get(kind);
      const names = this.#names.get(kind);
      if (row === null) names?.delete(name);
      else names?.add(name);
      if (names !== undefined && names.size > MOST_KEYS) this.#names.delete(kind);
      this.#drop(name);
      if (!whole) this.#keep(name, row);
      else if (row === null) whole.delete(name);
      else {
        whole.set(name, { key, row });
        if (!isSmall([...whole.values()])) this.#whole.delete(kind);
      }
    }
  }

  /** What the disk holds is not known any more. */
  forget(): void {
    this.#commits++;
    this.#single.clear();
    this.#whole.clear();
    this.#names.clear();
    this.#absent.clear();
    this.#bytes = 0;
  }

  #keep(name: string, row: Uint8Array | null): void {
    this.#drop(name);
    this.#single.set(name, row);
    this.#bytes += costOf(row);
    for (const oldest of this.#single.keys()) {
      if (this.#bytes <= BUDGET_BYTES) break;
      this.#drop(oldest);
    }
  }

  #drop(name: string): void {
    const row = this.#single.get(name);
    if (row === undefined) return;
    this.#single.delete(name);
    this.#bytes -= costOf(row);
  }
}

const costOf = (row: Uint8Array | null): number => ENTRY_BYTES + (row?.length ?? 0);
const isSmall = (rows: readonly Row[]): boolean =>
  rows.length < WHOLE_ROWS && rows.reduce((sum, { row }) => sum + costOf(row), 0) <= WHOLE_BYTES;
