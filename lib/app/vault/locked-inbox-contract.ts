// What every Locked inbox must do, as cases without a test framework, like store-contract.ts: run in Node and in real
// browsers.

import { vaultKey } from '../store/sealing.ts';
import { put, type RecordKind, type Ref } from '../store/store.ts';
import { contractKinds, contractVaultKey, faults, type StoreWorld, same } from '../store/store-contract.ts';
import type { LockedInbox } from './locked-inbox.ts';

export interface LockedInboxWorld extends StoreWorld {
  /** Opens a locked inbox on the world's disk, as a fresh start of the program would. */
  openLockedInbox(): Promise<LockedInbox>;
}

export interface LockedInboxCase {
  readonly name: string;
  run(world: LockedInboxWorld): Promise<void>;
}

const bytes = (...values: number[]) => new Uint8Array(values);
const [note] = contractKinds;
const noteA: Ref<string, false> = { kind: note as RecordKind<string, false>, id: 'a' };
const header = bytes(7, 7);
const anotherKey = vaultKey(new Uint8Array(32).fill(5));
const writeNote = (store: Awaited<ReturnType<StoreWorld['open']>>, value: string) =>
  store.step([], () => ({ writes: [put(noteA, value)], result: null }));

export const lockedInboxContract: readonly LockedInboxCase[] = [
  {
    name: 'keeps the header, and the next one in its place',
    async run(world) {
      const lockedInbox = await world.openLockedInbox();
      same(await lockedInbox.readHeader(), null, 'no header at first');
      await lockedInbox.writeHeader(bytes(1, 2, 3));
      await lockedInbox.writeHeader(bytes(4, 5));
      same([...((await (await world.openLockedInbox()).readHeader()) ?? [])], [4, 5], 'the header');
    },
  },
  {
    name: 'keeps each waiting item once, however often it is delivered, until it is removed',
    async run(world) {
      const lockedInbox = await world.openLockedInbox();
      await lockedInbox.writeHeader(header);
      same(await lockedInbox.addWaiting([], header), 0, 'nothing waits');
      same(
        await lockedInbox.addWaiting(
          [
            { key: 'a', sealed: bytes(1) },
            { key: 'b', sealed: bytes(2) },
          ],
          header,
        ),
        2,
        'two wait',
      );
      same(
        await lockedInbox.addWaiting(
          [
            { key: 'b', sealed: bytes(3) },
            { key: 'c', sealed: bytes(4) },
          ],
          header,
        ),
        3,
        'one came again',
      );
      same((await lockedInbox.readWaiting(2)).length, 2, 'a limit');
      const again = await world.openLockedInbox();
      const waiting = (await again.readWaiting(10)).map(({ key, sealed }) => `${key}${sealed.join()}`).sort();
      same(waiting, ['a1', 'b3', 'c4'], 'what waits');
      await again.removeWaiting(['a', 'c', 'unknown']);
      same(await again.countWaiting(), 1, 'what is left');
    },
  },
  {
    name: 'erases header, waiting items and records, also under an open store, and leaves room for a new vault',
    async run(world) {
      const lockedInbox = await world.openLockedInbox();
      await lockedInbox.writeHeader(header);
      await lockedInbox.addWaiting([{ key: 'a', sealed: bytes(1) }], header);
      (await world.stores().create(3, anotherKey)).close();
      const store = await world.open();
      await store.step([], () => ({ writes: [put(noteA, 'gone')], result: null }));
      await lockedInbox.erase();
      same([await lockedInbox.readHeader(), await lockedInbox.countWaiting()], [null, 0], 'the locked inbox');
      await faults(
        store.step([], () => ({ writes: [put(noteA, 'back')], result: null })),
        'unavailable',
        'store-erased',
      );
      await faults(store.read([noteA]), 'unavailable', 'store-erased');
      same(await world.stores().others(9), [], 'generations');
      const fresh = await world.open({ vaultKey: anotherKey });
      same(await fresh.count(noteA.kind), 0, 'records');
      fresh.close();
    },
  },
  {
    name: 'takes another header in the place of the one there only while nothing waits, and nothing for the one before after that',
    async run(world) {
      const lockedInbox = await world.openLockedInbox();
      await lockedInbox.writeHeader(header);
      await lockedInbox.addWaiting([{ key: 'a', sealed: bytes(1) }], header);
      same(await lockedInbox.replaceHeader(bytes(8)), false, 'while something waits');
      same([...((await lockedInbox.readHeader()) ?? [])], [7, 7], 'the header');
      await lockedInbox.removeWaiting(['a']);
      same(await lockedInbox.replaceHeader(bytes(8)), true, 'while nothing waits');
      await faults(lockedInbox.addWaiting([{ key: 'b', sealed: bytes(2) }], header), 'unavailable', 'header-replaced');
      same(await lockedInbox.countWaiting(), 0, 'what waits');
      same(await lockedInbox.addWaiting([{ key: 'b', sealed: bytes(2) }], bytes(8)), 1, 'sealed to the new one');
      const again = await world.openLockedInbox();
      same([...((await again.readHeader()) ?? [])], [8], 'the header after that');
      same(
        (await again.readWaiting(9)).map(({ key, sealed }) => `${key}${sealed.join()}`),
        ['b2'],
        'what waits',
      );
      same(await lockedInbox.countWaiting(), 1, 'the locked inbox that was open goes on');
    },
  },
  {
    name: 'keeps stores of several generations apart, makes none where one is looked for, and drops one for good',
    async run(world) {
      const stores = world.stores();
      await faults(stores.open(0, contractVaultKey), 'unavailable', 'storage-lost');
      await faults(stores.open(1, contractVaultKey), 'unavailable', 'storage-lost');
      same(await stores.others(9), [], 'none at first');
      const first = await stores.create(0, contractVaultKey);
      await writeNote(first, 'first');
      const second = await stores.create(1, anotherKey);
      await writeNote(second, 'second');
      second.close();
      same((await stores.others(9)).sort(), [0, 1], 'both');
      same(await stores.others(0), [1], 'the other');
      same(await first.read([noteA]), ['first'], 'of the first');
      await faults(stores.open(1, contractVaultKey), 'untrusted', 'record-forged');
      const again = await stores.open(1, anotherKey);
      same(await again.read([noteA]), ['second'], 'of the second');
      // Also while another caller has it open.
      await stores.drop(0);
      await faults(first.read([noteA]), 'unavailable', 'store-erased');
      await faults(writeNote(first, 'back'), 'unavailable', 'store-erased');
      same(await stores.others(9), [1], 'what is left');
      await stores.drop(0);
      same(await again.read([noteA]), ['second'], 'untouched');
      again.close();
      const anew = await stores.create(1, contractVaultKey);
      same(await anew.read([noteA]), [null], 'a new one in the place of the second');
      anew.close();
      await stores.drop(1);
      same(await stores.others(9), [], 'none at last');
    },
  },
];
