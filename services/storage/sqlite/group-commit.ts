// Group commit: all writes asked for while the disk is busy share one transaction, and each caller hears of its own
// only after the sync that covers them all. The sync runs in a thread of Node's: on a disk that others use too, it
// takes longer than reading and opening requests together. Measured on one core: 4 KiB inserts one by one 2,000/s, in
// groups of 100 10,000/s. A write is synchronous; one that throws is rolled back alone, and the others run again.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Fault } from '#bytes/fault.ts';

interface Write {
  /** May be run once more, after a rollback: it changes nothing but the database. */
  run(): unknown;
  /** Called with its value when it is committed: the sync is still to come. */
  visible(value: unknown): void;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** A write that has run in a transaction which was committed, or was rolled back alone. */
interface Done {
  visible(): void;
  settle(): void;
  reject(error: unknown): void;
}

const PATIENCE_MS = 10;

export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #sync: () => Promise<void>;
  /** Prepared: they run for every write. */
  readonly #statements: Readonly<Record<'begin' | 'commit' | 'savepoint' | 'release', StatementSync>>;
  #waiting: Write[] = [];
  #scheduled: NodeJS.Immediate | null = null;
  #patience: NodeJS.Timeout | null = null;
  #syncing: Promise<void> | null = null;
  /** After a failed sync the state of the disk is unknown: no write is taken until the store is opened anew. */
  #broken: Fault | null = null;
  #closed = false;

  /** @param sync has everything committed before the call on disk when it resolves */
  constructor(database: DatabaseSync, sync: () => Promise<void>) {
    this.#database = database;
    this.#sync = sync;
    this.#statements = {
      begin: database.prepare('BEGIN IMMEDIATE'),
      commit: database.prepare('COMMIT'),
      savepoint: database.prepare('SAVEPOINT one'),
      release: database.prepare('RELEASE one'),
    };
  }

  /**
   * Runs a synchronous write with the next group.
   * @param visible called when others see it, which is before it is on disk
   * @throws Fault unavailable 'storage-write' (disk full, I/O error) |
   * 'storage-closed'
   */
  write<T>(run: () => T, visible: (value: T) => void = () => {}): Promise<T> {
    const written = this.#enqueue(run, visible);
    this.#scheduled ??= setImmediate(() => this.#flush());
    return written;
  }

  /** Like `write`, for writes that no caller waits for: goes with the next group, or alone after a few milliseconds. */
  writeSoon<T>(run: () => T): Promise<T> {
    const written = this.#enqueue(run);
    this.#patience ??= setTimeout(() => this.#flush(), PATIENCE_MS);
    return written;
  }

  /** Commits the pending writes; resolves when they are on disk. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#syncing !== null) await this.#syncing;
    this.#flush();
    while (this.#syncing !== null) await this.#syncing;
  }

  #enqueue<T>(run: () => T, visible: (value: T) => void = () => {}): Promise<T> {
    if (this.#closed) return Promise.reject(new Fault('unavailable', 'storage-closed', 'the store is closed'));
    if (this.#broken !== null) return Promise.reject(this.#broken);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        run,
        visible: visible as (value: unknown) => void,
        resolve: resolve as (value: unknown) => void,
        reject,
      });
    });
  }

  #flush(): void {
    if (this.#scheduled !== null) clearImmediate(this.#scheduled);
    this.#scheduled = null;
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
    // One sync at a time: writes gather meanwhile, and go when it ends.
    if (this.#waiting.length === 0 || this.#syncing !== null) return;
    const group = this.#waiting;
    this.#waiting = [];
    const done = this.#commit(group);
    if (done === null) return;
    this.#syncing = this.#sync()
      .then(
        () => {
          for (const { settle } of done) settle();
        },
        (cause: unknown) => {
          this.#broken = writeFault(cause);
          for (const { reject } of done) reject(this.#broken);
          for (const { reject } of this.#waiting.splice(0)) reject(this.#broken);
        },
      )
      .finally(() => {
        this.#syncing = null;
        this.#flush();
      });
    for (const { visible } of done) visible();
  }

  /** Null if the store did not take the group: then its callers know. */
  #commit(group: readonly Write[]): Done[] | null {
    try {
      const done = this.#together(group) ?? this.#apart(group);
      this.#statements.commit.run();
      return done;
    } catch (cause) {
      this.#rollBack();
      for (const write of group) write.reject(writeFault(cause));
      return null;
    }
  }

  /** As if none threw, which is mostly so: savepoints cost a copy of every page that a write changes. */
  #together(group: readonly Write[]): Done[] | null {
    this.#statements.begin.run();
    try {
      return group.map(({ run, visible, resolve, reject }) => {
        const value = run();
        return { visible: () => visible(value), settle: () => resolve(value), reject };
      });
    } catch {
      this.#rollBack();
      return null;
    }
  }

  #apart(group: readonly Write[]): Done[] {
    this.#statements.begin.run();
    return group.map((write) => this.#attempt(write));
  }

  #rollBack(): void {
    // SQLite may have rolled back by itself (a full disk does that); then there is no transaction to end.
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  #attempt({ run, visible, resolve, reject }: Write): Done {
    this.#statements.savepoint.run();
    try {
      const value = run();
      this.#statements.release.run();
      return { visible: () => visible(value), settle: () => resolve(value), reject };
    } catch (error) {
      if (!this.#database.isTransaction) throw error;
      this.#database.exec('ROLLBACK TO one; RELEASE one');
      return { visible: () => {}, settle: () => reject(error), reject };
    }
  }
}

function writeFault(cause: unknown): Fault {
  return new Fault('unavailable', 'storage-write', 'the store did not take a write', cause);
}
