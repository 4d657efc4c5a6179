// Queues on SQLite. Claims live in memory: one process has the database (see sqlite.ts), and a claim ends with its
// process.
import type { DatabaseSync } from 'node:sqlite';
import { encodeHex } from '#bytes/base64url.ts';
import type { NewKey, NewQueueItem, Queue, QueueItem, QueueOutcome } from '../storage.ts';
import type { GroupCommit } from './group-commit.ts';
import { creating } from './key-value.ts';

interface Due {
  seq: number;
  id: Uint8Array;
}

interface Row {
  body: Uint8Array;
  accepted_at: number;
  tries: number;
}

export class SqliteQueue implements Queue {
  readonly #name: string;
  readonly #scope: string;
  readonly #commit: GroupCommit;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #createKey: (wanted: NewKey) => boolean;
  /** Hexadecimal id → its group. */
  readonly #claims = new Map<string, string>();
  /** How many claims a group has: that many rows at most stand before the first unclaimed one. */
  readonly #claimCounts = new Map<string, number>();

  constructor(database: DatabaseSync, commit: GroupCommit, name: string) {
    this.#name = name;
    this.#scope = `queue ${name}`;
    this.#commit = commit;
    this.#statements = prepare(database);
    this.#createKey = creating(database);
  }

  append(item: NewQueueItem, claim?: 'claim'): Promise<'appended' | 'known'> {
    const written = this.#commit.write(() => {
      const result = this.#insert(item);
      if (claim !== undefined && result === 'appended') this.#hold(encodeHex(item.id), item.group);
      return result;
    });
    if (claim !== undefined) written.catch(() => this.release(item.id));
    return written;
  }

  appendPaid(item: NewQueueItem, price: NewKey): Promise<'appended' | 'known' | 'taken'> {
    return this.#commit.write(() => (this.#createKey(price) ? this.#insert(item) : 'taken'));
  }

  /** Inside a transaction. */
  #insert({ id, group, body, acceptedAt, dueAt = acceptedAt, rememberUntil }: NewQueueItem): 'appended' | 'known' {
    const { insert, remembered } = this.#statements;
    if (remembered.get(this.#scope, id) !== undefined) return 'known';
    const { changes } = insert.run(this.#name, id, group, body, acceptedAt, dueAt, rememberUntil);
    return Number(changes) === 0 ? 'known' : 'appended';
  }

  async claim(group: string, limit: number, now: number): Promise<QueueItem[]> {
    const claimed = this.#claimCounts.get(group) ?? 0;
    // Bodies are read of those taken only: many that are claimed may stand before them.
    const due = this.#statements.due.all(this.#name, group, now, limit + claimed) as unknown as Due[];
    const items: QueueItem[] = [];
    for (const { seq, id } of due) {
      const key = encodeHex(id);
      if (items.length === limit || this.#claims.has(key)) continue;
      this.#hold(key, group);
      const { body, accepted_at, tries } = this.#statements.read.get(seq) as unknown as Row;
      items.push({ id, group, body, acceptedAt: accepted_at, tries });
    }
    return items;
  }

  /** Once more is no harm. */
  #hold(key: string, group: string): void {
    if (this.#claims.has(key)) return;
    this.#claims.set(key, group);
    this.#claimCounts.set(group, (this.#claimCounts.get(group) ?? 0) + 1);
  }

  release(id: Uint8Array): void {
    const key = encodeHex(id);
    const group = this.#claims.get(key);
    if (group === undefined) return;
    this.#claims.delete(key);
    const left = (this.#claimCounts.get(group) ?? 1) - 1;
    if (left === 0) this.#claimCounts.delete(group);
    else this.#claimCounts.set(group, left);
  }

  async postpone(id: Uint8Array, dueAt: number): Promise<void> {
    await this.#commit.writeSoon(() => this.#statements.postpone.run(dueAt, this.#name, id));
    this.release(id);
  }

  async remove(id: Uint8Array, outcome: QueueOutcome): Promise<void> {
    const { remove, remember } = this.#statements;
    await this.#commit.writeSoon(() => {
      const row = remove.get(this.#name, id) as { remember_until: number | null } | undefined;
      if (row === undefined || row.remember_until === null) return;
      remember.run(this.#scope, id, outcome, row.remember_until);
    });
    this.release(id);
  }

  async outcome(id: Uint8Array): Promise<'waiting' | QueueOutcome | null> {
    // Both are looked up, whatever the first says: the caller must not tell by the time what it was.
    const waiting = this.#statements.waiting.get(this.#name, id) !== undefined;
    const row = this.#statements.remembered.get(this.#scope, id) as { outcome: QueueOutcome } | undefined;
    return waiting ? 'waiting' : (row?.outcome ?? null);
  }

  async nextDueAt(group: string): Promise<number | null> {
    const claimed = this.#claimCounts.get(group) ?? 0;
    const rows = this.#statements.upcoming.all(this.#name, group, claimed + 1) as { id: Uint8Array; due_at: number }[];
    return rows.find((row) => !this.#claims.has(encodeHex(row.id)))?.due_at ?? null;
  }

  async groups(): Promise<string[]> {
    return (this.#statements.groups.all(this.#name) as { grp: string }[]).map((row) => row.grp);
  }

  async count(): Promise<number> {
    return (this.#statements.count.get(this.#name) as { n: number }).n;
  }

  /** There is no process to inherit from: one that opens the database has all of it. */
  onInherited(): void {}
}

function prepare(database: DatabaseSync) {
  return {
    insert: database.prepare(
      'INSERT OR IGNORE INTO queue_items (queue, id, grp, body, accepted_at, due_at, tries, remember_until) VALUES (?, ?, ?, ?, ?, ?, 0, ?)',
    ),
    remembered: database.prepare('SELECT outcome FROM remembered WHERE scope = ? AND id = ?'),
    remember: database.prepare(
      'INSERT OR REPLACE INTO remembered (scope, id, outcome, expires_at) VALUES (?, ?, ?, ?)',
    ),
    due: database.prepare(
      'SELECT seq, id FROM queue_items WHERE queue = ? AND grp = ? AND due_at <= ? ORDER BY due_at, seq LIMIT ?',
    ),
    read: database.prepare('SELECT body, accepted_at, tries FROM queue_items WHERE seq = ?'),
    upcoming: database.prepare(
      'SELECT id, due_at FROM queue_items WHERE queue = ? AND grp = ? ORDER BY due_at, seq LIMIT ?',
    ),
    postpone: database.prepare('UPDATE queue_items SET due_at = ?, tries = tries + 1 WHERE queue = ? AND id = ?'),
    remove: database.prepare('DELETE FROM queue_items WHERE queue = ? AND id = ? RETURNING remember_until'),
    waiting: database.prepare('SELECT 1 FROM queue_items WHERE queue = ? AND id = ?'),
    groups: database.prepare('SELECT DISTINCT grp FROM queue_items WHERE queue = ?'),
    count: database.prepare('SELECT count(*) AS n FROM queue_items WHERE queue = ?'),
  };
}
