// The in-memory store and locked inbox keep their contracts, and a crash at any commit leaves that commit whole or not
// begun.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rekeyContract } from '#app/device/rekey-contract.ts';
import { put, type RecordKind } from '#app/store/store.ts';
import { contractKinds, contractVaultKey, sharedStoreContract, storeContract } from '#app/store/store-contract.ts';
import { type LockedInboxWorld, lockedInboxContract } from '#app/vault/locked-inbox-contract.ts';
import { decodeHex, encodeHex } from '#bytes/base64url.ts';
import { nodeEntropy } from '../node/entropy.ts';
import { type CommitFate, createMemoryDisk, type MemoryDisk, MemoryLife } from './disk.ts';
import { openMemoryLockedInbox } from './locked-inbox.ts';
import { memoryStores, openMemoryStore } from './store.ts';

function createWorld(): LockedInboxWorld {
  const disk = createMemoryDisk();
  const used = () =>
    [...(disk.stores.get(0)?.values() ?? [])]
      .flatMap((rows) => [...rows.values()])
      .reduce((sum, row) => sum + row.length, 0);
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
    stores: (kinds = contractKinds) => memoryStores({ life: new MemoryLife({ disk }), kinds, entropy: nodeEntropy }),
    openLockedInbox: async () => openMemoryLockedInbox(new MemoryLife({ disk })),
    rows: async (kind) =>
      [...(disk.stores.get(0)?.get(kind) ?? [])].map(([hex, row]) => ({ key: decodeHex(hex) as Uint8Array, row })),
    writeRow: async (kind, key, row) => void disk.stores.get(0)?.get(kind)?.set(encodeHex(key), row),
  };
}

describe('the memory store', () => {
  for (const { name, choices, run } of [...storeContract, ...sharedStoreContract]) {
    test(name, async () => {
      if (!choices) return run(createWorld(), new Uint8Array(0));
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 256 }), (tape) => run(createWorld(), tape)),
        { numRuns: 40 },
      );
    });
  }
  for (const { name, run } of [...lockedInboxContract, ...rekeyContract(nodeEntropy)])
    test(name, () => run(createWorld()));

  const counter = contractKinds[1] as RecordKind<number, false>;
  const a = { kind: counter, id: 'a' };
  const b = { kind: counter, id: 'b' };

  const reopen = (disk: MemoryDisk) =>
    openMemoryStore({
      life: new MemoryLife({ disk }),
      kinds: contractKinds,
      vaultKey: contractVaultKey,
      entropy: nodeEntropy,
    });

  // The first commit of a fresh disk is the store's mark; the n-th after it is the n-th step.
  test.each([
    { fate: 'crash-before', crashAt: 1, settled: 0, written: null },
    { fate: 'crash-after', crashAt: 1, settled: 0, written: null },
    { fate: 'crash-before', crashAt: 2, settled: 0, written: null },
    { fate: 'crash-after', crashAt: 2, settled: 0, written: 1 },
    { fate: 'crash-before', crashAt: 5, settled: 3, written: 3 },
    { fate: 'crash-after', crashAt: 5, settled: 3, written: 4 },
  ] as const)('$fate commit $crashAt: a commit is whole or not begun, and its life is over', async (expected) => {
    const disk = createMemoryDisk();
    let settled = 0;
    await new Promise<void>((resolve) => {
      const onCommit = (commit: number): CommitFate => (commit === expected.crashAt ? expected.fate : 'go');
      void live(new MemoryLife({ disk, onCommit, onCrash: resolve }), () => settled++);
    });
    expect(await (await reopen(disk)).read([a, b])).toEqual([expected.written, expected.written]);
    expect(settled).toBe(expected.settled);
  });

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
