// The bin: a deleted entry is offered nowhere, waits for thirty days and can be put back until then.
import { encodeHex } from '#bytes/base64url.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry, entryHistory, entryKind } from '../records/entry.ts';
import { ignoredFindings, leakAnswer } from '../records/finding.ts';
import { login } from '../records/login.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { type Transaction, transact } from '../store/transaction.ts';
import { moveBetweenSites } from './at-sites.ts';
import { entryFor, sitesOf } from './entry-records.ts';
import { filePartCount, forgetFileParts } from './files.ts';
import { forgetFormsOf } from './forget-forms.ts';

export const BIN_DAYS = 30;

/** Into the bin. A log-in that belongs to a relationship ends with it, and not here. */
export async function deleteEntry(app: AppContext, id: string): Promise<void> {
  const now = app.now();
  await transact(app.store, [entry(id), login(id)], (transaction) => {
    const known = transaction.get(entry(id)) ?? entryFor(transaction.get(login(id)));
    if (known.deletedAt !== null) return;
    transaction.put(entry(id), { ...known, deletedAt: now, changedAt: now, import: null });
    moveBetweenSites(transaction, id, sitesOf(known.sites), []);
  });
}

export async function restoreEntry(app: AppContext, id: string): Promise<void> {
  const now = app.now();
  await transact(app.store, [entry(id), login(id)], (transaction) => {
    const known = transaction.get(entry(id));
    if (known === null || known.deletedAt === null) return;
    transaction.put(entry(id), { ...known, deletedAt: null, changedAt: now });
    if (transaction.get(login(id)) !== null) moveBetweenSites(transaction, id, [], sitesOf(known.sites));
  });
}

/** Takes everything of an entry away, its files included. */
export function forgetEntry(transaction: Transaction, id: string): void {
  transaction.remove(ignoredFindings(id));
  transaction.remove(leakAnswer(id));
  const known = transaction.get(entry(id));
  if (known === null) return;
  moveBetweenSites(transaction, id, sitesOf(known.sites), []);
  for (const { file, size } of known.attachments)
    forgetFileParts(transaction, id, encodeHex(file), filePartCount(size));
  transaction.remove(entry(id));
  transaction.remove(entryHistory(id));
  transaction.remove(login(id));
  forgetFormsOf(transaction, id);
}

/** For good, at once: only one that lies in the bin. */
export async function eraseEntry(app: AppContext, id: string): Promise<void> {
  await transact(app.store, [entry(id)], (transaction) => {
    if (transaction.get(entry(id))?.deletedAt != null) forgetEntry(transaction, id);
  });
}

/** Entries that have lain in the bin for long enough. */
export async function emptyBin(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const now = app.now();
  for await (const batch of app.store.scan(entryKind, signal)) {
    const old = batch.filter(({ value: { deletedAt } }) => deletedAt !== null && now - deletedAt > BIN_DAYS * DAY_MS);
    for (const { id } of old) await eraseEntry(app, id);
  }
}
