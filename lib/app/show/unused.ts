// Identities that were made for a form which was never sent: what one is asked about, once they are a day old.
import { encodeHex } from '#bytes/base64url.ts';
import { siteLabel } from '#logins/site.ts';
import { isUsed, login } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { relationship } from '../records/relationship.ts';
import type { Store } from '../store/store.ts';
import type { UnusedIdentityView } from '../views/sites.ts';
import type { Directory } from './directory.ts';

/** The person may still be at it: a form takes its time, and a confirmation its night. */
export const UNASKED_MS = 24 * 3_600_000;

/** All of them, the oldest first. */
export async function showUnused(store: Store, directory: Directory, now: number): Promise<UnusedIdentityView[]> {
  await directory.load();
  const ids = await directory.untouched(now - UNASKED_MS);
  const [known, logins, masks] = await Promise.all([
    store.read(ids.map((id) => relationship(id))),
    store.read(ids.map((id) => login(id))),
    store.read(ids.map((id) => mask(id))),
  ]);
  return ids.flatMap((id, at) => {
    const [one, its, held] = [known[at], logins[at] ?? null, masks[at] ?? null];
    const site = (its ?? held)?.site;
    // The directory is told of what surfaces, and this does not.
    if (one == null || site === undefined || isUsed({ relationship: one, login: its })) return [];
    const { mine, minePicture, createdAt } = one;
    return [
      {
        id,
        name: mine.name,
        picture: encodeHex(minePicture),
        site: siteLabel(site),
        mask: held?.address ?? '',
        createdAt,
      },
    ];
  });
}
