// The arguments of moving one transfer (transfers.ts), and what up and down have in common.
import { equal } from '#bytes/bytes.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Transfer, transfer } from '../records/attachment.ts';
import type { AbortSignalLike } from '../store/store.ts';
import type { Transaction } from '../store/transaction.ts';

export interface Moving {
  readonly app: AppContext;
  readonly signal: AbortSignalLike;
  /**
   * Parts are through: a page that shows the transfer may look, and the end of idle workers sees that this one is busy.
   */
  moved(relationship: string): void;
  /** Verified lists of digests, by the digest of their blob, for as long as a run goes on. */
  readonly lists: Map<string, Uint8Array | null>;
}

/** Parts of one transfer before others have their turn: four megabytes. */
export const PARTS_OF_A_TURN = 16;
/** Parts that move at once: a megabyte. */
export const TOGETHER = 4;

/**
 * Notes the next parts of a blob as moved, right behind those noted already. False: it was stopped, or is another
 * transfer by now.
 */
export function advance(transaction: Transaction, id: string, nonce: string, known: Transfer, to: Advance): boolean {
  const now = transaction.get(transfer(id, nonce));
  if (now === null || now.moved !== to.from || !equal(now.reference.id, known.reference.id)) return false;
  transaction.put(transfer(id, nonce), { ...now, moved: to.from + to.count, tries: 0, touchedAt: to.at });
  return true;
}

interface Advance {
  readonly from: number;
  readonly count: number;
  readonly at: number;
}
