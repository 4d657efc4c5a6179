// The Locked inbox port on IndexedDB, in a database of its own beside the stores': it is open while they are closed.
// Erasing is begun by one durable transaction that forgets the header (without it nothing opens any more) and notes
// that the rest must follow; the next opening of the locked inbox finishes it.
import { openDB } from 'idb';
import type { LockedInbox, WaitingItem } from '#app/vault/locked-inbox.ts';
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

export interface IdbLockedInbox extends LockedInbox {
  close(): void;
}

/** @param name that of the stores which `erase` deletes @throws Fault unavailable `storage-full` | `storage-failed` */
export async function openIdbLockedInbox({ name }: { readonly name: string }): Promise<IdbLockedInbox> {
  // In one piece: a port's methods over one database, a table.
  // The name that it had from the beginning: every profile has one under it.
  const database = await openDB(`${name}-lobby`, 1, {
    upgrade(db) {
      for (const store of ALL) db.createObjectStore(store);
    },
    blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
  }).catch((error: unknown) => Promise.reject(storageFault(error)));
  const finishErasing = async (): Promise<void> => {
    await dropStores(name);
    await database.delete(ERASING, ONE);
  };
  await attempt(async () => {
    if ((await database.count(ERASING)) > 0) await finishErasing();
  });
  return {
    readHeader: () => attempt(async () => ((await database.get(HEADER, ONE)) as Uint8Array | undefined) ?? null),
    writeHeader: (header) =>
      attempt(async () => {
        const transaction = database.transaction(HEADER, 'readwrite', STRICT);
        await Promise.all([transaction.store.put(header, ONE), transaction.done]);
      }),
    replaceHeader: (header) =>
      attempt(async () => {
        const transaction = database.transaction([HEADER, WAITING], 'readwrite', STRICT);
        const free = (await transaction.objectStore(WAITING).count()) === 0;
        if (free) void transaction.objectStore(HEADER).put(header, ONE);
        await transaction.done;
        return free;
      }),
    addWaiting: (items, header) =>
      attempt(async () => {
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
        const transaction = database.transaction(ALL, 'readwrite', STRICT);
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
