// Group commit: all writes asked for in one turn of the event loop share one transaction, and each caller hears of its own only after
// the one fsync that covers them all. Measured on one core: 4 KiB inserts one by one 2,000/s, in groups of 100 10,000/s.
// A write is synchronous and all or nothing: one that throws is rolled back to its savepoint and takes nobody else with it.
import type { DatabaseSync } from 'node:sqlite';
import { Fault } from '#bytes/fault.ts';

interface Write {
  run(): unknown;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Settle = () => void;

const PATIENCE_MS = 10;

export class GroupCommit {
  readonly #database: DatabaseSync;
  #waiting: Write[] = [];
  #scheduled: NodeJS.Immediate | null = null;
  #patience: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Runs a synchronous write with the group of this turn. @throws Fault unavailable 'storage-write' (disk full, I/O error) | 'storage-closed' */
  write<T>(run: () => T): Promise<T> {
    const written = this.#enqueue(run);
    this.#scheduled ??= setImmediate(() => this.flush());
    return written;
  }

  /** Like `write`, for what nobody waits for: goes with the next group, or alone after a few milliseconds. */
  writeSoon<T>(run: () => T): Promise<T> {
    const written = this.#enqueue(run);
    this.#patience ??= setTimeout(() => this.flush(), PATIENCE_MS);
    return written;
  }

  #enqueue<T>(run: () => T): Promise<T> {
    if (this.#closed) return Promise.reject(new Fault('unavailable', 'storage-closed', 'the store is closed'));
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run, resolve: resolve as (value: unknown) => void, reject });
    });
  }

  flush(): void {
    if (this.#scheduled !== null) clearImmediate(this.#scheduled);
    this.#scheduled = null;
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    let settled: Settle[];
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      settled = group.map((write) => this.#attempt(write));
      this.#database.exec('COMMIT');
    } catch (cause) {
      // SQLite may have rolled back by itself (a full disk does that); then there is no transaction to end.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      const fault = new Fault('unavailable', 'storage-write', 'the store did not take a write', cause);
      for (const write of group) write.reject(fault);
      return;
    }
    for (const settle of settled) settle();
  }

  close(): void {
    this.flush();
    this.#closed = true;
  }

  #attempt(write: Write): Settle {
    this.#database.exec('SAVEPOINT one');
    try {
      const value = write.run();
      this.#database.exec('RELEASE one');
      return () => write.resolve(value);
    } catch (error) {
      if (!this.#database.isTransaction) throw error;
      this.#database.exec('ROLLBACK TO one; RELEASE one');
      return () => write.reject(error);
    }
  }
}
