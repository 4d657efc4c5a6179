// Transfers: blobs on their way up to a host or down to this device, a few at a time and in turns, each from the part
// noted in its record. A run goes on until nothing more can be moved now; killed anywhere, the next one goes on. A
// final refusal by a service is told in the message.
import { Fault } from '#bytes/fault.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Transfer, transfer } from '../records/attachment.ts';
import { backoffMs } from '../retry/backoff.ts';
import { asFault, isFinal, retryAfterMs } from '../retry/faults.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { transferName } from './attach.ts';
import type { Moving } from './progress.ts';
import { giveUpDown, moveDown } from './transfer-down.ts';
import { TransferTurns } from './transfer-turns.ts';
import { giveUpUp, moveUp } from './transfer-up.ts';

/** At once, each for a turn. */
const CONCURRENT = 2;
/** A page is told of progress no oftener. */
const TOLD_EVERY_MS = 400;

/**
 * @param busy called now and then while something moves
 * @param impatient asked before each turn: whether the person also wants those tried that wait after a failure
 * @returns when the next transfer is due (ms since the epoch), or null if none waits
 */
export async function runTransfers(
  app: AppContext,
  signal: AbortSignalLike,
  busy: () => void,
  impatient: () => boolean,
): Promise<number | null> {
  let toldAt = -Infinity;
  const moving: Moving = {
    app,
    signal,
    lists: new Map(),
    moved(relationship) {
      const now = app.now();
      if (Math.abs(now - toldAt) < TOLD_EVERY_MS) return;
      toldAt = now;
      busy();
      app.announce({ topic: 'thread', relationship });
    },
  };
  const turns = new TransferTurns(app, signal, impatient);
  let failure: { readonly error: unknown } | null = null;
  const failed = (error: unknown): void => {
    failure ??= { error };
  };
  const crew = new Set<Promise<void>>();
  const work = async (): Promise<void> => {
    while (!signal.aborted) {
      const one = await turns.take();
      if (one === null) return;
      // There may be another.
      join();
      const isBroken = await move(moving, one).then(
        () => false,
        (error: unknown) => {
          failed(error);
          return true;
        },
      );
      turns.end(one, isBroken);
    }
  };
  const join = (): void => {
    if (crew.size >= CONCURRENT) return;
    const one = work()
      .catch(failed)
      .finally(() => crew.delete(one));
    crew.add(one);
  };
  join();
  while (crew.size > 0) await Promise.race(crew);
  if (failure !== null) throw (failure as { readonly error: unknown }).error;
  return turns.nextAt;
}

/** One turn of one transfer. A failed one is put off; a mistake of ours is thrown, too. */
async function move(moving: Moving, one: Transfer): Promise<void> {
  const { app, signal } = moving;
  const [id, nonce] = transferName(one);
  try {
    await (one.direction === 'up' ? moveUp(moving, id, nonce) : moveDown(moving, id, nonce));
  } catch (error) {
    // Locked meanwhile: its record says how far it is.
    if (signal.aborted) return;
    const known = error instanceof Fault && error.blame !== 'bug';
    const fault = known ? asFault(error) : new Fault('unavailable', 'mistaken', 'it could not be moved');
    await postpone(app, id, nonce, fault);
    if (!known) throw error;
  } finally {
    app.announce({ topic: 'thread', relationship: id });
  }
}

async function postpone(app: AppContext, id: string, nonce: string, fault: Fault): Promise<void> {
  await transact(
    app.store,
    [transfer(id, nonce)],
    (transaction) => {
      const known = transaction.get(transfer(id, nonce));
      if (known === null) return;
      const final = isFinal(fault) || fault.blame === 'untrusted' || fault.code === 'storage-full';
      if (final) {
        transaction.remove(transfer(id, nonce));
        const giveUp = known.direction === 'up' ? giveUpUp : giveUpDown;
        giveUp(transaction, id, nonce, known, fault, app.now());
        return;
      }
      const tries = Math.min(known.tries + 1, 0xffff);
      const notBeforeAt = app.now() + backoffMs(tries, transaction.entropy, retryAfterMs(fault));
      transaction.put(transfer(id, nonce), { ...known, tries, notBeforeAt });
    },
    STRICT,
  );
}
