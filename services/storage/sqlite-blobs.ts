// Blobs on SQLite: ciphertext of up to a few megabytes in a row each, so that a blob and its expiry cannot fall apart.
import type { DatabaseSync } from 'node:sqlite';
import { equal } from '#bytes/bytes.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Blobs } from './storage.ts';

interface Row {
  body: Uint8Array;
  expires_at: number;
}

export class SqliteBlobs implements Blobs {
  readonly #name: string;
  readonly #commit: GroupCommit;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, commit: GroupCommit, name: string) {
    this.#name = name;
    this.#commit = commit;
    this.#statements = prepare(database);
  }

  put(id: Uint8Array, body: Uint8Array, expiresAt: number, now: number): Promise<'stored' | 'same' | 'conflict'> {
    const { get, expire, insert, extend } = this.#statements;
    return this.#commit.write(() => {
      expire.run(this.#name, id, now);
      const row = get.get(this.#name, id, now) as Row | undefined;
      if (row === undefined) {
        insert.run(this.#name, id, body, expiresAt);
        return 'stored';
      }
      if (!equal(row.body, body)) return 'conflict';
      if (expiresAt > row.expires_at) extend.run(expiresAt, this.#name, id);
      return 'same';
    });
  }

  async get(id: Uint8Array, now: number): Promise<{ body: Uint8Array; expiresAt: number } | null> {
    const row = this.#statements.get.get(this.#name, id, now) as Row | undefined;
    return row === undefined ? null : { body: row.body, expiresAt: row.expires_at };
  }

  async byteCount(): Promise<number> {
    return (this.#statements.bytes.get(this.#name) as { n: number }).n;
  }
}

function prepare(database: DatabaseSync) {
  return {
    get: database.prepare('SELECT body, expires_at FROM blobs WHERE collection = ? AND id = ? AND expires_at > ?'),
    expire: database.prepare('DELETE FROM blobs WHERE collection = ? AND id = ? AND expires_at <= ?'),
    insert: database.prepare('INSERT INTO blobs (collection, id, body, expires_at) VALUES (?, ?, ?, ?)'),
    extend: database.prepare('UPDATE blobs SET expires_at = ? WHERE collection = ? AND id = ?'),
    // length() of a blob column is read from the row's header: the bodies are not touched.
    bytes: database.prepare('SELECT coalesce(sum(length(body)), 0) AS n FROM blobs WHERE collection = ?'),
  };
}
