// Answering the correspondents to whom something is owed (outgoing/owing.ts): one answer can serve many pages of a
// mailbox, and what was read meanwhile.
import { Fault } from '#bytes/fault.ts';
import { idText } from '../conversation/conversation.ts';
import { forgetOwing } from '../outgoing/owing.ts';
import { readToPost, settle } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { owing } from '../records/transit.ts';
import { type Facts, factsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';

/** Answered in one step: some fifty milliseconds, for which the interface's own steps wait. */
const TOGETHER = 16;

/**
 * One automatic message to each: receipts, fresh addresses, post-quantum answers together.
 * @param holds those who are to wait for what else is about to be owed to them
 * @returns whether one waits
 * @throws the failure of the first one that failed
 */
export async function answerOwing(
  app: AppContext,
  holds: (relationship: string) => boolean = () => false,
): Promise<boolean> {
  const [known] = await app.store.read([owing]);
  const all = (known?.ids ?? []).map(idText);
  const ids = all.filter((id) => !holds(id));
  const waits = ids.length < all.length;
  if (ids.length === 0) return waits;
  const facts = await factsOf(app);
  let failure: unknown = null;
  const answer = async (some: readonly string[]): Promise<boolean> => {
    try {
      await settleAll(app, facts, some);
      return true;
    } catch (error) {
      if (error instanceof Fault && (error.blame === 'unavailable' || error.blame === 'locked')) throw error;
      failure ??= error;
      return false;
    }
  };
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const batch = ids.slice(from, from + TOGETHER);
    const before = failure;
    if (await answer(batch)) continue;
    failure = before;
    // A mistake of ours with one must not keep the others waiting. A reply owed to that one waits for their next
    // message.
    for (const id of batch)
      if (!(await answer([id]))) await transact(app.store, [owing], (one) => forgetOwing(one, [id]));
  }
  if (failure !== null) throw failure;
  return waits;
}

function settleAll(app: AppContext, facts: Facts, ids: readonly string[]): Promise<number> {
  return transact(
    app.store,
    [owing, ...ids.flatMap((id) => [relationship(id), proton(id)])],
    (transaction) => {
      readToPost(transaction, facts, ids);
      forgetOwing(transaction, ids);
      return ids.reduce((count, id) => {
        const standing = transaction.get(relationship(id))?.standing;
        const silent = transaction.get(proton(id)) === null || standing === 'ended' || standing === 'blocked';
        return silent ? count : count + settle(transaction, facts, id, true);
      }, 0);
    },
    STRICT,
  );
}
