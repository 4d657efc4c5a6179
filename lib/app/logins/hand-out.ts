// Entries as formats write them, for an export: every log-in, those of identities included, and every note, card and
// address. Only behind the passphrase (lib/rpc/logins).
import type { VaultEntry } from '#logins/formats/entry.ts';
import { siteLabel } from '#logins/site.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry, entryHistory, entryKind } from '../records/entry.ts';
import { login, loginKind } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { relationship } from '../records/relationship.ts';
import { vaultEntryOf } from './entry-records.ts';

/** Ids of all that an export holds, in an order of no meaning. */
export async function entryIds({ store }: Pick<AppContext, 'store'>): Promise<string[]> {
  const ids = new Set<string>();
  for (const kind of [loginKind, entryKind])
    for await (const batch of store.scan<unknown>(kind as never)) for (const { id } of batch) ids.add(id);
  return [...ids];
}

/** One that was deleted meanwhile is left out. A mask is the e-mail address of its log-in. */
export async function handOut(app: Pick<AppContext, 'store'>, ids: readonly string[]): Promise<VaultEntry[]> {
  return (await handOutNamed(app, ids)).map(({ entry: one }) => one);
}

/** The same, each with its id. */
export async function handOutNamed(
  { store }: Pick<AppContext, 'store'>,
  ids: readonly string[],
): Promise<{ readonly id: string; readonly entry: VaultEntry }[]> {
  const found = await Promise.all(
    ids.map((id) => store.read([login(id), entry(id), entryHistory(id), mask(id), relationship(id)])),
  );
  return found.flatMap(([fills, kept, history, held, its], at) => {
    if (fills === null && kept === null) return [];
    const made = vaultEntryOf(fills, kept, history, its?.name ?? siteLabel(fills?.site ?? ''));
    return [
      { id: ids[at] as string, entry: held === null || made.email !== '' ? made : { ...made, email: held.address } },
    ];
  });
}
