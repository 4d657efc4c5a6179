// Entries as formats write them, for an export: every log-in, those of identities included, and every note, card and
// address. Only behind the passphrase (lib/rpc/logins).
import type { VaultEntry } from '#logins/formats/entry.ts';
import { siteLabel } from '#logins/site.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Entry, type EntryHistory, entry, entryHistory, entryKind } from '../records/entry.ts';
import { type Login, login, loginKind } from '../records/login.ts';
import { type Mask, mask } from '../records/mask.ts';
import { type Relationship, relationship } from '../records/relationship.ts';
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
    return [{ id: ids[at] as string, entry: handedOut(fills, kept, { history, held, its }) }];
  });
}

/** An entry by its records; the mask and the relationship are those of its id. */
export function handedOut(
  fills: Login | null,
  kept: Entry | null,
  { history, held, its }: Readonly<{ history: EntryHistory | null; held: Mask | null; its: Relationship | null }>,
): VaultEntry {
  const made = vaultEntryOf(fills, kept, history, its?.name ?? siteLabel(fills?.site ?? ''));
  return held === null || made.email !== '' ? made : { ...made, email: held.address };
}
