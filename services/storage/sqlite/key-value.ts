// Key-values on SQLite. Every change gives a key the next revision, so that `replace` can tell whether another caller
// was faster.
import type { DatabaseSync } from 'node:sqlite';
import type { KeyValue, NewKey } from '../storage.ts';
import type { GroupCommit } from './group-commit.ts';

export class SqliteKeyValue implements KeyValue {
  readonly #name: string;
  readonly #commit: GroupCommit;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #create: (wanted: NewKey) => boolean;

  constructor(database: DatabaseSync, commit: GroupCommit, name: string) {
    this.#name = name;
    this.#commit = commit;
    this.#statements = prepare(database);
    this.#create = creating(database);
  }

  async get(key: string, now: number): Promise<{ value: Uint8Array; revision: number } | null> {
    const row = this.#statements.get.get(this.#name, key, now) as { value: Uint8Array; revision: number } | undefined;
    return row === undefined ? null : { value: row.value, revision: row.revision };
  }

  async peek(key: string, now: number): Promise<boolean> {
    return this.#statements.get.get(this.#name, key, now) !== undefined;
  }

  async glance(key: string, now: number): Promise<Uint8Array | null> {
    return (await this.get(key, now))?.value ?? null;
  }

  create(key: string, value: Uint8Array, now: number, expiresAt: number | null): Promise<boolean> {
    return this.#commit.write(() => this.#create({ map: this.#name, key, value, now, expiresAt }));
  }

  replace(key: string, value: Uint8Array, revision: number): Promise<boolean> {
    return this.#commit.write(
      () => Number(this.#statements.replace.run(value, this.#name, key, revision).changes) === 1,
    );
  }

  async delete(key: string): Promise<void> {
    await this.#commit.write(() => this.#statements.remove.run(this.#name, key));
  }
}

/** Creates a key inside the caller's transaction; false if it is there. */
export function creating(database: DatabaseSync): (wanted: NewKey) => boolean {
  const expire = database.prepare('DELETE FROM key_values WHERE map = ? AND key = ? AND expires_at <= ?');
  const create = database.prepare(
    'INSERT OR IGNORE INTO key_values (map, key, value, revision, expires_at) VALUES (?, ?, ?, 1, ?)',
  );
  return ({ map, key, value, now, expiresAt }) => {
    if (Number(create.run(map, key, value, expiresAt).changes) === 1) return true;
    // What has expired makes way.
    return (
      Number(expire.run(map, key, now).changes) === 1 && Number(create.run(map, key, value, expiresAt).changes) === 1
    );
  };
}

function prepare(database: DatabaseSync) {
  return {
    get: database.prepare(
      'SELECT value, revision FROM key_values WHERE map = ? AND key = ? AND (expires_at IS NULL OR expires_at > ?)',
    ),
    replace: database.prepare(
      'UPDATE key_values SET value = ?, revision = revision + 1 WHERE map = ? AND key = ? AND revision = ?',
    ),
    remove: database.prepare('DELETE FROM key_values WHERE map = ? AND key = ?'),
  };
}
