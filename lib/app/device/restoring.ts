// A vault that a backup is read into. No header names its store until all of it is there, so nobody sees half of one: a
// restore that was cut off left nothing, and begins anew.
import { encodeHex } from '#bytes/base64url.ts';
import { wipe } from '#bytes/bytes.ts';
import { idBytes } from '../conversation/conversation.ts';
import { mask, maskAddresses, maskKind, withAddress } from '../records/mask.ts';
import { profile } from '../records/profile.ts';
import { NUMBERS_APART, relationship, relationshipKind } from '../records/relationship.ts';
import { serviceTask } from '../records/transit.ts';
import type { CopyableStore } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import type { CreatedVault } from '../vault/vault.ts';
import { type PieceFault, readPiece } from './backup.ts';

/** With others hands are shaken anew once they are unblocked (relationships/block.ts). */
const TALKS: readonly string[] = ['active', 'invited'];

export class Restoring {
  readonly #store: CopyableStore;
  readonly #created: CreatedVault;

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
    return null;
  }

  /** Everything is on the disk then. The recovery code is a new one, and to be kept again. @throws Fault of Store */
  async complete(now: number): Promise<CreatedVault> {
    await this.#shakeHandsAnew(now);
    await this.#renewMasks();
    await transact(this.#store, [profile], (transaction) => {
      const settings = transaction.get(profile);
      if (settings !== null) transaction.put(profile, { ...settings, recoveryConfirmed: false });
    });
    await this.#store.flush();
    this.#store.close();
    return this.#created;
  }

  /**
   * By tasks of the courier, which outlive it: a backup holds no ratchet. Nothing is sent to anybody before. And no
   * number of an address that was made since is used again: it may be revoked.
   */
  async #shakeHandsAnew(now: number): Promise<void> {
    for await (const batch of this.#store.scan(relationshipKind)) {
      await transact(
        this.#store,
        [],
        (transaction) => {
          for (const { id, value } of batch) {
            const { seed, next } = value.addresses;
            transaction.put(relationship(id), { ...value, addresses: { seed, next: next + NUMBERS_APART } });
            if (value.kind !== 'person' || !TALKS.includes(value.standing)) continue;
            transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
              ...{ createdAt: now, tries: 0, notBeforeAt: 0 },
              task: { kind: 'afterRestore', value: { relationship: idBytes(id) } },
            });
          }
        },
        STRICT,
      );
    }
  }

  /** Addresses that their gateways were given since the backup are not known here: upkeep gives them others. */
  async #renewMasks(): Promise<void> {
    for await (const batch of this.#store.scan(maskKind)) {
      const due = batch.map(({ id, value }) => {
        const active = maskAddresses(value).filter(({ held }) => held.state === 'active');
        return [id, active.reduce((known, { place }) => withAddress(known, place, { expiryDay: 0 }), value)] as const;
      });
      await transact(
        this.#store,
        [],
        (transaction) => {
          for (const [id, value] of due) transaction.put(mask(id), value);
        },
        STRICT,
      );
    }
  }

  drop(): void {
    this.#store.close();
    wipe(this.#created.vaultKey);
  }
}
