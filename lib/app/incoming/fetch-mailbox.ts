// The incoming courier: empties a mailbox page by page. A page is taken in, committed and flushed to disk, and only then acknowledged.
// Killed anywhere, it starts over: what was taken is recognised, what was not is still there, and what is owed for it is noted.

import type { Desk, MailboxAccess } from '../ports/ports.ts';
import { tellable } from '../relationships/latency.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { mailboxPages } from './mailbox-pages.ts';
import { type MailboxItem, receive } from './receive.ts';
import { answerOwing } from './replies-due.ts';

/** One answer serves so many pages: as many messages as receipts can be owed for (MAX_RECEIPTS_OWED). */
const PAGES_ANSWERED = 8;

/** @throws Fault of the transport ('unauthorised': the session is to be renewed); what could not be taken in, after all else was */
export async function fetchMailbox(desk: Desk, access: MailboxAccess, signal: AbortSignalLike): Promise<void> {
  let failure: unknown = null;
  let pages = 0;
  for await (const items of mailboxPages(desk.transport, access, signal)) {
    const page = await takePage(desk, items);
    failure ??= page.failure;
    const sequences = items.filter((_, i) => page.settled[i]).map(({ sequence }) => sequence);
    if (sequences.length > 0)
      await desk.transport.call('acknowledge', access.origin, { sequences }, { session: access.session });
    if (++pages % PAGES_ANSWERED === 0) await answerOwing(desk);
  }
  // Also what a killed worker owed.
  await answerOwing(desk);
  if (failure !== null) throw failure;
}

/** Takes in what waited while the vault was locked. What is owed for it is answered by the next fetch. */
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
  const arrivals = new Map<string, 'text' | 'mail' | 'accepted'>();
  for (const received of outcomes) {
    if (received?.outcome !== 'taken' || received.relationship === '') continue;
    const { relationship: id, arrived } = received;
    // Told once per page, however many there are.
    if (arrived !== null && arrivals.get(id) !== 'accepted') arrivals.set(id, arrived);
  }
  const told = await tellable(desk, [...arrivals.keys()]);
  for (const [id, kind] of arrivals) if (told.has(id)) desk.arrived({ relationship: id, kind });
  return { settled: outcomes.map((received) => received !== null), failure };
}
