// The disk of the in-memory Store and Locked inbox: it outlives them, so a test can end a program at any commit and
// start another on the same disk. `onCommit` decides each commit's fate beforehand. A crash behaves like the end of a
// worker: the promise of the commit never settles and nothing of the same life runs on; `onCrash` tells the test. A
// loss of power takes back unflushed writes. For tests only: nothing here is durable.
import { Fault } from '#bytes/fault.ts';

export type CommitFate = 'go' | 'crash-before' | 'crash-after' | 'full';

/** Kind → lower-case hex of the row key → row. */
export type MemoryRows = Map<string, Map<string, Uint8Array>>;

export interface MemoryDisk {
  /** By generation. */
  readonly stores: Map<number, MemoryRows>;
  readonly waiting: Map<string, Uint8Array>;
  header: Uint8Array | null;
  /** The values that unflushed writes replaced, in the order of the writes; null: there was none. */
  readonly unflushed: {
    readonly generation: number;
    readonly kind: string;
    readonly key: string;
    readonly row: Uint8Array | null;
  }[];
}

export function createMemoryDisk(): MemoryDisk {
  return { stores: new Map(), waiting: new Map(), header: null, unflushed: [] };
}

/** The disk after the power was lost: as little of the unflushed writes as may be left. */
export function losePower(disk: MemoryDisk): void {
  for (const { generation, kind, key, row } of disk.unflushed.splice(0).reverse()) {
    const rows = disk.stores.get(generation)?.get(kind);
    if (row === null) rows?.delete(key);
    else rows?.set(key, row);
  }
}

export interface MemoryLifeOptions {
  readonly disk: MemoryDisk;
  /**
   * Commits are counted from 1 over everything written in this life; `grownBytes`: as much as a commit of records would
   * add to the disk.
   */
  readonly onCommit?: (commit: number, grownBytes: number) => CommitFate;
  readonly onCrash?: () => void;
}

/** One life of a program on a disk: give the same one to its store and its locked inbox, so that both end together. */
export class MemoryLife {
  readonly disk: MemoryDisk;
  readonly #onCommit: (commit: number, grownBytes: number) => CommitFate;
  readonly #onCrash: () => void;
  #commits = 0;
  #crashed = false;

  constructor({ disk, onCommit = () => 'go', onCrash = () => {} }: MemoryLifeOptions) {
    this.disk = disk;
    this.#onCommit = onCommit;
    this.#onCrash = onCrash;
  }

  get crashed(): boolean {
    return this.#crashed;
  }

  /** Resolves while the life lasts, in a later microtask like any real request; never once it has ended. */
  turn(): Promise<void> {
    return this.#crashed ? new Promise(() => {}) : Promise.resolve();
  }

  /** Applies `write` as one commit. @throws Fault unavailable `storage-full` if the test says so */
  async commit(write: () => void, grownBytes = 0): Promise<void> {
    const fate = this.#onCommit(++this.#commits, grownBytes);
    if (fate === 'full') throw new Fault('unavailable', 'storage-full', 'the disk is full');
    if (fate !== 'crash-before') write();
    if (fate !== 'go') {
      this.#crashed = true;
      this.#onCrash();
    }
    return this.turn();
  }
}
