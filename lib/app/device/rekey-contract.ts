// Rewriting a vault under another key, killed before and after every write of it, as a case like those of
// locked-inbox-contract.ts: run over memory and SQLite in Node and over IndexedDB in real browsers. A killed life asks
// its disk for nothing more; what it has open ends with it, as a context's connections and locks do.
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import { draft } from '../records/message.ts';
import { NEW_PROFILE, profile } from '../records/profile.ts';
import { proton } from '../records/proton.ts';
import type { VaultKey } from '../store/sealing.ts';
import { type CopyableStore, put, type Store } from '../store/store.ts';
import { same } from '../store/store-contract.ts';
import type { Stores } from '../store/stores.ts';
import type { LockedInbox } from '../vault/locked-inbox.ts';
import type { LockedInboxCase, LockedInboxWorld } from '../vault/locked-inbox-contract.ts';
import { authentic, createVault, opensBy, openVaultByRecovery } from '../vault/vault.ts';
import { dropOthers, rekey } from './rekey.ts';

const CHEAP = { memoryKiB: 19 * 1024, passes: 2, lanes: 1 } as const;
const TODAY = 20_800;
/** More than are copied at once. */
const DRAFTS = 14;
const idOf = (at: number) => at.toString(16).padStart(32, '0');

/** A life on the world's disk that ends at its n-th write. */
class Life {
  readonly lockedInbox: LockedInbox;
  readonly stores: Stores;
  /** The keys that memory holds after it. */
  held: VaultKey[];
  writes = 0;
  readonly ended: Promise<'killed'>;
  readonly #open: CopyableStore[] = [];
  #end: (how: 'killed') => void = () => {};
  readonly #at: number;
  readonly #fate: 'before' | 'after';

  constructor(lockedInbox: LockedInbox, stores: Stores, key: VaultKey, at: number, fate: 'before' | 'after') {
    this.#at = at;
    this.#fate = fate;
    this.held = [key];
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    const writing = this.#writing;
    this.lockedInbox = {
      ...lockedInbox,
      replaceHeader: (header) => writing(() => lockedInbox.replaceHeader(header)),
    };
    this.stores = {
      open: async (...which) => this.#opened(await stores.open(...which)),
      others: (generation) => stores.others(generation),
      drop: (generation) => writing(() => stores.drop(generation)),
      create: async (...which) => {
        const store = await writing(async () => this.#opened(await stores.create(...which)));
        return {
          step: (...step) => store.step(...step),
          read: (...refs) => store.read(...refs),
          scan: (...what) => store.scan(...what),
          count: (kind) => store.count(kind),
          snapshot: (kinds) => store.snapshot(kinds),
          copyOut: (...what) => store.copyOut(...what),
          copyIn: (...what) => writing(() => store.copyIn(...what)),
          flush: () => writing(() => store.flush()),
          close: () => store.close(),
        };
      },
    };
  }

  readonly #writing = async <T>(write: () => Promise<T>): Promise<T> => {
    const dies = ++this.writes === this.#at;
    if (dies && this.#fate === 'before') return this.#die();
    const result = await write();
    return dies ? this.#die() : result;
  };

  #opened(store: CopyableStore): CopyableStore {
    this.#open.push(store);
    return store;
  }

  #die(): Promise<never> {
    for (const store of this.#open) store.close();
    this.#end('killed');
    return new Promise(() => {});
  }
}

async function fill(store: Store): Promise<void> {
  const drafts = Array.from({ length: DRAFTS }, (_, at) => put(draft(idOf(at)), { text: `draft ${at}` }));
  await store.step([], () => ({ writes: [put(profile, NEW_PROFILE), ...drafts], result: null }));
}

async function isWhole(store: Store, what: string): Promise<void> {
  const counts = await Promise.all(RECORD_KINDS.map((kind) => store.count(kind)));
  same(
    counts.reduce((sum, count) => sum + count, 0),
    DRAFTS + 1,
    `${what}: records`,
  );
  const at = [0, 1, DRAFTS / 2, DRAFTS - 1];
  const drafts = await store.read(at.map((one) => draft(idOf(one))));
  same(
    drafts.map((one) => one?.text),
    at.map((one) => `draft ${one}`),
    `${what}: drafts`,
  );
  same(await store.read([proton(idOf(1))]), [null], `${what}: what is not there`);
}

async function killedEverywhere(world: LockedInboxWorld, entropy: Entropy): Promise<void> {
  const stores = world.stores(RECORD_KINDS);
  const lockedInbox = await world.openLockedInbox();
  const made = createVault('correct horse', entropy, TODAY, CHEAP);
  const first = await stores.create(0, made.vaultKey.slice() as VaultKey);
  await fill(first);
  first.close();
  await lockedInbox.writeHeader(made.header);
  let key = made.vaultKey;
  const outcomes = new Set<string>();
  for (let at = 1; ; at++) {
    let killed = 0;
    for (const fate of ['before', 'after'] as const) {
      const life = new Life(await world.openLockedInbox(), world.stores(RECORD_KINDS), key, at, fate);
      const ports = { lockedInbox: life.lockedInbox, stores: life.stores, entropy, now: () => TODAY * 86_400_000 };
      const header = (await life.lockedInbox.readHeader()) as Uint8Array;
      const rewriting = (async () => {
        const tidying = { done: 0, total: 0, stopped: false };
        const hold = async (next: VaultKey) => void life.held.push(next);
        same(await rekey(ports, header, key, tidying, { hold, progress: () => {} }), true, 'through');
        same([tidying.done, tidying.total], [DRAFTS + 1, DRAFTS + 1], 'progress');
        await dropOthers(ports, (await life.lockedInbox.readHeader()) as Uint8Array);
        return 'through' as const;
      })();
      if ((await Promise.race([life.ended, rewriting])) === 'killed') killed++;
      // The next life.
      const next = {
        lockedInbox: await world.openLockedInbox(),
        stores: world.stores(RECORD_KINDS),
        entropy,
        now: () => 0,
      };
      const found = (await next.lockedInbox.readHeader()) as Uint8Array;
      const opening = life.held.find((one) => opensBy(found, one));
      same(opening !== undefined, true, `${fate} write ${at}: a key that memory holds opens the header`);
      key = opening as VaultKey;
      const { generation } = authentic(found, key);
      const store = await next.stores.open(generation, key);
      await isWhole(store, `${fate} write ${at}`);
      await dropOthers(next, found);
      same(await next.stores.others(generation), [], `${fate} write ${at}: other stores`);
      await isWhole(store, `${fate} write ${at}, and the other dropped`);
      store.close();
      outcomes.add(equal(found, header) ? 'old' : 'new');
    }
    if (killed === 0) break;
  }
  same([...outcomes].sort(), ['new', 'old'], 'which of the two was whole');
  const header = (await lockedInbox.readHeader()) as Uint8Array;
  same([...(openVaultByRecovery(header, made.recoveryCode) as Uint8Array)], [...key], 'by the recovery code');
}

export const rekeyContract = (entropy: Entropy): readonly LockedInboxCase[] => [
  {
    name: 'is one whole vault, old or new, wherever rewriting it is killed',
    run: (world) => killedEverywhere(world, entropy),
  },
];
