// Mailboxes by the thousand, written straight into the store of a service that is not running, and sessions for them
// under its own key.
import { join } from 'node:path';
import { dayOf } from '#protocol/base/day.ts';
import { Roots } from '#services/receiving/roots.ts';
import { Sessions } from '#services/receiving/sessions.ts';
import { SecretsFile } from '#services/secrets/secrets.ts';
import { openSqliteStorage } from '#services/storage/sqlite/sqlite.ts';
import { entropy } from '#services/testing/party.ts';

/** @param folder of a service (place.ts) @returns a session for each */
export async function populate(folder: string, count: number): Promise<Uint8Array[]> {
  const directory = join(folder, 'data');
  const sessions = new Sessions(SecretsFile.open(directory, entropy).secrets.sessionKey);
  const storage = openSqliteStorage(directory);
  const roots = new Roots(storage, Date.now);
  const now = Date.now();
  const made: Uint8Array[] = [];
  while (made.length < count) {
    const names = await Promise.all(
      Array.from({ length: Math.min(500, count - made.length) }, () =>
        roots.create(
          entropy(16),
          { addressKey: entropy(32), accessKey: entropy(32), createdDay: dayOf(now), latency: 'now' },
          entropy,
        ),
      ),
    );
    made.push(...names.map((root) => sessions.create(root, 'fetch', now)));
  }
  await storage.close();
  return made;
}
