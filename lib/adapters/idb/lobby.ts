// The Lobby port on IndexedDB, in a database of its own beside the stores': it is open while they are closed. Erasing is begun by
// one durable transaction that forgets the header (without it nothing opens any more) and notes that the rest must follow; whoever
// opens the lobby next finishes what was begun.
import { type IDBPDatabase, openDB } from 'idb';
import type { Lobby, WaitingItem } from '#app/lobby.ts';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { storageFault } from './fault.ts';
import { dropStores } from './stores.ts';

const HEADER = 'header';
const WAITING = 'waiting';
const ERASING = 'erasing';
const ALL = [HEADER, WAITING, ERASING];
const ONE = 1;
const STRICT = { durability: 'strict' } as const;

export interface IdbLobby extends Lobby {
  close(): void;
}

/** @param name that of the stores which `erase` deletes @throws Fault unavailable `storage-full` | `storage-failed` */
export async function openIdbLobby({ name }: { readonly name: string }): Promise<IdbLobby> {
  const connect = (version?: number): Promise<IDBPDatabase> =>
    openDB(`${name}-lobby`, version, {
      async upgrade(db, from, _to, transaction) {
        if (from === 0) for (const store of ALL) db.createObjectStore(store);
        else for (const store of [HEADER, WAITING]) await written(store, db, transaction);
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    });
  let connection = connect();
  const attempt = async <T>(work: (database: IDBPDatabase) => Promise<T>): Promise<T> => {
    try {
      return await work(await connection);
    } catch (error) {
      throw storageFault(error);
    }
  };
  const finishErasing = async (database: IDBPDatabase): Promise<void> => {
    await dropStores(name);
    await database.delete(ERASING, ONE);
  };
  await attempt(async (database) => {
    if ((await database.count(ERASING)) > 0) await finishErasing(database);
  });
  return {
    readHeader: () =>
      attempt(async (database) => ((await database.get(HEADER, ONE)) as Uint8Array | undefined) ?? null),
    writeHeader: (header) =>
      attempt(async (database) => {
        const transaction = database.transaction(HEADER, 'readwrite', STRICT);
        await Promise.all([transaction.store.put(header, ONE), transaction.done]);
      }),
    replaceHeader: (header) =>
      attempt(async (database) => {
        const transaction = database.transaction([HEADER, WAITING], 'readwrite', STRICT);
        const free = (await transaction.objectStore(WAITING).count()) === 0;
        if (free) void transaction.objectStore(HEADER).put(header, ONE);
        await transaction.done;
        return free;
      }),
    // What a store of a database holds is dropped with it: in Chromium the range is compacted, so that what was overwritten goes too.
    forgetFormer: () =>
      attempt(async (database) => {
        database.close();
        const { version } = database;
        connection = connect(version + 1);
        await connection.catch((error: unknown) => {
          connection = connect();
          throw error;
        });
      }),
    addWaiting: (items, header) =>
      attempt(async (database) => {
        const transaction = database.transaction([HEADER, WAITING], 'readwrite', STRICT);
        const current = (await transaction.objectStore(HEADER).get(ONE)) as Uint8Array | undefined;
        if (current === undefined || !equal(current, header)) {
          await transaction.done;
          throw new Fault('unavailable', 'header-replaced', 'another vault key took the place of this one');
        }
        const waiting = transaction.objectStore(WAITING);
        const puts = items.map(({ key, sealed }) => waiting.put(sealed, key));
        const [count] = await Promise.all([waiting.count(), transaction.done, ...puts]);
        return count;
      }),
    countWaiting: () => attempt((database) => database.count(WAITING)),
    readWaiting: (limit) =>
      attempt(async (database) => {
        const { store } = database.transaction(WAITING);
        const [keys, rows] = await Promise.all([store.getAllKeys(null, limit), store.getAll(null, limit)]);
        return rows.map((sealed: Uint8Array, i): WaitingItem => ({ key: keys[i] as string, sealed }));
      }),
    removeWaiting: (keys) =>
      attempt(async (database) => {
        const transaction = database.transaction(WAITING, 'readwrite');
        await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
      }),
    erase: () =>
      attempt(async (database) => {
        const transaction = database.transaction(ALL, 'readwrite', STRICT);
        await Promise.all([
          transaction.objectStore(HEADER).clear(),
          transaction.objectStore(WAITING).clear(),
          transaction.objectStore(ERASING).put(true, ONE),
          transaction.done,
        ]);
        await finishErasing(database);
      }),
    close: () => void connection.then((database) => database.close()).catch(() => {}),
  };
}

type Upgrade = Parameters<NonNullable<NonNullable<Parameters<typeof openDB>[2]>['upgrade']>>[3];

/** Puts a fresh object store in the place of this one, with what it holds. */
async function written(name: string, database: IDBPDatabase, transaction: Upgrade): Promise<void> {
  const before = transaction.objectStore(name);
  const [keys, values] = await Promise.all([before.getAllKeys(), before.getAll()]);
  database.deleteObjectStore(name);
  const after = database.createObjectStore(name);
  for (const [i, key] of keys.entries()) void after.put(values[i], key);
}
