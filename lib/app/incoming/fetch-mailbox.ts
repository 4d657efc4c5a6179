// The incoming courier: empties a mailbox page by page. A page is taken in, committed and flushed to disk, and only
// then acknowledged. Killed anywhere, it starts over: items already taken are recognised, others are still there, and
// replies owed are noted.
import type { Mailbox } from '#wire/transport.ts';
import type { AppContext, MailboxAccess } from '../ports/ports.ts';
import { tellable } from '../relationships/latency.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { emptyMailbox } from './mailbox-pages.ts';
import { type DeliveredItem, receive } from './receive.ts';
import { answerOwing } from './replies-due.ts';
import { putAside, takeFromAside } from './set-aside.ts';

/** One answer serves so many pages: as many messages as receipts can be owed for (MAX_RECEIPTS_OWED). */
const PAGES_ANSWERED = 8;

/**
 * @param brought its first page, if the service sent it along
 * @throws Fault of the transport ('unauthorised': the session is to be renewed); the failure of an item that could not
 * be taken in and was set aside, after all others were taken
 */
export async function fetchMailbox(
  app: AppContext,
  access: MailboxAccess,
  signal: AbortSignalLike,
  brought: Mailbox | null = null,
): Promise<boolean> {
  let failure: unknown = null;
  let pages = 0;
  const take = async (items: Mailbox['items']) => {
    const page = await takePage(app, items);
    failure ??= page.failure;
    if (++pages % PAGES_ANSWERED === 0) await answerOwing(app);
    return items.filter((_, i) => page.settled[i]);
  };
  await emptyMailbox(app.transport, access, signal, take, brought);
  // Also the replies that a killed worker owed. What the person has before their eyes is read in a moment: one message
  // says both then, that it came and that it was read.
  const waits = await answerOwing(app, (id) => app.isLookedAt(id));
  if (failure !== null) throw failure;
  return waits;
}

/** Tries again what was set aside. */
export function takeAgain(app: AppContext, signal: AbortSignalLike): Promise<void> {
  return takeFromAside(app, signal, async (items) => (await takeIn(app, items)).settled);
}

/** Of each item whether it is dealt with for good, and what went wrong with the first that could not be taken in. */
interface TakenPage {
  readonly settled: readonly boolean[];
  readonly failure: unknown;
}

/** The next fetch sends the replies owed for taken items. Those that cannot be taken in are set aside. */
export async function takePage(app: AppContext, items: readonly DeliveredItem[]): Promise<TakenPage> {
  const page = await takeIn(app, items);
  const left = items.filter((_, i) => !page.settled[i]);
  if (left.length === 0 || !(await putAside(app, left))) return page;
  return { ...page, settled: items.map(() => true) };
}

async function takeIn(app: AppContext, items: readonly DeliveredItem[]): Promise<TakenPage> {
  const { outcomes, failure } = await receive(app, items);
  const arrivals = new Map<string, 'text' | 'mail' | 'accepted'>();
  for (const received of outcomes) {
    if (received?.outcome !== 'taken' || received.relationship === '') continue;
    const { relationship: id, arrived } = received;
    // Told once per page, however many there are.
    if (arrived !== null && arrivals.get(id) !== 'accepted') arrivals.set(id, arrived);
  }
  const told = await tellable(app, [...arrivals.keys()]);
  for (const [id, kind] of arrivals) if (told.has(id)) app.arrived({ relationship: id, kind });
  return { settled: outcomes.map((received) => received !== null), failure };
}
