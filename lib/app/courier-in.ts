// The incoming courier: empties a mailbox page by page. A page is taken in and answered, each committed and flushed to disk, and only then
// acknowledged. Killed anywhere, it starts over: what was taken is recognised, what was not is still there.
import { Fault } from '#bytes/fault.ts';
import { type Facts, factsOf } from './facts.ts';
import { mailboxPages } from './mailbox-pages.ts';
import type { Arrival, Desk } from './ports.ts';
import { settle } from './post.ts';
import { type MailboxItem, receive } from './receive.ts';
import { proton } from './records/proton.ts';
import { relationship } from './records/relationship.ts';
import { service } from './records/service.ts';
import type { MailboxAccess } from './sessions.ts';
import type { AbortSignalLike } from './store.ts';
import { STRICT, transact } from './transaction.ts';

/** @throws Fault of the transport ('unauthorised': the session is to be renewed); what could not be taken in, after all else was */
export async function fetchMailbox(desk: Desk, access: MailboxAccess, signal: AbortSignalLike): Promise<void> {
  let failure: unknown = null;
  for await (const items of mailboxPages(desk.transport, access, signal)) {
    const page = await takePage(desk, items);
    failure ??= page.failure;
    const sequences = items.filter((_, i) => page.settled[i]).map(({ sequence }) => sequence);
    if (sequences.length > 0)
      await desk.transport.call('acknowledge', access.origin, { sequences }, { session: access.session });
  }
  if (failure !== null) throw failure;
}

/** Takes in what waited while the vault was locked, and answers. */
export async function receiveAll(desk: Desk, items: readonly MailboxItem[]): Promise<void> {
  const { failure } = await takePage(desk, items);
  if (failure !== null) throw failure;
}

/** @returns of each item whether it is dealt with for good, and what went wrong with the first that is not */
async function takePage(
  desk: Desk,
  items: readonly MailboxItem[],
): Promise<{ settled: readonly boolean[]; failure: unknown }> {
  const { outcomes, failure } = await receive(desk, items);
  const touched = new Set<string>();
  const arrivals = new Map<string, Arrival['kind']>();
  for (const received of outcomes) {
    if (received === null || received.outcome === 'dropped' || received.relationship === '') continue;
    const { relationship: id } = received;
    // Also what was taken before: the worker may have been killed before it answered.
    touched.add(id);
    if (received.outcome === 'taken' && received.arrived !== null && arrivals.get(id) !== 'accepted')
      arrivals.set(id, received.arrived);
  }
  const news = outcomes.some((received) => received?.outcome === 'taken');
  for (const id of news ? touched : []) desk.announce({ topic: 'thread', relationship: id });
  if (news) desk.announce({ topic: 'conversations' });
  for (const [id, kind] of arrivals) desk.arrived({ relationship: id, kind });
  const unanswered = await answerAll(desk, [...touched]);
  return { settled: outcomes.map((received) => received !== null), failure: failure ?? unanswered };
}

/** One automatic message per relationship and page: receipts, fresh addresses, post-quantum answers together. @returns what went wrong */
async function answerAll(desk: Desk, touched: readonly string[]): Promise<unknown> {
  if (touched.length === 0) return null;
  const facts = await factsOf(desk);
  let failure: unknown = null;
  const answer = async (ids: readonly string[]): Promise<boolean> => {
    try {
      if ((await settleAll(desk, facts, ids)) > 0) desk.wake();
      return true;
    } catch (error) {
      if (error instanceof Fault && (error.blame === 'unavailable' || error.blame === 'locked')) throw error;
      failure ??= error;
      return false;
    }
  };
  if (await answer(touched)) return null;
  // What one is owed stays owed; it must keep neither the others' answers nor the mailbox waiting.
  failure = null;
  for (const id of touched) await answer([id]);
  return failure;
}

function settleAll(desk: Desk, facts: Facts, ids: readonly string[]): Promise<number> {
  return transact(
    desk.store,
    ids.flatMap((id) => [relationship(id), proton(id)]),
    (transaction) => {
      // Known before the first answer is made: asking later would make all of them again.
      const theirs = ids.flatMap((id) => transaction.get(proton(id))?.grants ?? []);
      transaction.fetch(theirs.map((grant) => service(grant.service.origin)));
      return ids.reduce((count, id) => {
        const standing = transaction.get(relationship(id))?.standing;
        const silent = transaction.get(proton(id)) === null || standing === 'ended' || standing === 'blocked';
        return silent ? count : count + settle(transaction, facts, id);
      }, 0);
    },
    STRICT,
  );
}
