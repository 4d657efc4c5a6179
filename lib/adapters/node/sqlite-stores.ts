// The Stores port on SQLite: the first generation lies in the file of the locked inbox, every other in a file of its
// own beside it.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Stores } from '#app/store/stores.ts';
import { Fault } from '#bytes/fault.ts';
import { attemptSqlite, openDatabase, sqliteTransaction } from './sqlite.ts';
import { openSqliteStore, type SqliteStoreOptions } from './sqlite-store.ts';

export function sqliteStores(options: Omit<SqliteStoreOptions, 'vaultKey'>): Stores {
  const { path } = options;
  const open: Stores['open'] = (generation, vaultKey) =>
    openSqliteStore({ ...options, path: fileOf(path, generation), vaultKey });
  const drop = async (generation: number): Promise<void> => {
    if (generation === 0) emptyFirst(path);
    else dropFile(fileOf(path, generation));
  };
  return {
    async open(generation, vaultKey) {
      if (generation === 0 ? firstIsEmpty(path) : !existsSync(fileOf(path, generation)))
        throw new Fault('unavailable', 'storage-lost', 'no store of this generation');
      return open(generation, vaultKey);
    },
    async create(generation, vaultKey) {
      await drop(generation);
      return open(generation, vaultKey);
    },
    async others(generation) {
      const first = generation === 0 || firstIsEmpty(path) ? [] : [0];
      return [...first, ...generationsOf(path).filter((one) => one !== generation)];
    },
    drop,
  };
}

/** Every generation but the first, which is the locked inbox's to empty. */
export function dropFiles(path: string): void {
  for (const generation of generationsOf(path)) dropFile(fileOf(path, generation));
}

const fileOf = (path: string, generation: number): string => (generation === 0 ? path : `${path}-${generation}`);

function generationsOf(path: string): number[] {
  const prefix = `${basename(path)}-`;
  return readdirSync(dirname(path)).flatMap((file) => {
    const number = file.startsWith(prefix) ? file.slice(prefix.length) : '';
    return /^[1-9]\d{0,9}$/.test(number) ? [Number(number)] : [];
  });
}

function dropFile(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
}

function firstIsEmpty(path: string): boolean {
  const database = openDatabase(path);
  try {
    return attemptSqlite(() => database.prepare('SELECT 1 FROM records LIMIT 1').get() === undefined);
  } finally {
    database.close();
  }
}

/** Overwritten in the file, and gone from its log. */
function emptyFirst(path: string): void {
  const database = openDatabase(path);
  try {
    sqliteTransaction(database, 'strict', () => database.exec('DELETE FROM records'));
    attemptSqlite(() => database.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
  } finally {
    database.close();
  }
}
