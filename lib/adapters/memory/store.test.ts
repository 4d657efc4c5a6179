// The in-memory store and lobby keep their contracts, and a crash at any commit leaves that commit whole or not begun.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LobbyWorld, lobbyContract } from '#app/lobby-contract.ts';
import { put, type RecordKind } from '#app/store.ts';
import { contractKinds, contractVaultKey, storeContract } from '#app/store-contract.ts';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { nodeEntropy } from '../node/entropy.ts';
import { type CommitFate, createMemoryDisk, MemoryLife } from './disk.ts';
import { openMemoryLobby } from './lobby.ts';
import { openMemoryStore } from './store.ts';

function createWorld(): LobbyWorld {
  const disk = createMemoryDisk();
  const used = () =>
    [...disk.rows.values()].flatMap((rows) => [...rows.values()]).reduce((sum, row) => sum + row.length, 0);
  return {
    open: ({
      kinds = contractKinds,
      vaultKey = contractVaultKey,
      capacityBytes = Infinity,
      entropy = nodeEntropy,
    } = {}) => {
      const life = new MemoryLife({
        disk,
        onCommit: (_, grown) => (grown > 0 && used() + grown > capacityBytes ? 'full' : 'go'),
      });
      return openMemoryStore({ life, kinds, vaultKey, entropy });
    },
    openLobby: async () => openMemoryLobby(new MemoryLife({ disk })),
    rows: async (kind) =>
      [...(disk.rows.get(kind) ?? [])].map(([hex, row]) => ({ key: decodeHex(hex) as Uint8Array, row })),
    writeRow: async (kind, key, row) => void disk.rows.get(kind)?.set(encodeHex(key), row),
  };
}

describe('the memory store', () => {
  for (const { name, choices, run } of storeContract) {
    test(name, async () => {
      if (!choices) return run(createWorld(), new Uint8Array(0));
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 256 }), (tape) => run(createWorld(), tape)),
        { numRuns: 40 },
      );
    });
  }
  for (const { name, run } of lobbyContract) test(name, () => run(createWorld()));

  const counter = contractKinds[1] as RecordKind<number>;
  const a = { kind: counter, id: 'a' };
  const b = { kind: counter, id: 'b' };

  test.each(['crash-before', 'crash-after'] as const)(
    '%s: a commit is whole or not begun, and its life is over',
    async (fate) => {
      const disk = createMemoryDisk();
      for (let crashAt = 1; crashAt <= 4; crashAt++) {
        let settled = 0;
        await new Promise<void>((resolve) => {
          const onCommit = (commit: number): CommitFate => (commit === crashAt ? fate : 'go');
          const life = new MemoryLife({ disk, onCommit, onCrash: resolve });
          void live(life, () => settled++);
        });
        const reopened = await openMemoryStore({
          life: new MemoryLife({ disk }),
          kinds: contractKinds,
          vaultKey: contractVaultKey,
          entropy: nodeEntropy,
        });
        const [first, second] = await reopened.read([a, b]);
        expect(first).toBe(second);
        // The mark is the first commit of a new disk; afterwards a life's commits are its steps.
        expect(settled).toBe(crashAt === 1 && disk.rows.size === 1 ? 0 : crashAt - 1);
      }
    },
  );

  async function live(life: MemoryLife, onStep: () => void): Promise<void> {
    const store = await openMemoryStore({
      life,
      kinds: contractKinds,
      vaultKey: contractVaultKey,
      entropy: nodeEntropy,
    });
    for (;;) {
      await store.step([a, b], (reads) => {
        const next = (reads.get(a) ?? 0) + 1;
        return { writes: [put(a, next), put(b, next)], result: next };
      });
      onStep();
    }
  }
});
