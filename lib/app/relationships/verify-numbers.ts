// Two people compared their safety numbers: noted in the relationship's history, on this
// device only.
import { tell } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import { proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { STRICT, transact } from '../store/transaction.ts';

/** Of an event: that the numbers count as not compared after all. */
export const TAKEN_BACK = 'taken-back';

/** Said once per identity of theirs: said again, it changes nothing. */
export async function confirmNumbers(app: AppContext, id: string): Promise<void> {
  const now = app.now();
  await transact(
    app.store,
    [relationship(id), recent, proton(id)],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null || before.verifiedAt !== null || transaction.get(proton(id)) === null) return;
      transaction.put(relationship(id), { ...before, verifiedAt: now });
      tell(transaction, id, { kind: 'numbers-compared', at: now, detail: '' }, true);
    },
    STRICT,
  );
}

/** A press too early, or numbers that differ: it counts as not compared, and that is told like the comparing was. */
export async function retractNumbers(app: AppContext, id: string): Promise<void> {
  const now = app.now();
  await transact(
    app.store,
    [relationship(id), recent],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null || before.verifiedAt === null) return;
      transaction.put(relationship(id), { ...before, verifiedAt: null });
      tell(transaction, id, { kind: 'numbers-compared', at: now, detail: TAKEN_BACK }, true);
    },
    STRICT,
  );
}
