// A vault that a backup is read into. No header names its store until all of it is there, so nobody sees half of one: a
// restore that was cut off left nothing, and begins anew.
import { wipe } from '#bytes/bytes.ts';
import { profile } from '../records/profile.ts';
import type { CopyableStore } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import type { CreatedVault } from '../vault/vault.ts';
import { type PieceFault, readPiece } from './backup.ts';

export class Restoring {
  readonly #store: CopyableStore;
  readonly #created: CreatedVault;
  #records = 0;

  constructor(store: CopyableStore, created: CreatedVault) {
    this.#store = store;
    this.#created = created;
  }

  /**
   * The same piece may come twice.
   * @throws Fault of Store: `storage-full`; `store-erased`, if another vault was begun here meanwhile
   */
  async put(piece: Uint8Array): Promise<PieceFault | null> {
    const read = readPiece(piece);
    if (typeof read === 'string') return read;
    await this.#store.copyIn(read.kind, read.records);
    this.#records += read.records.length;
    return null;
  }

  /** Everything is on the disk then. The recovery code is a new one, and to be kept again. @throws Fault of Store */
  async complete(): Promise<CreatedVault> {
    await transact(
      this.#store,
      [profile],
      (transaction) => {
        const settings = transaction.get(profile);
        if (settings !== null) transaction.put(profile, { ...settings, recoveryConfirmed: false });
      },
      STRICT,
    );
    await this.#store.flush();
    this.#store.close();
    return this.#created;
  }

  drop(): void {
    this.#store.close();
    wipe(this.#created.vaultKey);
  }
}
