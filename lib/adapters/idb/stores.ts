// The Stores port on IndexedDB: a database for each generation, `NAME` for the first and `NAME-1`, `NAME-2` … for those
// after it. `EDGES` says how a deleted one is also gone from the disk.
import { deleteDB, openDB } from 'idb';
import type { RecordKind } from '#app/store/store.ts';
import type { Stores } from '#app/store/stores.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { storageFault } from './fault.ts';
import { openIdbStore } from './store.ts';

/**
 * Small databases made before each store and deleted after it, so that Chromium removes the store from the disk.
 * Chromium keeps all databases of an origin in one LevelDB. Deleting one compacts its range, but rows and the marks
 * that delete them may come to lie in one new table, which that compaction leaves as it is (seen in Chromium 156, by
 * its LOG). The ranges of these lie inside of that table: deleting the first has the table rewritten without the
 * deleted rows, the second has the file of the former table removed. LevelDB leaves a file that is being read at that
 * moment, and looks again at the next deletion: on a busy machine two were not always enough.
 */
const EDGES = ['edge-1', 'edge-2', 'edge-3', 'edge-4'] as const;

export interface IdbStoresOptions {
  readonly name: string;
  readonly kinds: readonly RecordKind<any>[];
  readonly entropy: Entropy;
}

export function idbStores({ name, kinds, entropy }: IdbStoresOptions): Stores {
  const drop = (generation: number) => attempt(() => dropGeneration(name, generation));
  return {
    open: (generation, vaultKey) =>
      openIdbStore({ name: databaseOf(name, generation), kinds, vaultKey, entropy, mustExist: true }),
    async create(generation, vaultKey) {
      await drop(generation);
      // Before the store: databases that are made later lie behind it.
      for (const edge of EDGES) await attempt(() => makeEdge(edgeOf(name, generation, edge)));
      return openIdbStore({ name: databaseOf(name, generation), kinds, vaultKey, entropy });
    },
    others: async (generation) => (await attempt(() => generationsOf(name))).filter((one) => one !== generation),
    drop,
  };
}

/** Every store of that name. */
export async function dropStores(name: string): Promise<void> {
  for (const generation of await generationsOf(name)) await dropGeneration(name, generation);
}

const databaseOf = (name: string, generation: number): string => (generation === 0 ? name : `${name}-${generation}`);
const edgeOf = (name: string, generation: number, edge: string): string => `${name}-${generation}-${edge}`;

/** Of which anything is there. */
async function generationsOf(name: string): Promise<number[]> {
  const found = new Set<number>();
  for (const database of await indexedDB.databases()) {
    if (database.name === name) found.add(0);
    const rest = database.name?.startsWith(`${name}-`) ? database.name.slice(name.length + 1) : '';
    const [, generation] = /^(0|[1-9]\d{0,9})(?:-edge-\d)?$/.exec(rest) ?? [];
    if (generation !== undefined) found.add(Number(generation));
  }
  return [...found];
}

/** A context that still has it open is told to stand aside, and waited for. */
async function dropGeneration(name: string, generation: number): Promise<void> {
  await deleteDB(databaseOf(name, generation));
  for (const edge of EDGES.toReversed()) await deleteDB(edgeOf(name, generation, edge));
  if ((await generationsOf(name)).includes(generation))
    throw new Fault('unavailable', 'storage-failed', 'a database that was deleted is still there');
}

/** Something must lie in it for its range to be one. */
async function makeEdge(name: string): Promise<void> {
  const database = await openDB(name, 1, { upgrade: (db) => void db.createObjectStore('edge').put(0, 0) });
  database.close();
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageFault(error);
  }
}
