// One-time codes of a log-in or of an identity: adding and taking away. An identity that Nucleus made has its codes
// where any log-in has, in the entry of its own id, which comes with the first.
import type { OneTime } from '#logins/formats/entry.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Entry, entry, entryHistory, MOST } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { relationship } from '../records/relationship.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import { replace } from './change.ts';
import { entryFor } from './entry-records.ts';

/** `double`: it is there already. */
export type CodesAdded = { ok: true; first: number } | { ok: false; reason: 'gone' | 'full' | 'double' };

function entryOf(transaction: Transaction, id: string, now: number): Entry | null {
  const kept = transaction.get(entry(id));
  if (kept !== null) return kept.deletedAt === null ? kept : null;
  const known = transaction.get(login(id));
  if (known === null && transaction.get(relationship(id)) === null) return null;
  const made = entryFor(known);
  return { ...made, createdAt: made.createdAt || now };
}

const isSame = (one: OneTime, other: OneTime): boolean =>
  one.secret === other.secret && one.algorithm === other.algorithm && one.alphabet === other.alphabet;

/** How it was before stays among its versions. */
function putOneTimes(transaction: Transaction, id: string, before: Entry, oneTimes: Entry['oneTimes'], now: number) {
  const fills = transaction.get(login(id));
  const present = { known: fills, before, isIdentity: transaction.get(relationship(id)) !== null };
  const earlier = transaction.get(entryHistory(id))?.versions ?? [];
  replace(
    transaction,
    id,
    present,
    { fills, after: { ...before, oneTimes, changedAt: now, import: null }, earlier },
    now,
  );
}

/** @returns the place of the first that was added */
export async function addOneTimes(app: AppContext, id: string, given: readonly OneTime[]): Promise<CodesAdded> {
  const now = app.now();
  return transact(
    app.store,
    [entry(id), login(id), entryHistory(id), relationship(id)],
    (transaction) => {
      const kept = entryOf(transaction, id, now);
      if (kept === null) return { ok: false, reason: 'gone' };
      const fresh = given.filter((one) => !kept.oneTimes.some((other) => isSame(one, other)));
      if (fresh.length === 0) return { ok: false, reason: 'double' };
      const oneTimes = [...kept.oneTimes, ...fresh];
      if (oneTimes.length > MOST.oneTimes) return { ok: false, reason: 'full' };
      putOneTimes(transaction, id, kept, oneTimes, now);
      return { ok: true, first: kept.oneTimes.length };
    },
    STRICT,
  );
}

/** @param names as it was shown: what stands in its place by then stays */
export async function removeOneTime(
  app: AppContext,
  id: string,
  index: number,
  names: Pick<OneTime, 'issuer' | 'account'>,
): Promise<boolean> {
  const now = app.now();
  return transact(
    app.store,
    [entry(id), login(id), entryHistory(id), relationship(id)],
    (transaction) => {
      const kept = transaction.get(entry(id));
      const one = kept?.oneTimes[index];
      if (kept === null || one?.issuer !== names.issuer || one.account !== names.account) return false;
      const oneTimes = kept.oneTimes.filter((_, at) => at !== index);
      putOneTimes(transaction, id, kept, oneTimes, now);
      return true;
    },
    STRICT,
  );
}
