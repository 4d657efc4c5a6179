// Reading: everything in a conversation was seen by the person. The correspondent is told if the settings allow it: in
// a moment, with whatever else is owed then, or by the text that the person writes before.
import { equal } from '#bytes/bytes.ts';
import { surface } from '../conversation/conversation.ts';
import { traitsOf } from '../items/items.ts';
import { noteOwing } from '../outgoing/owing.ts';
import type { AppContext } from '../ports/ports.ts';
import { message } from '../records/message.ts';
import { profile } from '../records/profile.ts';
import { MAX_RECEIPTS_OWED, proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { owing } from '../records/transit.ts';
import { STRICT, transact } from '../store/transaction.ts';

/** Read receipts are sent for that many of the newest messages; older ones are implied. */
const MAX_TOLD = 200;

export async function markRead(app: AppContext, id: string): Promise<void> {
  const owes = await transact(
    app.store,
    [relationship(id), recent, profile, owing],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null || before.readSequence === before.lastSequence) return false;
      const from = Math.max(before.readSequence, before.lastSequence - MAX_TOLD) + 1;
      const numbers = Array.from({ length: before.lastSequence - from + 1 }, (_, i) => from + i);
      const tells =
        before.kind === 'person' && before.standing === 'active' && transaction.get(profile)?.readReceipts !== false;
      if (tells) transaction.fetch([proton(id), ...numbers.map((sequence) => message(id, sequence))]);
      transaction.put(relationship(id), { ...before, readSequence: before.lastSequence, unread: 0 });
      surface(transaction, id, -before.unread);
      if (!tells) return false;
      const read = numbers
        .map((sequence) => transaction.get(message(id, sequence)))
        .filter((one) => one !== null && !one.mine && traitsOf(one.content).earnsReadReceipt);
      const known = transaction.require(proton(id));
      const receipts = [
        ...known.receipts.filter((owed) => !read.some((one) => one !== null && equal(one.id, owed.message))),
      ];
      for (const one of read) if (one !== null) receipts.push({ state: 'read', message: one.id });
      transaction.put(proton(id), { ...known, receipts: receipts.slice(-MAX_RECEIPTS_OWED) });
      noteOwing(transaction, [id]);
      return receipts.length > 0;
    },
    STRICT,
  );
  if (owes) app.repliesWait();
}
