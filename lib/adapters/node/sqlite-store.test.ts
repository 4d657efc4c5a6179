// The SQLite store and locked inbox keep their contracts on real files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rekeyContract } from '#app/device/rekey-contract.ts';
import type { RecordKind } from '#app/store/store.ts';
import { contractKinds, contractVaultKey, sharedStoreContract, storeContract } from '#app/store/store-contract.ts';
import { type LockedInboxWorld, lockedInboxContract } from '#app/vault/locked-inbox-contract.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { nodeEntropy } from './entropy.ts';
import { openSqliteLockedInbox } from './sqlite-locked-inbox.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { sqliteStores } from './sqlite-stores.ts';

beforeAll(async () => useProvider(await loadSodium()));

const folder = mkdtempSync(join(tmpdir(), 'store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

async function inWorld(run: (world: LockedInboxWorld) => Promise<void>): Promise<void> {
  const path = join(folder, `${++files}.sqlite`);
  /** Cases do not close their stores. */
  const opened: { close(): void }[] = [];
  const kept = <T extends { close(): void }>(one: T): T => {
    opened.push(one);
    return one;
  };
  const thief = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(path);
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  const world: LockedInboxWorld = {
    open: async ({ kinds = contractKinds, vaultKey = contractVaultKey, capacityBytes, entropy = nodeEntropy } = {}) =>
      kept(
        await openSqliteStore({
          path,
          kinds,
          vaultKey,
          entropy,
          ...(capacityBytes === undefined ? {} : { maxBytes: capacityBytes }),
        }),
      ),
    stores(kinds = contractKinds) {
      const stores = sqliteStores({ path, kinds, entropy: nodeEntropy });
      return {
        ...stores,
        open: async (...which) => kept(await stores.open(...which)),
        create: async (...which) => kept(await stores.create(...which)),
      };
    },
    openLockedInbox: async () => kept(openSqliteLockedInbox(path)),
    rows: async (kind) =>
      thief((database) => database.prepare('SELECT key, row FROM records WHERE kind = ?').all(kind) as never),
    writeRow: async (kind, key, row) =>
      thief((database) => void database.prepare('INSERT OR REPLACE INTO records VALUES (?, ?, ?)').run(kind, key, row)),
  };
  await run(world).finally(() => {
    for (const one of opened) one.close();
  });
}

test('a file of before, with its rows in the index, is read as it was', async () => {
  const path = join(folder, `${++files}.sqlite`);
  const kind = contractKinds[0] as RecordKind<unknown>;
  const options = { path, kinds: contractKinds, vaultKey: contractVaultKey, entropy: nodeEntropy };
  const first = await openSqliteStore(options);
  const before = await first.count(kind);
  first.close();
  const database = new DatabaseSync(path);
  database.exec(`ALTER TABLE records RENAME TO newer;
    CREATE TABLE records (kind TEXT NOT NULL, key BLOB NOT NULL, row BLOB NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID;
    INSERT INTO records SELECT kind, key, row FROM newer; DROP TABLE newer`);
  const rows = database.prepare('SELECT kind, key, row FROM records ORDER BY kind, key').all();
  expect(rows.length).toBeGreaterThan(0);
  database.close();
  const second = await openSqliteStore(options);
  expect(await second.count(kind)).toBe(before);
  second.close();
  const after = new DatabaseSync(path);
  expect(after.prepare('SELECT kind, key, row FROM records ORDER BY kind, key').all()).toEqual(rows);
  expect(after.prepare("SELECT sql FROM sqlite_master WHERE name = 'records'").get()?.sql).not.toMatch(/WITHOUT/);
  after.close();
});

describe('the SQLite store', () => {
  for (const { name, choices, run } of [...storeContract, ...sharedStoreContract]) {
    test(name, async () => {
      if (!choices) return inWorld((world) => run(world, new Uint8Array(0)));
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 256 }), (tape) => inWorld((world) => run(world, tape))),
        { numRuns: 15 },
      );
    });
  }
  for (const { name, run } of [...lockedInboxContract, ...rekeyContract(nodeEntropy)]) test(name, () => inWorld(run));
});
