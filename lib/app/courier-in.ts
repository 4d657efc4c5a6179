// The incoming courier: empties a mailbox page by page. Every item of a page is taken in a step of its own; the last step of the page is
// flushed to disk, which flushes those before it, and only then is the page acknowledged. Killed anywhere, it starts over: what was
// taken is recognised, what was not is still there.
import { factsOf } from './facts.ts';
import type { Received } from './open-message.ts';
import type { Desk } from './ports.ts';
import { settle } from './post.ts';
import { receive } from './receive.ts';
import { proton } from './records/proton.ts';
import { relationship } from './records/relationship.ts';
import type { MailboxAccess } from './sessions.ts';
import type { AbortSignalLike } from './store.ts';
import { STRICT, transact } from './transaction.ts';

/** @returns how many items were taken in @throws Fault of the transport ('unauthorised': the session is to be renewed) */
export async function fetchMailbox(desk: Desk, access: MailboxAccess, signal: AbortSignalLike): Promise<number> {
  let taken = 0;
  while (!signal.aborted) {
    const page = await desk.transport.call('getMailbox', access.origin, null, { session: access.session });
    if (page.items.length === 0) break;
    const touched = new Set<string>();
    const sequences: number[] = [];
    for (const [index, item] of page.items.entries()) {
      const received = await receive(desk, item, index === page.items.length - 1 ? 'strict' : 'relaxed');
      note(desk, received, touched);
      if (received.outcome === 'taken') taken++;
      sequences.push(item.sequence);
    }
    // Answers are committed before the acknowledgement: a worker killed here meets the page again and owes nothing.
    await answerAll(desk, touched);
    await desk.transport.call('acknowledge', access.origin, { sequences }, { session: access.session });
    if (page.remaining === 0) break;
  }
  return taken;
}

/** Takes in what waited while the vault was locked, and answers. */
export async function receiveAll(
  desk: Desk,
  items: readonly { address: Uint8Array; envelope: Uint8Array }[],
): Promise<void> {
  const touched = new Set<string>();
  for (const [index, item] of items.entries())
    note(desk, await receive(desk, item, index === items.length - 1 ? 'strict' : 'relaxed'), touched);
  await answerAll(desk, touched);
}

function note(desk: Desk, received: Received, touched: Set<string>): void {
  if (received.outcome !== 'taken' || received.relationship === '') return;
  touched.add(received.relationship);
  desk.announce({ topic: 'thread', relationship: received.relationship });
  desk.announce({ topic: 'conversations' });
  if (received.arrived !== null) desk.arrived({ relationship: received.relationship, kind: received.arrived });
}

/** One automatic message per relationship and page: receipts, fresh addresses, post-quantum answers together. */
async function answerAll(desk: Desk, touched: ReadonlySet<string>): Promise<void> {
  const facts = await factsOf(desk);
  let posted = 0;
  for (const id of touched) {
    posted += await transact(
      desk.store,
      [relationship(id), proton(id)],
      (transaction) => {
        const standing = transaction.get(relationship(id))?.standing;
        if (transaction.get(proton(id)) === null || standing === 'ended' || standing === 'blocked') return 0;
        return settle(transaction, facts, id);
      },
      STRICT,
    );
  }
  if (posted > 0) desk.wake();
}
