// Ordered logs on SQLite: a row an entry.
import type { DatabaseSync } from 'node:sqlite';
import type { LogEntry, Logs } from '../storage.ts';
import type { GroupCommit } from './group-commit.ts';

export class SqliteLogs implements Logs {
  readonly #name: string;
  readonly #commit: GroupCommit;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, commit: GroupCommit, name: string) {
    this.#name = name;
    this.#commit = commit;
    this.#statements = prepare(database);
  }

  append(log: Uint8Array, body: Uint8Array, after: number): Promise<boolean> {
    return this.#commit.write(() => {
      if (this.#last(log) !== after) return false;
      this.#statements.insert.run(this.#name, log, after + 1, body);
      return true;
    });
  }

  async read(log: Uint8Array, after: number, limit: number): Promise<LogEntry[]> {
    const rows = this.#statements.read.all(this.#name, log, after, limit) as unknown as LogEntry[];
    return rows.map(({ sequence, body }) => ({ sequence, body }));
  }

  async last(log: Uint8Array): Promise<number> {
    return this.#last(log);
  }

  #last(log: Uint8Array): number {
    return (this.#statements.last.get(this.#name, log) as { n: number }).n;
  }
}

function prepare(database: DatabaseSync) {
  return {
    insert: database.prepare('INSERT INTO log_entries (collection, log, sequence, body) VALUES (?, ?, ?, ?)'),
    read: database.prepare(
      'SELECT sequence, body FROM log_entries WHERE collection = ? AND log = ? AND sequence > ? ORDER BY sequence LIMIT ?',
    ),
    last: database.prepare('SELECT coalesce(max(sequence), 0) AS n FROM log_entries WHERE collection = ? AND log = ?'),
  };
}
