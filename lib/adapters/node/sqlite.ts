// The database file of a headless relationship manager: one SQLite file for records and locked inbox. WAL;
// `synchronous=FULL` when a commit must be on disk before it is reported. Deleted content is overwritten
// (`secure_delete`): a removed record leaves no bytes behind.
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '#bytes/fault.ts';

// An index beside the rows, and not the rows in the index: a search there reads every row that it compares whole, and
// with parts of attachments among them a step read 40 MB.
const RECORDS =
  'CREATE TABLE IF NOT EXISTS records (kind TEXT NOT NULL, key BLOB NOT NULL, row BLOB NOT NULL, PRIMARY KEY (kind, key));';
const SCHEMA = `${RECORDS}
  CREATE TABLE IF NOT EXISTS header (one INTEGER PRIMARY KEY CHECK (one = 1), header BLOB NOT NULL);
  CREATE TABLE IF NOT EXISTS waiting (key TEXT PRIMARY KEY, sealed BLOB NOT NULL);`;

/** How long a writer waits for another process on the same file. */
const BUSY_MS = 5000;
/** SQLite's default. */
const PAGE_BYTES = 4096;

/**
 * @param path of the file @param maxBytes beyond which the file does not grow (`storage-full`) @throws Fault
 * unavailable `storage-failed`
 */
export function openDatabase(path: string, maxBytes?: number): DatabaseSync {
  return attemptSqlite(() => {
    const database = new DatabaseSync(path, { timeout: BUSY_MS });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;');
    database.exec(SCHEMA);
    bringUpToDate(database);
    if (maxBytes !== undefined) database.exec(`PRAGMA max_page_count = ${Math.ceil(maxBytes / PAGE_BYTES)}`);
    return database;
  });
}

/** Files of before had the rows in the index. */
function bringUpToDate(database: DatabaseSync): void {
  const [records] = database.prepare("SELECT sql FROM sqlite_master WHERE name = 'records'").all();
  if (!String(records?.sql).includes('WITHOUT ROWID')) return;
  database.exec(`BEGIN IMMEDIATE; ALTER TABLE records RENAME TO records_before; ${RECORDS}
    INSERT INTO records SELECT kind, key, row FROM records_before; DROP TABLE records_before; COMMIT`);
}

/**
 * Runs `work` as one transaction; when it throws, nothing of it is kept. @throws Fault unavailable `storage-full`,
 * `storage-failed`
 */
export function sqliteTransaction<T>(database: DatabaseSync, durability: 'strict' | 'relaxed', work: () => T): T {
  return attemptSqlite(() => {
    database.exec(`PRAGMA synchronous = ${durability === 'strict' ? 'FULL' : 'NORMAL'}; BEGIN IMMEDIATE`);
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite rolls back by itself on a full disk.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  });
}

const SQLITE_FULL = 13;

export function attemptSqlite<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const sqlite = error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR';
    if (!sqlite) throw error;
    if ('errcode' in error && error.errcode === SQLITE_FULL)
      throw new Fault('unavailable', 'storage-full', 'the disk is full', error);
    throw new Fault('unavailable', 'storage-failed', 'SQLite refused', error);
  }
}
