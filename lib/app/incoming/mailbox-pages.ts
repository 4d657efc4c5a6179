// The pages of one mailbox, oldest first. The service is not trusted to come to an end: numbers only ever rise, an item
// given once in a run is not given again, and a run takes so many pages and no more; the next one goes on.
import type { Mailbox } from '#wire/transport.ts';
import type { MailboxAccess, Transport } from '../ports/ports.ts';
import type { AbortSignalLike } from '../store/store.ts';

/** 64,000 items. */
const MAX_PAGES = 1000;

/**
 * The caller acknowledges a page before asking for the next; items left unacknowledged come again at the head of the
 * next page and are passed over.
 * @param first the first page, if it is at hand
 * @throws Fault of the transport
 */
export async function* mailboxPages(
  transport: Transport,
  { origin, session }: MailboxAccess,
  signal: AbortSignalLike,
  first: Mailbox | null = null,
): AsyncGenerator<Mailbox['items']> {
  let last = -1;
  for (let pages = 0; pages < MAX_PAGES && !signal.aborted; pages++) {
    const page = (pages === 0 ? first : null) ?? (await transport.call('getMailbox', origin, null, { session }));
    const items = page.items.filter(({ sequence }) => sequence > last).sort((a, b) => a.sequence - b.sequence);
    const end = items.at(-1);
    if (end === undefined) return;
    last = end.sequence;
    yield items;
    if (page.remaining === 0) return;
  }
}
