// The Stores port on IndexedDB: a database for each generation, `NAME` for the first and `NAME-1`, `NAME-2` … for those after it.
import { deleteDB } from 'idb';
import type { RecordKind } from '#app/store.ts';
import type { Stores } from '#app/stores.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { storageFault } from './fault.ts';
import { openIdbStore } from './store.ts';

export interface IdbStoresOptions {
  readonly name: string;
  readonly kinds: readonly RecordKind<any>[];
  readonly entropy: Entropy;
}

export function idbStores({ name, kinds, entropy }: IdbStoresOptions): Stores {
  const drop = (generation: number) => dropStore(name, generation);
  return {
    open: (generation, vaultKey) =>
      openIdbStore({ name: databaseOf(name, generation), kinds, vaultKey, entropy, mustExist: true }),
    async create(generation, vaultKey) {
      await drop(generation);
      return openIdbStore({ name: databaseOf(name, generation), kinds, vaultKey, entropy });
    },
    others: async (generation) => (await generationsOf(name)).filter((one) => one !== generation),
    drop,
  };
}

/** Every store of that name. */
export async function dropStores(name: string): Promise<void> {
  for (const generation of await generationsOf(name)) await dropStore(name, generation);
}

const databaseOf = (name: string, generation: number): string => (generation === 0 ? name : `${name}-${generation}`);

async function generationsOf(name: string): Promise<number[]> {
  const known = await indexedDB.databases().catch((error: unknown) => Promise.reject(storageFault(error)));
  return known.flatMap((database) => {
    if (database.name === name) return [0];
    const number = database.name?.startsWith(`${name}-`) ? database.name.slice(name.length + 1) : '';
    return /^[1-9]\d{0,9}$/.test(number) ? [Number(number)] : [];
  });
}

/** A context that still has it open is told to stand aside, and waited for. */
async function dropStore(name: string, generation: number): Promise<void> {
  try {
    await deleteDB(databaseOf(name, generation));
  } catch (error) {
    throw storageFault(error);
  }
  if ((await generationsOf(name)).includes(generation))
    throw new Fault('unavailable', 'storage-failed', 'a database that was deleted is still there');
}
