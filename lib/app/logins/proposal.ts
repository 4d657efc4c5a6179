// Changing a password at its site. The new one is kept as *proposed* before any form is given it, and the present one
// stays until the site is known to have taken it: a form may refuse it, and a browser may be closed under it. Neither
// is ever lost: one that is replaced or refused stays among the former versions.
import type { PasswordHints } from '#logins/generate/password.ts';
import { type Site, siteLabel } from '#logins/site.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry, entryHistory } from '../records/entry.ts';
import { generated } from '../records/generator.ts';
import { type Login, login } from '../records/login.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import { changeIn, onEntry, presentOf } from './change.ts';
import { keptVersions } from './entry-records.ts';
import { noteDrawn, passwordFor } from './generated.ts';

/** @returns the password that is proposed now; null: there is no such log-in (any more) */
export async function proposePassword(
  app: AppContext,
  id: string,
  site: Site,
  hints: PasswordHints,
): Promise<string | null> {
  const password = await passwordFor(app, hints);
  const drawn = { id: app.entropy(16), what: 'password', text: password, site: siteLabel(site) } as const;
  const now = app.now();
  return transact(
    app.store,
    [login(id), entry(id), entryHistory(id), generated],
    (transaction) => {
      const known = transaction.get(login(id));
      if (known === null) return null;
      putAside(transaction, id, known);
      // A time is a proposal's name.
      const at = Math.max(now, (known.proposed?.at ?? 0) + 1);
      transaction.put(login(id), { ...known, proposed: { password, at, seen: 'nothing' } });
      noteDrawn(transaction, now, drawn);
      return password;
    },
    STRICT,
  );
}

/**
 * The site took the proposed password, or did not. Which one is meant is said by the time it was made, so that a late
 * answer is not one about another.
 */
export async function settleProposed(app: AppContext, id: string, at: number, accepted: boolean): Promise<boolean> {
  const now = app.now();
  const isSettled = await onEntry(app, id, (transaction, present) => {
    const { known } = present;
    if (known?.proposed == null || known.proposed.at !== at) return false;
    if (accepted) changeIn(transaction, id, present, { password: known.proposed.password }, now);
    else {
      putAside(transaction, id, known);
      transaction.put(login(id), { ...known, proposed: null });
    }
    return true;
  });
  return isSettled ?? false;
}

/** What its page tells by the form. @returns false: no such one waits (any more) */
export async function noteProposedSeen(
  app: Pick<AppContext, 'store'>,
  id: string,
  at: number,
  seen: 'taken' | 'back',
): Promise<boolean> {
  return transact(app.store, [login(id)], (transaction) => {
    const known = transaction.get(login(id));
    if (known?.proposed?.at !== at) return false;
    transaction.put(login(id), { ...known, proposed: { ...known.proposed, seen } });
    return true;
  });
}

/** One that another takes the place of, or that the site refused. A former version is an entry's. */
function putAside(transaction: Transaction, id: string, known: Login): void {
  if (known.proposed === null) return;
  const present = presentOf(transaction, id);
  if (present !== null) transaction.put(entry(id), present.before);
  const before = transaction.get(entryHistory(id))?.versions ?? [];
  const history = keptVersions([{ until: null, password: known.proposed.password, rest: null }, ...before]);
  if (history !== null) transaction.put(entryHistory(id), history);
}
