// Another vault key, and everything written anew under it into a store of its own. The log of the old database, with
// replaced and removed rows, was sealed under the old key, which is forgotten, wraps and all. Killed anywhere, the
// header names the one whole store: the old one until the write that replaces the header, then the new one.
// `dropOthers` drops the other. No other write may happen meanwhile: see device.ts.
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { dayOf } from '#protocol/base/day.ts';
import { RECORD_KINDS } from '../records/kinds.ts';
import type { VaultKey } from '../store/sealing.ts';
import type { CopyableStore } from '../store/store.ts';
import type { Stores } from '../store/stores.ts';
import type { LockedInbox } from '../vault/locked-inbox.ts';
import { authentic, isRenewable, renewKey } from '../vault/vault.ts';
import { readHeader } from '../vault/vault-header.ts';

export interface RekeyPorts {
  readonly lockedInbox: LockedInbox;
  readonly stores: Stores;
  readonly entropy: Entropy;
  now(): number;
}

/** How far it is, in records; setting `stopped` undoes it, as long as it is not through. */
export interface Tidying {
  done: number;
  total: number;
  stopped: boolean;
}

/** A vault key is replaced at the first quiet moment after so many days, and not long after that in any case. */
const REKEY_DAYS = 30;
const REKEY_AT_LATEST_DAYS = 37;

/**
 * `now`: another passphrase or code was set, or it is overdue. `quietly`: if no page is looked at. `code`: not before
 * the recovery code was typed.
 */
export function rekeyDue(header: Uint8Array, now: number): 'now' | 'quietly' | 'code' | null {
  const read = readHeader(header);
  if (read === 'newer') return null;
  if (!isRenewable(read)) return 'code';
  if (read.keyDay === 0) return 'now';
  // A clock that was put back must not put it off for years.
  const days = Math.abs(dayOf(now) - read.keyDay);
  return days >= REKEY_AT_LATEST_DAYS ? 'now' : days >= REKEY_DAYS ? 'quietly' : null;
}

/**
 * @param hold is given both keys before the header changes, so that the next worker after a kill holds the right one
 * @param progress called after every batch
 * @returns whether it is through; if not, it was stopped, or mail came for the locked vault meanwhile, and everything
 * is as it was
 * @throws Fault of Store and LockedInbox, `storage-full` above all: what the header says now holds
 */
export async function rekey(
  { lockedInbox, stores, entropy, now }: RekeyPorts,
  header: Uint8Array,
  key: VaultKey,
  tidying: Tidying,
  { hold, progress }: { hold(next: VaultKey): Promise<void>; progress(): void },
): Promise<boolean> {
  const { generation } = authentic(header, key);
  const next = renewKey(header, key, entropy, dayOf(now()));
  const from = await stores.open(generation, key);
  try {
    const to = await stores.create(next.generation, next.vaultKey);
    try {
      if (!(await copyAll(from, to, tidying, progress))) return false;
      await to.flush();
    } finally {
      to.close();
    }
    await hold(next.vaultKey);
    if (tidying.stopped) return false;
    return await lockedInbox.replaceHeader(next.header);
  } finally {
    from.close();
    await dropUnnamed(lockedInbox, stores, header, next.generation);
  }
}

/** If the header cannot be read, nothing is dropped: the next opening sees. */
async function dropUnnamed(
  lockedInbox: LockedInbox,
  stores: Stores,
  before: Uint8Array,
  generation: number,
): Promise<void> {
  try {
    const header = await lockedInbox.readHeader();
    if (header !== null && equal(header, before)) await stores.drop(generation);
  } catch (error) {
    if (!(error instanceof Fault) || error.blame === 'bug') throw error;
  }
}

/** @returns false if it was stopped */
async function copyAll(
  from: CopyableStore,
  to: CopyableStore,
  tidying: Tidying,
  progress: () => void,
): Promise<boolean> {
  const counts = await Promise.all(RECORD_KINDS.map((kind) => from.count(kind)));
  tidying.total = counts.reduce((sum, count) => sum + count, 0);
  progress();
  for (const [at, kind] of RECORD_KINDS.entries()) {
    for await (const records of from.copyOut(kind)) {
      if (tidying.stopped) return false;
      await to.copyIn(kind, records);
      tidying.done += records.length;
      progress();
    }
    if ((await to.count(kind)) !== counts[at])
      throw new Fault('bug', 'rekey-count', `${kind.name}: as many records as there were wanted`);
  }
  return !tidying.stopped;
}

/** Drops every store but the one that has just been opened under the header. */
export async function dropOthers({ stores }: Pick<RekeyPorts, 'stores'>, header: Uint8Array): Promise<void> {
  const read = readHeader(header);
  if (read === 'newer') return;
  for (const generation of await stores.others(read.generation)) await stores.drop(generation);
}
