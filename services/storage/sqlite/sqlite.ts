// The storage port on the SQLite that Node carries, for one process on one machine. Write-ahead log with
// synchronous=NORMAL: SQLite syncs the log before a checkpoint, and we sync it after each group of commits
// (group-commit.ts), as FULL would, but beside the thread that answers requests. The database is locked while it is
// open, so that a second process on the same folder is told so and does not deliver everything twice.
import { chmodSync, closeSync, fdatasync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { Fault } from '#bytes/fault.ts';
import type { Storage } from '../storage.ts';
import { BLOB_SCHEMA, SqliteBlobs } from './blobs.ts';
import { GroupCommit } from './group-commit.ts';
import { SqliteKeyValue } from './key-value.ts';
import { LocalSignals } from './local-signals.ts';
import { SqliteLogs } from './logs.ts';
import { SqliteMailboxes } from './mailboxes.ts';
import { SqliteQueue } from './queue.ts';

/** Each brings a database from the version of its place to the next one: the first makes the tables. */
const UPGRADES = [
  `
CREATE TABLE queue_items (
  seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, id BLOB NOT NULL, grp TEXT NOT NULL, body BLOB NOT NULL,
  accepted_at INTEGER NOT NULL, due_at INTEGER NOT NULL, tries INTEGER NOT NULL, remember_until INTEGER,
  UNIQUE (queue, id));
CREATE INDEX queue_due ON queue_items (queue, grp, due_at, seq);
CREATE TABLE remembered (
  scope TEXT NOT NULL, id BLOB NOT NULL, outcome TEXT NOT NULL, expires_at INTEGER NOT NULL,
  PRIMARY KEY (scope, id)) WITHOUT ROWID;
CREATE INDEX remembered_expiry ON remembered (expires_at);
CREATE TABLE key_values (
  map TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, revision INTEGER NOT NULL, expires_at INTEGER,
  PRIMARY KEY (map, key)) WITHOUT ROWID;
CREATE INDEX key_values_expiry ON key_values (expires_at) WHERE expires_at IS NOT NULL;
CREATE TABLE boxes (
  collection TEXT NOT NULL, box BLOB NOT NULL, next_sequence INTEGER NOT NULL, byte_count INTEGER NOT NULL,
  PRIMARY KEY (collection, box)) WITHOUT ROWID;
CREATE TABLE box_items (
  collection TEXT NOT NULL, box BLOB NOT NULL, sequence INTEGER NOT NULL, body BLOB NOT NULL, expires_at INTEGER NOT NULL,
  UNIQUE (collection, box, sequence));
CREATE INDEX box_items_expiry ON box_items (expires_at);
CREATE TABLE blobs (
  collection TEXT NOT NULL, id BLOB NOT NULL, body BLOB NOT NULL, expires_at INTEGER NOT NULL,
  UNIQUE (collection, id));
CREATE INDEX blobs_expiry ON blobs (expires_at);
`,
  `
CREATE TABLE log_entries (
  collection TEXT NOT NULL, log BLOB NOT NULL, sequence INTEGER NOT NULL, body BLOB NOT NULL,
  UNIQUE (collection, log, sequence));
`,
  // Blobs of before were of another format, which no client reads any more.
  `DROP TABLE blobs;${BLOB_SCHEMA}`,
  // How much waits is asked with every push.
  `
ALTER TABLE boxes ADD COLUMN item_count INTEGER NOT NULL DEFAULT 0;
UPDATE boxes SET item_count = (
  SELECT count(*) FROM box_items WHERE box_items.collection = boxes.collection AND box_items.box = boxes.box);
`,
];

/**
 * Of 4 KiB, in the log before they are written to their places: what changes often is written there once in that many.
 */
const CHECKPOINT_PAGES = 4000;
const CACHE_KIB = 32 * 1024;
const dataSync = promisify(fdatasync);
const PAGE_BYTES = 4096;
/** SQLite's result codes. */
const BUSY = 5;
const FULL = 13;

/**
 * Opens, or creates, the store in a folder.
 * @throws Fault unavailable 'storage-in-use' (another process has it) | 'storage-full', bug 'storage-version' (a newer
 * program wrote it)
 */
export function openSqliteStorage(directory: string): Storage {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'services.sqlite');
  // Before SQLite opens it: its write-ahead log takes over the mode of the file, and a folder made by others may be
  // open to all.
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const database = new DatabaseSync(path);
  try {
    prepareDatabase(database);
  } catch (error) {
    database.close();
    const { errcode } = error as { errcode?: number };
    if (errcode === BUSY) throw new Fault('unavailable', 'storage-in-use', 'another process has this data folder open');
    // What a crash left in the write-ahead log wants some room to be taken up.
    if (errcode === FULL) throw new Fault('unavailable', 'storage-full', 'the disk of the data folder is full');
    throw error;
  }
  return assemble(database, openSync(`${path}-wal`, 'r+'));
}

