// Findings that a person says to pass over, and takes up again.
import type { FindingReason } from '#logins/watch/findings.ts';
import type { AppContext } from '../ports/ports.ts';
import { ignoredFindings } from '../records/finding.ts';
import { login } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { transact } from '../store/transaction.ts';

export async function ignoreFinding(
  app: Pick<AppContext, 'store' | 'now'>,
  id: string,
  reason: FindingReason,
  isIgnored: boolean,
): Promise<void> {
  const at = app.now();
  await transact(app.store, [ignoredFindings(id), login(id), mask(id)], (transaction) => {
    if (transaction.get(login(id)) === null && transaction.get(mask(id)) === null) return;
    const others = (transaction.get(ignoredFindings(id))?.reasons ?? []).filter((one) => one.reason !== reason);
    transaction.put(ignoredFindings(id), { reasons: [...others, { reason, at, isIgnored }] });
  });
}
