// What every Lobby must do, as cases without a test framework, like store-contract.ts: run in Node and in real browsers.
import type { Lobby } from './lobby.ts';
import { vaultKey } from './sealing.ts';
import { put } from './store.ts';
import { contractKinds, faults, type StoreWorld, same } from './store-contract.ts';

export interface LobbyWorld extends StoreWorld {
  /** Opens a lobby on the world's disk, as a fresh start of the program would. */
  openLobby(): Promise<Lobby>;
}

export interface LobbyCase {
  readonly name: string;
  run(world: LobbyWorld): Promise<void>;
}

const bytes = (...values: number[]) => new Uint8Array(values);
const [note] = contractKinds;
const noteA = { kind: note as NonNullable<typeof note>, id: 'a' };

export const lobbyContract: readonly LobbyCase[] = [
  {
    name: 'keeps the header, and the next one in its place',
    async run(world) {
      const lobby = await world.openLobby();
      same(await lobby.readHeader(), null, 'no header at first');
      await lobby.writeHeader(bytes(1, 2, 3));
      await lobby.writeHeader(bytes(4, 5));
      same([...((await (await world.openLobby()).readHeader()) ?? [])], [4, 5], 'the header');
    },
  },
  {
    name: 'keeps each waiting item once, however often it is delivered, until it is removed',
    async run(world) {
      const lobby = await world.openLobby();
      same(await lobby.addWaiting([]), 0, 'nothing waits');
      same(
        await lobby.addWaiting([
          { key: 'a', sealed: bytes(1) },
          { key: 'b', sealed: bytes(2) },
        ]),
        2,
        'two wait',
      );
      same(
        await lobby.addWaiting([
          { key: 'b', sealed: bytes(3) },
          { key: 'c', sealed: bytes(4) },
        ]),
        3,
        'one came again',
      );
      same((await lobby.readWaiting(2)).length, 2, 'a limit');
      const again = await world.openLobby();
      const waiting = (await again.readWaiting(10)).map(({ key, sealed }) => `${key}${sealed.join()}`).sort();
      same(waiting, ['a1', 'b3', 'c4'], 'what waits');
      await again.removeWaiting(['a', 'c', 'unknown']);
      same(await again.countWaiting(), 1, 'what is left');
    },
  },
  {
    name: 'erases header, waiting items and records, also under an open store, and leaves room for a new vault',
    async run(world) {
      const lobby = await world.openLobby();
      await lobby.writeHeader(bytes(1));
      await lobby.addWaiting([{ key: 'a', sealed: bytes(1) }]);
      const store = await world.open();
      await store.step([], () => ({ writes: [put(noteA, 'gone')], result: null }));
      await lobby.erase();
      same([await lobby.readHeader(), await lobby.countWaiting()], [null, 0], 'the lobby');
      await faults(
        store.step([], () => ({ writes: [put(noteA, 'back')], result: null })),
        'unavailable',
        'store-erased',
      );
      await faults(store.read([noteA]), 'unavailable', 'store-erased');
      const fresh = await world.open({ vaultKey: vaultKey(new Uint8Array(32).fill(5)) });
      same(await fresh.count(noteA.kind), 0, 'records');
      fresh.close();
    },
  },
];
