// The Stores port: the stores of this device, by generation. The one that the header names holds everything. Another
// exists only while records are rewritten under the next vault key (rekey.ts), or as the rest of a rewriting that was
// killed.
import type { VaultKey } from './sealing.ts';
import type { CopyableStore } from './store.ts';

export interface Stores {
  /**
   * @throws Fault of Store, unavailable `storage-lost` (there is none of this generation: an empty one in its place
   * would look like a loss)
   */
  open(generation: number, key: VaultKey): Promise<CopyableStore>;
  /** An empty one. What lay under this generation is dropped first. @throws Fault of Store */
  create(generation: number, key: VaultKey): Promise<CopyableStore>;
  /** Generations of every other store that lies on the disk. */
  others(generation: number): Promise<number[]>;
  /** Resolves when it was looked for and is gone. @throws Fault unavailable `storage-failed` */
  drop(generation: number): Promise<void>;
}
