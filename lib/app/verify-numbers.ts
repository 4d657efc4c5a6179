// Two people compared their safety numbers: noted in the relationship's history (DESIGN section 5, trust), on this device only.
import { tell } from './conversation.ts';
import type { Desk } from './ports.ts';
import { proton } from './records/proton.ts';
import { recent, relationship } from './records/relationship.ts';
import { STRICT, transact } from './transaction.ts';

/** Said once per identity of theirs: said again, it changes nothing. */
export async function confirmNumbers(desk: Desk, id: string): Promise<void> {
  const now = desk.now();
  const changed = await transact(
    desk.store,
    [relationship(id), recent, proton(id)],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null || before.verifiedAt !== null || transaction.get(proton(id)) === null) return false;
      transaction.put(relationship(id), { ...before, verifiedAt: now });
      tell(transaction, id, { kind: 'numbers-compared', at: now, detail: '' }, true);
      return true;
    },
    STRICT,
  );
  if (!changed) return;
  desk.announce({ topic: 'thread', relationship: id });
  desk.announce({ topic: 'conversations' });
}
