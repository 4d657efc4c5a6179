// The Store and Locked inbox contracts over IndexedDB, to be bundled and run in a page of a real browser (see
// contract.browsers.test.ts). Not part of the extension. A full disk is played by a `put` that throws what browsers
// throw; the thief opens the database beside the store.
import { openDB } from 'idb';
import { rekeyContract } from '#app/device/rekey-contract.ts';
import {
  contractKinds,
  contractVaultKey,
  exclusiveStoreContract,
  storeContract,
  tapes,
} from '#app/store/store-contract.ts';
import { type LockedInboxWorld, lockedInboxContract } from '#app/vault/locked-inbox-contract.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { type IdbLockedInbox, openIdbLockedInbox } from './locked-inbox.ts';
import { openIdbStore } from './store.ts';
import { idbStores } from './stores.ts';

const TAPES = 12;

const browserEntropy: Entropy = (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount));

const cases = [
  ...[...storeContract, ...exclusiveStoreContract].map(({ name, choices, run }) => ({
    name,
    run: async () => {
      for (const tape of choices ? tapes(TAPES) : [new Uint8Array(0)]) await inWorld((world) => run(world, tape));
    },
  })),
  ...[...lockedInboxContract, ...rekeyContract(browserEntropy)].map(({ name, run }) => ({
    name,
    run: () => inWorld(run),
  })),
];

/** For the harness that opens the page: the names of its tests, and a way to run one by number. Null if it passes. */
Object.assign(globalThis, {
  inPage: {
    names: cases.map(({ name }) => name),
    async run(index: number): Promise<{ message: string; stack: string } | null> {
      try {
        await cases[index]?.run();
        return null;
      } catch (error) {
        return error instanceof Error
          ? { message: error.message, stack: error.stack ?? '' }
          : { message: String(error), stack: '' };
      }
    },
  },
});

let worlds = 0;
const capacities = new Map<string, number>();

async function inWorld(run: (world: LockedInboxWorld) => Promise<void>): Promise<void> {
  const name = `contract-${++worlds}`;
  const lobbies: IdbLockedInbox[] = [];
  await run({
    open: ({ kinds = contractKinds, vaultKey = contractVaultKey, capacityBytes, entropy = browserEntropy } = {}) => {
      if (capacityBytes !== undefined) capacities.set(name, capacityBytes);
      return openIdbStore({ name, kinds, vaultKey, entropy });
    },
    stores: (kinds = contractKinds) => idbStores({ name, kinds, entropy: browserEntropy }),
    openLockedInbox: async () => {
      const lockedInbox = await openIdbLockedInbox({ name });
      lobbies.push(lockedInbox);
      return lockedInbox;
    },
    rows: async (kind) => {
      const database = await openDB(name);
      const [keys, rows] = await Promise.all([database.getAllKeys(kind), database.getAll(kind)]);
      database.close();
      return rows.map((row: Uint8Array, i) => ({ key: new Uint8Array(keys[i] as ArrayBuffer), row }));
    },
    writeRow: async (kind, key, row) => {
      const database = await openDB(name);
      await database.put(kind, row, key as Uint8Array<ArrayBuffer>);
      database.close();
    },
  });
  for (const lockedInbox of lobbies) lockedInbox.close();
}

/** No script can fill a disk on purpose; the exception is the one that browsers throw or abort with. */
function playFullDisks(): void {
  const used = new Map<string, number>();
  const original = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function put(this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
    const { name } = this.transaction.db;
    const capacity = capacities.get(name) ?? Number.POSITIVE_INFINITY;
    const bytes = (used.get(name) ?? 0) + (value instanceof Uint8Array ? value.length : 0);
    if (bytes > capacity) {
      capacities.set(name, capacity * 2);
      throw new DOMException('full', 'QuotaExceededError');
    }
    used.set(name, bytes);
    return original.call(this, value, key);
  };
}

playFullDisks();
