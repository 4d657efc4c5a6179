// Items held back after they were opened, so that mail comes at a human pace: one delivery address may be written to so
// often, and one sending service may bring so much to one root. Held back is delayed, not lost, for a day at most; no
// deliverer can tell. The item stays in the intake's durable queue; its place in the pace is noted here, in memory.
import { encodeHex } from '#bytes/base64url.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { networkOf } from '../runtime/rate.ts';
import { Pace, type PaceLimit } from './pace.ts';

/** More than so many are not held at once, some 200 MB of small envelopes: what else comes too soon is dropped. */
export const MAX_HELD = 50_000;
/** Of one root: the flood of one does not take the places of all. A mailbox takes some six times as many. */
const MAX_HELD_OF_ROOT = 5000;
/** It was due a day after it was held back at the latest. */
const LOST_MS = 2 * DAY_MS;

export class Holding {
  readonly #addresses: Pace;
  readonly #services: Pace;
  /** In the order in which they were held back. */
  readonly #held = new Map<string, { readonly root: string; readonly heldAt: number }>();
  readonly #heldOfRoot = new Map<string, number>();

  constructor(limits: { readonly addressPace: PaceLimit; readonly servicePace: PaceLimit }) {
    this.#addresses = new Pace(limits.addressPace, DAY_MS);
    this.#services = new Pace(limits.servicePace, DAY_MS);
  }

  get size(): number {
    return this.#held.size;
  }

  /**
   * @param peer who brought it; undefined if that is no longer known (a restart)
   * @returns how long it has to wait, 0 if it may go into the mailbox now; null: too much of the kind waits already
   */
  admit(
    item: Uint8Array,
    about: { readonly root: Uint8Array; readonly id: Uint8Array; readonly peer: string | undefined },
    now: number,
  ): number | null {
    const name = encodeHex(item);
    // Its turn was given when it was held back.
    if (this.#free(name)) return 0;
    this.#forgetLost(now);
    const root = encodeHex(about.root);
    const address = `${root} ${encodeHex(about.id)}`;
    const service = about.peer === undefined ? null : `${networkOf(about.peer)} ${root}`;
    const waits = [this.#addresses.waitMs(address, now), service === null ? 0 : this.#services.waitMs(service, now)];
    const wait = waits.reduce((most, one) => (most === null || one === null ? null : Math.max(most, one)), 0);
    if (wait === null || (wait > 0 && !this.#hasRoom(root))) return null;
    this.#addresses.take(address, now);
    if (service !== null) this.#services.take(service, now);
    if (wait > 0) {
      this.#held.set(name, { root, heldAt: now });
      this.#heldOfRoot.set(root, (this.#heldOfRoot.get(root) ?? 0) + 1);
    }
    return wait;
  }

  /** It is settled, with any outcome: an item revoked meanwhile never asks for its turn. */
  forget(item: Uint8Array): void {
    this.#free(encodeHex(item));
  }

  /** If processes share a store, another one may have settled it without a word to this one. */
  #forgetLost(now: number): void {
    for (const [name, { heldAt }] of this.#held) {
      if (now - heldAt <= LOST_MS) return;
      this.#free(name);
    }
  }

  #hasRoom(root: string): boolean {
    return this.#held.size < MAX_HELD && (this.#heldOfRoot.get(root) ?? 0) < MAX_HELD_OF_ROOT;
  }

  #free(name: string): boolean {
    const root = this.#held.get(name)?.root;
    if (root === undefined) return false;
    this.#held.delete(name);
    const left = (this.#heldOfRoot.get(root) ?? 1) - 1;
    if (left === 0) this.#heldOfRoot.delete(root);
    else this.#heldOfRoot.set(root, left);
    return true;
  }
}
