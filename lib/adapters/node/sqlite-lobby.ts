// The Lobby port on SQLite, in the file of the store.
import type { Lobby, WaitingItem } from '#app/lobby.ts';
import { attempt, openDatabase, transact } from './sqlite.ts';

export interface SqliteLobby extends Lobby {
  close(): void;
}

/** @throws Fault unavailable `storage-failed` */
export function openSqliteLobby(path: string): SqliteLobby {
  const database = openDatabase(path);
  const count = () => database.prepare('SELECT count(*) AS items FROM waiting').get()?.['items'] as number;
  return {
    async readHeader() {
      return attempt(
        () => (database.prepare('SELECT header FROM header').get()?.['header'] as Uint8Array | undefined) ?? null,
      );
    },
    async writeHeader(header) {
      transact(database, 'strict', () => {
        database.prepare('INSERT OR REPLACE INTO header (one, header) VALUES (1, ?)').run(header);
      });
    },
    async addWaiting(items) {
      return transact(database, 'strict', () => {
        const add = database.prepare('INSERT OR REPLACE INTO waiting (key, sealed) VALUES (?, ?)');
        for (const { key, sealed } of items) add.run(key, sealed);
        return count();
      });
    },
    async countWaiting() {
      return attempt(count);
    },
    async readWaiting(limit) {
      return attempt(() => {
        const rows = database.prepare('SELECT key, sealed FROM waiting LIMIT ?').all(limit);
        return rows.map(({ key, sealed }) => ({ key, sealed }) as unknown as WaitingItem);
      });
    },
    async removeWaiting(keys) {
      transact(database, 'strict', () => {
        const remove = database.prepare('DELETE FROM waiting WHERE key = ?');
        for (const key of keys) remove.run(key);
      });
    },
    async erase() {
      transact(database, 'strict', () => database.exec('DELETE FROM header; DELETE FROM waiting; DELETE FROM records'));
      // The log may still hold the old pages; truncated, it holds nothing.
      attempt(() => database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
    },
    close() {
      database.close();
    },
  };
}
