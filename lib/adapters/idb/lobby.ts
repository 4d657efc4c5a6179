// The Lobby port on IndexedDB, in a database of its own beside the store's: it is open while the store is closed. Erasing is begun by
// one durable transaction that forgets the header (without it nothing opens any more) and notes that the rest must follow; whoever
// opens the lobby next finishes what was begun.
import { deleteDB, openDB } from 'idb';
import type { Lobby, WaitingItem } from '#app/lobby.ts';
import { storageFault } from './fault.ts';

const HEADER = 'header';
const WAITING = 'waiting';
const ERASING = 'erasing';
const ONE = 1;
const STRICT = { durability: 'strict' } as const;

export interface IdbLobby extends Lobby {
  close(): void;
}

/** @param name that of the store which `erase` deletes @throws Fault unavailable `storage-full` | `storage-failed` */
export async function openIdbLobby({ name }: { readonly name: string }): Promise<IdbLobby> {
  const database = await attempt(() =>
    openDB(`${name}-lobby`, 1, {
      upgrade(db) {
        for (const store of [HEADER, WAITING, ERASING]) db.createObjectStore(store);
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
    }),
  );
  const finishErasing = async () => {
    await deleteDB(name);
    await database.delete(ERASING, ONE);
  };
  if ((await attempt(() => database.count(ERASING))) > 0) await attempt(finishErasing);
  return {
    readHeader: () => attempt(async () => ((await database.get(HEADER, ONE)) as Uint8Array | undefined) ?? null),
    writeHeader: (header) =>
      attempt(async () => {
        const transaction = database.transaction(HEADER, 'readwrite', STRICT);
        await Promise.all([transaction.store.put(header, ONE), transaction.done]);
      }),
    addWaiting: (items) =>
      attempt(async () => {
        const transaction = database.transaction(WAITING, 'readwrite', STRICT);
        const puts = items.map(({ key, sealed }) => transaction.store.put(sealed, key));
        const [waiting] = await Promise.all([transaction.store.count(), transaction.done, ...puts]);
        return waiting;
      }),
    countWaiting: () => attempt(() => database.count(WAITING)),
    readWaiting: (limit) =>
      attempt(async () => {
        const { store } = database.transaction(WAITING);
        const [keys, rows] = await Promise.all([store.getAllKeys(null, limit), store.getAll(null, limit)]);
        return rows.map((sealed: Uint8Array, i): WaitingItem => ({ key: keys[i] as string, sealed }));
      }),
    removeWaiting: (keys) =>
      attempt(async () => {
        const transaction = database.transaction(WAITING, 'readwrite');
        await Promise.all([...keys.map((key) => transaction.store.delete(key)), transaction.done]);
      }),
    erase: () =>
      attempt(async () => {
        const transaction = database.transaction([HEADER, WAITING, ERASING], 'readwrite', STRICT);
        await Promise.all([
          transaction.objectStore(HEADER).clear(),
          transaction.objectStore(WAITING).clear(),
          transaction.objectStore(ERASING).put(true, ONE),
          transaction.done,
        ]);
        await finishErasing();
      }),
    close: () => database.close(),
  };
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageFault(error);
  }
}