function prepareDatabase(database: DatabaseSync): void {
  database.exec('PRAGMA locking_mode=EXCLUSIVE');
  database.exec('PRAGMA journal_mode=WAL');
  database.exec('PRAGMA synchronous=NORMAL');
  database.exec(`PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES}`);
  database.exec(`PRAGMA cache_size=-${CACHE_KIB}`);
  // Deleted data is overwritten if that costs no further I/O.
  database.exec('PRAGMA secure_delete=FAST');
  database.exec('PRAGMA temp_store=MEMORY');
  // Exclusive locks are taken by the first read or write, not by the pragma.
  database.exec('BEGIN EXCLUSIVE');
  const version = (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
  if (version > UPGRADES.length) throw new Fault('bug', 'storage-version', 'a newer version wrote this data folder');
  for (const upgrade of UPGRADES.slice(version)) database.exec(upgrade);
  database.exec(`PRAGMA user_version=${UPGRADES.length}`);
  database.exec('COMMIT');
}

function assemble(database: DatabaseSync, log: number): Storage {
  const commit = new GroupCommit(database, () => dataSync(log));
  const free = database.prepare('PRAGMA freelist_count');
  const opened = new Map<string, unknown>();
  /** One object a name: a queue holds its claims, so two of them would hand out one item twice. */
  const once = <T>(kind: string, name: string, create: () => T): T => {
    const existing = opened.get(`${kind} ${name}`) as T | undefined;
    if (existing !== undefined) return existing;
    const created = create();
    opened.set(`${kind} ${name}`, created);
    return created;
  };
  const boxSweep = SqliteMailboxes.sweep(database);
  const blobSweep = SqliteBlobs.sweep(database);
  const sweeps = ['remembered', 'key_values'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE expires_at <= ?`),
  );
  return {
    queue: (name) => once('queue', name, () => new SqliteQueue(database, commit, name)),
    keyValue: (name) => once('keyValue', name, () => new SqliteKeyValue(database, commit, name)),
    mailboxes: (name) => once('mailboxes', name, () => new SqliteMailboxes(database, commit, name)),
    blobs: (name) => once('blobs', name, () => new SqliteBlobs(database, commit, name)),
    logs: (name) => once('logs', name, () => new SqliteLogs(database, commit, name)),
    signals: (name) => once('signals', name, () => new LocalSignals()),
    async expire(now) {
      let removed = await commit.write(
        () => boxSweep(now) + sweeps.reduce((sum, sweep) => sum + Number(sweep.run(now).changes), 0),
      );
      // A transaction for each slice, so that no write waits for all of it.
      for (;;) {
        const slice = await commit.write(() => blobSweep(now));
        removed += slice.blobs;
        if (slice.parts < SqliteBlobs.SLICE) return removed;
      }
    },
    reusableBytes() {
      const { freelist_count: pages } = free.get() as { freelist_count: number };
      return pages * PAGE_BYTES;
    },
    async close() {
      if (!database.isOpen) return;
      await commit.close();
      closeSync(log);
      database.close();
    },
  };
}
