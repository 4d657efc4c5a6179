// Transfers: blobs on their way up to a host or down to this device, a few at a time, each from where it stands in its record. A run goes on
// until nothing more can be moved now; killed anywhere, the next one goes on. What a service refuses for good ends in the message.
import { Fault } from '#bytes/fault.ts';
import { transferName } from './attach.ts';
import { backoffMs, isDue } from './backoff.ts';
import { asFault, isFinal, retryAfterMs } from './faults.ts';
import type { Moving } from './moving.ts';
import type { Desk } from './ports.ts';
import { type Transfer, transfer, transferKind } from './records/attachment.ts';
import type { AbortSignalLike } from './store.ts';
import { transact } from './transaction.ts';
import { giveUpDown, moveDown } from './transfer-down.ts';
import { giveUpUp, moveUp } from './transfer-up.ts';

/** At once; each moves a megabyte at a time. */
const CONCURRENT = 2;
/** A page is told of progress no oftener. */
const TOLD_EVERY_MS = 400;

/**
 * @param busy called now and then while something moves
 * @param impatient whether also what waits after a failure is due
 * @returns when the next transfer is due (ms since the epoch), or null where none waits
 */
export async function runTransfers(
  desk: Desk,
  signal: AbortSignalLike,
  busy: () => void,
  impatient: boolean,
): Promise<number | null> {
  const due: Transfer[] = [];
  const later: number[] = [];
  for await (const batch of desk.store.scan(transferKind, signal))
    for (const { value } of batch) {
      if (impatient || isDue(value.notBeforeAt, desk.now())) due.push(value);
      else later.push(value.notBeforeAt);
    }
  due.sort((a, b) => a.createdAt - b.createdAt);
  let toldAt = -Infinity;
  const moving: Moving = {
    desk,
    signal,
    moved(relationship) {
      const now = desk.now();
      if (Math.abs(now - toldAt) < TOLD_EVERY_MS) return;
      toldAt = now;
      busy();
      desk.announce({ topic: 'thread', relationship });
    },
  };
  let failure: unknown = null;
  const work = async (): Promise<void> => {
    for (let one = due.shift(); one !== undefined && !signal.aborted; one = due.shift()) {
      const again = await move(moving, one).catch((error: unknown) => {
        failure ??= error;
        return null;
      });
      if (again !== null) later.push(again);
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENT, due.length) }, work));
  if (failure !== null) throw failure;
  return later.length === 0 ? null : later.reduce((a, b) => Math.min(a, b));
}

/** @returns when to try again, or null: it is through, given up, or waits for its page */
async function move(moving: Moving, one: Transfer): Promise<number | null> {
  const { desk, signal } = moving;
  const [id, nonce] = transferName(one);
  try {
    await (one.direction === 'up' ? moveUp(moving, id, nonce) : moveDown(moving, id, nonce));
    desk.announce({ topic: 'thread', relationship: id });
    return null;
  } catch (error) {
    // Locked meanwhile: its record says how far it is.
    if (signal.aborted) return null;
    const known = error instanceof Fault && error.blame !== 'bug';
    const fault = known ? asFault(error) : new Fault('unavailable', 'mistaken', 'it could not be moved');
    const again = await postpone(desk, id, nonce, fault);
    desk.announce({ topic: 'thread', relationship: id });
    if (!known) throw error;
    return again;
  }
}

async function postpone(desk: Desk, id: string, nonce: string, fault: Fault): Promise<number | null> {
  return transact(desk.store, [transfer(id, nonce)], (transaction) => {
    const known = transaction.get(transfer(id, nonce));
    if (known === null) return null;
    const final = isFinal(fault) || fault.blame === 'untrusted' || fault.code === 'storage-full';
    if (final) {
      transaction.remove(transfer(id, nonce));
      const giveUp = known.direction === 'up' ? giveUpUp : giveUpDown;
      giveUp(transaction, id, nonce, known, fault, desk.now());
      return null;
    }
    const tries = Math.min(known.tries + 1, 0xffff);
    const notBeforeAt = desk.now() + backoffMs(tries, transaction.entropy, retryAfterMs(fault));
    transaction.put(transfer(id, nonce), { ...known, tries, notBeforeAt });
    return notBeforeAt;
  });
}
