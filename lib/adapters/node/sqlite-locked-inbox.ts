// The Locked inbox port on SQLite, in the file of the first store.
import type { LockedInbox, WaitingItem } from '#app/vault/locked-inbox.ts';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { attemptSqlite, openDatabase, sqliteTransaction } from './sqlite.ts';
import { dropFiles } from './sqlite-stores.ts';

export interface SqliteLockedInbox extends LockedInbox {
  close(): void;
}

/** @throws Fault unavailable `storage-failed` */
export function openSqliteLockedInbox(path: string): SqliteLockedInbox {
  // In one piece: a port's methods over one database, a table.
  const database = openDatabase(path);
  const readHeader = (): Uint8Array | null =>
    (database.prepare('SELECT header FROM header').get()?.['header'] as Uint8Array | undefined) ?? null;
  const write = (header: Uint8Array): void => {
    database.prepare('INSERT OR REPLACE INTO header (one, header) VALUES (1, ?)').run(header);
  };
  const truncateLog = (): void => attemptSqlite(() => database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  const count = () => database.prepare('SELECT count(*) AS items FROM waiting').get()?.['items'] as number;
  return {
    async readHeader() {
      return attemptSqlite(readHeader);
    },
    async writeHeader(header) {
      sqliteTransaction(database, 'strict', () => write(header));
    },
    async replaceHeader(header) {
      const replaced = sqliteTransaction(database, 'strict', () => {
        if (count() > 0) return false;
        write(header);
        return true;
      });
      // Overwritten content in the file is zeros (`secure_delete`).
      if (replaced) truncateLog();
      return replaced;
    },
    async addWaiting(items, header) {
      return sqliteTransaction(database, 'strict', () => {
        const current = readHeader();
        if (current === null || !equal(current, header))
          throw new Fault('unavailable', 'header-replaced', 'another vault key took the place of this one');
        const add = database.prepare('INSERT OR REPLACE INTO waiting (key, sealed) VALUES (?, ?)');
        for (const { key, sealed } of items) add.run(key, sealed);
        return count();
      });
    },
    async countWaiting() {
      return attemptSqlite(count);
    },
    async readWaiting(limit) {
      return attemptSqlite(() => {
        const rows = database.prepare('SELECT key, sealed FROM waiting LIMIT ?').all(limit);
        return rows.map(({ key, sealed }) => ({ key, sealed }) as unknown as WaitingItem);
      });
    },
    async removeWaiting(keys) {
      sqliteTransaction(database, 'strict', () => {
        const remove = database.prepare('DELETE FROM waiting WHERE key = ?');
        for (const key of keys) remove.run(key);
      });
    },
    async erase() {
      sqliteTransaction(database, 'strict', () =>
        database.exec('DELETE FROM header; DELETE FROM waiting; DELETE FROM records'),
      );
      // The log may still hold the old pages; truncated, it holds nothing.
      truncateLog();
      dropFiles(path);
    },
    close() {
      database.close();
    },
  };
}
