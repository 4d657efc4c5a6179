// A value made once in a step is made once however often the step runs, and no byte of its entropy is ever drawn by
// anything else.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryDisk, MemoryLife } from '#adapters/memory/disk.ts';
import { openMemoryStore } from '#adapters/memory/store.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { put, type RecordKind } from './store.ts';
import { contractKinds, contractVaultKey } from './store-contract.ts';
import { STRICT, type StrictTransaction, transact } from './transaction.ts';

const counter = contractKinds[1] as RecordKind<number, false>;
const letter = contractKinds[3] as RecordKind<string, true>;
const counting = () => {
  let drawn = 0;
  return (count: number) => Uint8Array.from({ length: count }, () => drawn++ & 0xff);
};
const open = () =>
  openMemoryStore({
    life: new MemoryLife({ disk: createMemoryDisk() }),
    kinds: contractKinds,
    vaultKey: contractVaultKey,
    entropy: counting(),
  });

test('whatever is drawn before, in and after it, and wherever the step is run again', async () => {
  const part = fc.record({
    before: fc.nat(4),
    inside: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }),
    asks: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (parts) => {
      const store = await open();
      const made = new Map<number, number>();
      const drawn = await transact(store, [], (transaction) => {
        const taken: string[] = [];
        for (const [index, { before, inside, asks }] of parts.entries()) {
          if (before > 0) taken.push(encodeHex(transaction.entropy(before)));
          const kept = transaction.once(`part ${index}`, (entropy) => {
            made.set(index, (made.get(index) ?? 0) + 1);
            return inside.map((count) => encodeHex(entropy(count)));
          });
          taken.push(...kept);
          if (asks) transaction.get({ kind: counter, id: `${index}` });
        }
        return taken;
      });
      expect([...made.values()].every((times) => times === 1)).toBe(true);
      // Bytes count up: overlapping draws would repeat one.
      const bytes = drawn.join('').match(/../g) ?? [];
      expect(new Set(bytes).size).toBe(bytes.length);
    }),
  );
});

test('what is read for the first time inside it is read before it is kept', async () => {
  const store = await open();
  await transact(store, [], (transaction) => transaction.put({ kind: counter, id: 'a' }, 7));
  const seen = await transact(store, [], (transaction) =>
    transaction.once(
      'sum',
      () => (transaction.get({ kind: counter, id: 'a' }) ?? 0) + (transaction.get({ kind: counter, id: 'b' }) ?? 1),
    ),
  );
  expect(seen).toBe(8);
});

test('that is not flushed neither puts what is sent from, nor hands itself to what would: neither compiles, and it fails where it is run', async () => {
  const store = await open();
  const sent = { kind: letter, id: 'a' };
  const queue = (transaction: StrictTransaction) => transaction.put(sent, 'dear');
  // @ts-expect-error: a relaxed step puts no record of a released kind
  await expect(transact(store, [], (transaction) => transaction.put(sent, 'dear'))).rejects.toThrow(/flushed/);
  // @ts-expect-error: nor does anything for it
  await expect(transact(store, [], (transaction) => queue(transaction))).rejects.toThrow(/flushed/);
  // @ts-expect-error: nor if it says so
  await expect(transact(store, [], queue, { durability: 'relaxed' })).rejects.toThrow(/flushed/);
  const writes = [put(sent, 'dear')];
  // @ts-expect-error: nor below the transactions
  await expect(store.step([], () => ({ writes, result: null }))).rejects.toThrow(/flushed/);
  expect(await store.read([sent])).toEqual([null]);
  await transact(store, [], queue, STRICT);
  expect(await store.read([sent])).toEqual(['dear']);
  await transact(store, [], (transaction) => transaction.remove(sent));
  expect(await store.read([sent])).toEqual([null]);
});
