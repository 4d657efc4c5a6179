// The SQLite store and lobby keep their contracts on real files.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type LobbyWorld, lobbyContract } from '#app/lobby-contract.ts';
import { contractKinds, contractVaultKey, storeContract } from '#app/store-contract.ts';
import { useProvider } from '#crypto/provider.ts';
import { loadSodium } from '#crypto/sodium.ts';
import { nodeEntropy } from './entropy.ts';
import { openSqliteLobby, type SqliteLobby } from './sqlite-lobby.ts';
import { openSqliteStore } from './sqlite-store.ts';

beforeAll(async () => useProvider(await loadSodium()));

const folder = mkdtempSync(join(tmpdir(), 'store-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

async function inWorld(run: (world: LobbyWorld) => Promise<void>): Promise<void> {
  const path = join(folder, `${++files}.sqlite`);
  const lobbies: SqliteLobby[] = [];
  const thief = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(path);
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  await run({
    open: ({ kinds = contractKinds, vaultKey = contractVaultKey, capacityBytes, entropy = nodeEntropy } = {}) =>
      openSqliteStore({
        path,
        kinds,
        vaultKey,
        entropy,
        ...(capacityBytes === undefined ? {} : { maxBytes: capacityBytes }),
      }),
    openLobby: async () => {
      const lobby = openSqliteLobby(path);
      lobbies.push(lobby);
      return lobby;
    },
    rows: async (kind) =>
      thief((database) => database.prepare('SELECT key, row FROM records WHERE kind = ?').all(kind) as never),
    writeRow: async (kind, key, row) =>
      thief((database) => void database.prepare('INSERT OR REPLACE INTO records VALUES (?, ?, ?)').run(kind, key, row)),
  });
  for (const lobby of lobbies) lobby.close();
}

describe('the SQLite store', () => {
  for (const { name, choices, run } of storeContract) {
    test(name, async () => {
      if (!choices) return inWorld((world) => run(world, new Uint8Array(0)));
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 256 }), (tape) => inWorld((world) => run(world, tape))),
        { numRuns: 15 },
      );
    });
  }
  for (const { name, run } of lobbyContract) test(name, () => inWorld(run));
});
