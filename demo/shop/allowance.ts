// Rate limits: so many uses of something (a log-in attempt for an address, a mail to a recipient) per window. Kept in
// the database, so that a restart grants no new tries; subjects are stored as digests, never in clear.

import type { Database } from './database.ts';

/** Counts one use; false when the window's allowance was already used up. */
export function use(
  database: Database,
  purpose: string,
  subject: string,
  allowed: number,
  windowMs: number,
  now: number,
): boolean {
  const key = database.digest(`allowance ${purpose}`, subject.toLowerCase());
  database.sql.prepare('DELETE FROM allowance WHERE resetsAt <= ?').run(now);
  const row = database.sql
    .prepare(
      `INSERT INTO allowance VALUES (?, 1, ?)
       ON CONFLICT (subject) DO UPDATE SET used = used + 1 RETURNING used`,
    )
    .get(key, now + windowMs) as { used: number };
  return row.used <= allowed;
}
