// How soon a person wants to be told of what one correspondent, or one site, writes. It is sealed in the addresses that
// they are given, so changing it gives them new ones: those they hold go on saying what they said. They cannot see it.
import type { Latency } from '#wire/address.ts';
import { renewMask } from '../masks/mask.ts';
import { settle } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { mask } from '../records/mask.ts';
import { proton } from '../records/proton.ts';
import { type Relationship, relationship } from '../records/relationship.ts';
import { factsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';

/**
 * The least time between two notices of a correspondent of whom the person wants to hear now and then. Equal to the
 * time that a receiving service waits between two batched notices.
 */
export const NOW_AND_THEN_MS = 15 * 60_000;

export async function setLatency(app: AppContext, id: string, latency: Latency): Promise<void> {
  const facts = await factsOf(app);
  await transact(
    app.store,
    [relationship(id), proton(id), mask(id)],
    (transaction) => {
      const before = transaction.get(relationship(id));
      if (before === null || before.latency === latency) return;
      transaction.put(relationship(id), { ...before, latency, toldAt: 0 });
      renewMask(transaction, facts, id, 'revoked');
      const known = transaction.get(proton(id));
      if (known === null) return;
      // If nothing can go out to them now, the next message brings the new addresses.
      transaction.put(proton(id), { ...known, owes: { ...known.owes, addresses: true } });
      if (before.standing === 'active') settle(transaction, facts, id, true);
    },
    STRICT,
  );
}

/**
 * Of the relationships with something new, those that the person is told of now. Those that the person hears of now and
 * then are noted as told.
 */
export async function tellable(
  app: Pick<AppContext, 'store' | 'now'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const now = app.now();
  const wanted = (known: Relationship | null): boolean =>
    known !== null &&
    known.latency !== 'on-request' &&
    // A clock that was put back must not silence a correspondent for long.
    (known.latency === 'now' || Math.abs(now - known.toldAt) >= NOW_AND_THEN_MS);
  const all = await app.store.read(ids.map((id) => relationship(id)));
  const told = ids.filter((_, i) => wanted(all[i] ?? null));
  const batched = told.filter((id) => all[ids.indexOf(id)]?.latency === 'batched');
  if (batched.length > 0)
    await transact(
      app.store,
      batched.map((id) => relationship(id)),
      (transaction) => {
        for (const id of batched) {
          const known = transaction.get(relationship(id));
          if (known !== null) transaction.put(relationship(id), { ...known, toldAt: now });
        }
      },
    );
  return new Set(told);
}
