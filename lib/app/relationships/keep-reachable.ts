// Two people who write nothing for months must stay able to. Upkeep sends fresh addresses to correspondents who hold
// only addresses of mine that expire soon, and asks correspondents for new ones if all of theirs here expire soon.
// Either way, one of the two has to look in before the last address expires: with long-term addresses, half a year at
// best and more than three months at worst.
import { dayOf } from '#protocol/base/day.ts';
import { idBytes, idText } from '../conversation/conversation.ts';
import { settle } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { wantsAddresses } from '../reach/their-addresses.ts';
import { type Proton, proton, protonKind } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { addressKind } from '../records/transit.ts';
import { factsOf } from '../services/snapshot.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';

/** They are sent fresh addresses when the newest that they hold has fewer days left, of the 180 of a long-term one. */
const FRESHEN_BEFORE_DAYS = 120;
/** Not on one day for all of them: a service could link events that it sees at one time. */
const SPREAD_DAYS = 16;
const spreadOf = (id: string): number => (idBytes(id)[0] ?? 0) % SPREAD_DAYS;

/** @param today by the clock when upkeep began */
export async function keepReachable(app: AppContext, signal: AbortSignalLike, today: number): Promise<void> {
  const newest = await newestHeld(app, signal);
  const stale = [...newest]
    .filter(([id, expiryDay]) => expiryDay - today <= FRESHEN_BEFORE_DAYS - spreadOf(id))
    .map(([id]) => id);
  await owe(app, signal, stale, (known) => ({ ...known, owes: { ...known.owes, addresses: true } }));

  const wanting: string[] = [];
  for await (const batch of app.store.scan(protonKind, signal))
    for (const { id, value } of batch) if (wantsAddresses(value, spreadOf(id), today)) wanting.push(id);
  await owe(app, signal, wanting, (known) => {
    const askedDay = dayOf(app.now());
    // Two upkeeps at once: the other one has asked.
    if (known.askedDay === askedDay) return known;
    return { ...known, askedDay, owes: { ...known.owes, request: true } };
  });
}

/** The last day of the newest address of mine that each person holds. */
async function newestHeld(app: AppContext, signal: AbortSignalLike): Promise<Map<string, number>> {
  const newest = new Map<string, number>();
  for await (const batch of app.store.scan(addressKind, signal)) {
    for (const { value } of batch) {
      if (value.purpose !== 'person') continue;
      const owner = idText(value.owner);
      newest.set(owner, Math.max(newest.get(owner) ?? 0, value.expiryDay));
    }
  }
  return newest;
}

async function owe(
  app: AppContext,
  signal: AbortSignalLike,
  ids: readonly string[],
  change: (known: Proton) => Proton,
): Promise<void> {
  if (ids.length === 0) return;
  const facts = await factsOf(app);
  for (const id of ids) {
    if (signal.aborted) break;
    await transact(
      app.store,
      [relationship(id), proton(id)],
      (transaction) => {
        const known = transaction.get(proton(id));
        if (known === null || transaction.get(relationship(id))?.standing !== 'active') return;
        transaction.put(proton(id), change(known));
        settle(transaction, facts, id, true);
      },
      STRICT,
    );
  }
}
