// The pages of one mailbox, oldest first: while one is taken in, the next comes, and its call acknowledges what was
// committed before. The service is not trusted to come to an end: numbers only ever rise, an item given once in a run
// is not given again, and a run takes so many pages and no more; the next one goes on.
import type { Mailbox } from '#wire/transport.ts';
import type { MailboxAccess, Transport } from '../ports/ports.ts';
import type { AbortSignalLike } from '../store/store.ts';

/** 64,000 items. */
const MAX_PAGES = 1000;

/**
 * @param take @returns the items that are dealt with for good, and committed: they are acknowledged. Null: no further
 * page is wanted, and nothing of this one is acknowledged
 * @param brought the first page, if it is at hand
 * @throws Fault of the transport; what `take` throws
 */
export async function emptyMailbox(
  transport: Transport,
  { origin, session }: MailboxAccess,
  signal: AbortSignalLike,
  take: (items: Mailbox['items']) => Promise<Mailbox['items'] | null>,
  brought: Mailbox | null = null,
): Promise<void> {
  let last = -1;
  let committed: number[] = [];
  const first = async () => brought ?? transport.call('getMailbox', origin, null, { session });
  let coming: Promise<Mailbox> | null = signal.aborted ? null : first();
  try {
    for (let pages = 1; coming !== null; pages++) {
      const page: Mailbox = await coming;
      coming = null;
      const items = page.items.filter(({ sequence }) => sequence > last).sort((a, b) => a.sequence - b.sequence);
      if (items.length === 0) break;
      last = items.at(-1)?.sequence ?? last;
      if (page.remaining > 0 && pages < MAX_PAGES && !signal.aborted) {
        coming = transport.call('getMailboxPage', origin, { acknowledged: committed, after: last }, { session });
        committed = [];
        // Awaited below, but perhaps after it was refused.
        coming.catch(() => {});
      }
      const taken = await take(items);
      if (taken === null) break;
      committed = [...committed, ...taken.map(({ sequence }) => sequence)];
    }
    if (committed.length > 0) await transport.call('acknowledge', origin, { sequences: committed }, { session });
  } finally {
    // A run is over when nothing of it is under way.
    await coming?.catch(() => {});
  }
}
