// Mailboxes on SQLite. A row per mailbox counts its sequences (never taken back), and the items and bytes that wait in
// it: how much waits is asked with every push, and counting the items themselves would read them whole.
import type { DatabaseSync } from 'node:sqlite';
import type { Mailboxes, MailboxItem, NewMailboxItem } from '../storage.ts';
import type { GroupCommit } from './group-commit.ts';

export class SqliteMailboxes implements Mailboxes {
  readonly #name: string;
  readonly #scope: string;
  readonly #commit: GroupCommit;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, commit: GroupCommit, name: string) {
    this.#name = name;
    this.#scope = `mailboxes ${name}`;
    this.#commit = commit;
    this.#statements = prepare(database);
  }

  append(
    box: Uint8Array,
    item: NewMailboxItem,
    maxBytes: number,
    visible: () => void = () => {},
  ): Promise<'appended' | 'known' | 'full'> {
    return this.#commit.write(
      () => this.#append(box, item, maxBytes),
      (result) => result === 'appended' && visible(),
    );
  }

  #append(box: Uint8Array, item: NewMailboxItem, maxBytes: number): 'appended' | 'known' | 'full' {
    const { remembered, remember, advance, insert } = this.#statements;
    if (remembered.get(this.#scope, item.id) !== undefined) return 'known';
    const { length } = item.body;
    const row = length > maxBytes ? undefined : advance.get(this.#name, box, length, maxBytes, item.leavesOut ?? 0);
    if (row === undefined) return 'full';
    insert.run(this.#name, box, (row as { sequence: number }).sequence, item.body, item.expiresAt);
    remember.run(this.#scope, item.id, item.rememberUntil);
    return 'appended';
  }

  async knows(id: Uint8Array): Promise<boolean> {
    return this.#statements.remembered.get(this.#scope, id) !== undefined;
  }

  async read(
    box: Uint8Array,
    limit: number,
    now: number,
    after = 0,
  ): Promise<{ items: MailboxItem[]; waiting: number }> {
    const { read, waiting, before } = this.#statements;
    const rows = limit === 0 ? [] : (read.all(this.#name, box, after, now, limit) as unknown as MailboxItem[]);
    const items = rows.map(({ sequence, body }) => ({ sequence, body }));
    const all = (waiting.get(this.#name, box, now) as { waiting: number | null }).waiting ?? 0;
    if (after === 0) return { items, waiting: all };
    // A reader on its way through a long mailbox: few lie before, since it acknowledges them.
    const { count } = before.get(this.#name, box, after, now) as { count: number };
    return { items, waiting: all - count };
  }

  async delete(box: Uint8Array, sequences: readonly number[]): Promise<void> {
    const { remove, shrink } = this.#statements;
    await this.#commit.write(() => {
      for (const sequence of sequences) {
        const row = remove.get(this.#name, box, sequence) as { byte_count: number } | undefined;
        if (row !== undefined) shrink.run(row.byte_count, this.#name, box);
      }
    });
  }

  async drop(box: Uint8Array): Promise<void> {
    const { dropItems, dropBox } = this.#statements;
    await this.#commit.write(() => {
      dropItems.run(this.#name, box);
      dropBox.run(this.#name, box);
    });
  }

  /**
   * Expiry of all mailboxes of all names, inside the caller's transaction. @returns a function that gives the count of
   * items removed
   */
  static sweep(database: DatabaseSync): (now: number) => number {
    const shrink = database.prepare(
      `UPDATE boxes SET byte_count = byte_count - gone.bytes, item_count = item_count - gone.items FROM (
         SELECT collection, box, sum(length(body)) AS bytes, count(*) AS items FROM box_items WHERE expires_at <= ? GROUP BY collection, box
       ) AS gone WHERE boxes.collection = gone.collection AND boxes.box = gone.box`,
    );
    const remove = database.prepare('DELETE FROM box_items WHERE expires_at <= ?');
    return (now) => {
      shrink.run(now);
      return Number(remove.run(now).changes);
    };
  }
}

function prepare(database: DatabaseSync) {
  return {
    remembered: database.prepare('SELECT 1 FROM remembered WHERE scope = ? AND id = ?'),
    remember: database.prepare("INSERT INTO remembered (scope, id, outcome, expires_at) VALUES (?, ?, 'done', ?)"),
    // Opens the box if need be, and gives the item's sequence: no row if the box is full.
    advance: database.prepare(
      `INSERT INTO boxes (collection, box, next_sequence, byte_count, item_count) VALUES (?1, ?2, 2 + ?5, ?3, 1)
       ON CONFLICT DO UPDATE SET next_sequence = next_sequence + 1 + ?5, byte_count = byte_count + ?3, item_count = item_count + 1
       WHERE byte_count + ?3 <= ?4 RETURNING next_sequence - 1 AS sequence`,
    ),
    shrink: database.prepare(
      'UPDATE boxes SET byte_count = byte_count - ?, item_count = item_count - 1 WHERE collection = ? AND box = ?',
    ),
    insert: database.prepare(
      'INSERT INTO box_items (collection, box, sequence, body, expires_at) VALUES (?, ?, ?, ?, ?)',
    ),
    read: database.prepare(
      'SELECT sequence, body FROM box_items WHERE collection = ? AND box = ? AND sequence > ? AND expires_at > ? ORDER BY sequence LIMIT ?',
    ),
    before: database.prepare(
      'SELECT count(*) AS count FROM box_items WHERE collection = ? AND box = ? AND sequence <= ? AND expires_at > ?',
    ),
    // Expired, unswept items are few, and found by their own index.
    waiting: database.prepare(
      `SELECT (SELECT item_count FROM boxes WHERE collection = ?1 AND box = ?2) - (
         SELECT count(*) FROM box_items INDEXED BY box_items_expiry WHERE expires_at <= ?3 AND collection = ?1 AND box = ?2
       ) AS waiting`,
    ),
    remove: database.prepare(
      'DELETE FROM box_items WHERE collection = ? AND box = ? AND sequence = ? RETURNING length(body) AS byte_count',
    ),
    dropItems: database.prepare('DELETE FROM box_items WHERE collection = ? AND box = ?'),
    dropBox: database.prepare('DELETE FROM boxes WHERE collection = ? AND box = ?'),
  };
}
