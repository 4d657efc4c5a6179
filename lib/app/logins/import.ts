// Taking over entries of other password managers, some at a time: each has an id that follows from the import and its
// number, so a page whose worker was killed hands the same ones in again and none comes twice. For a week the whole
// import can be taken back, but for the entries that the person changed.

import { encodeHex } from '#bytes/base64url.ts';
import { concat, equal } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { idBytes } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry, entryHistory, importKind, importMerge, importRecord } from '../records/entry.ts';
import { login, site } from '../records/login.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import { moveBetweenSites } from './at-sites.ts';
import { forgetEntry } from './bin.ts';
import { type LeftOut, recordsOf, sitesOf } from './entry-records.ts';
import { takeBackMerge } from './merging.ts';

export const UNDO_DAYS = 7;
/** Entries of one step: each writes up to three records, and their sites. */
export const ADDED_TOGETHER = 50;
/** Of merges: each may hold half a megabyte. */
const MERGES_TOGETHER = 20;

/** @returns for each entry handed in, the parts that were left out */
export async function importEntries(
  app: AppContext,
  {
    import: of,
    from,
    first,
    entries,
  }: {
    /** 32 hex digits that the page drew for this import. */
    readonly import: string;
    readonly from: string;
    /** The number of the first of these entries in the import. */
    readonly first: number;
    readonly entries: readonly VaultEntry[];
  },
): Promise<LeftOut[][]> {
  const leftOut: LeftOut[][] = [];
  for (let at = 0; at < entries.length; at += ADDED_TOGETHER) {
    const given = entries.slice(at, at + ADDED_TOGETHER).map((one, index) => {
      const records = recordsOf(one, { now: app.now(), importId: idBytes(of) });
      return { id: entryIdOf(of, first + at + index), sites: sitesOf(records.entry.sites), ...records };
    });
    const refs = given.flatMap(({ id, sites }) => [entry(id), ...sites.map((at) => site(at))]);
    await transact(
      app.store,
      [importRecord(of), ...refs],
      (transaction) => {
        const known = transaction.get(importRecord(of));
        const upTo = Math.max(known?.count ?? 0, first + at + given.length);
        transaction.put(importRecord(of), { from, at: app.now(), count: upTo, merged: known?.merged ?? 0 });
        for (const { id, sites, login: fills, entry: kept, history } of given) {
          if (transaction.get(entry(id)) !== null) continue;
          transaction.put(entry(id), kept);
          if (fills !== null) transaction.put(login(id), fills);
          if (history !== null) transaction.put(entryHistory(id), history);
          if (fills !== null && kept.deletedAt === null) moveBetweenSites(transaction, id, [], sites);
        }
      },
      STRICT,
    );
    leftOut.push(...given.map((one) => [...one.leftOut]));
  }
  return leftOut;
}

/** `count`: the numbers that an import has given. */
export async function importedSoFar(
  { store }: Pick<AppContext, 'store'>,
  of: string,
): Promise<{ readonly count: number; readonly merged: number }> {
  return (await store.read([importRecord(of)]))[0] ?? { count: 0, merged: 0 };
}

/** The id of an import's entry by its number. */
export const entryIdOf = (of: string, index: number): string =>
  encodeHex(sha256(concat(idBytes(of), new Uint8Array(new Uint32Array([index]).buffer))).subarray(0, 16));

export interface UndoableImport {
  readonly id: string;
  readonly from: string;
  readonly at: number;
  readonly count: number;
  readonly merged: number;
  readonly undoUntil: number;
}

export async function importsOf({ store }: Pick<AppContext, 'store'>): Promise<UndoableImport[]> {
  const found: UndoableImport[] = [];
  for await (const batch of store.scan(importKind))
    for (const { id, value } of batch) found.push({ id, ...value, undoUntil: value.at + UNDO_DAYS * DAY_MS });
  return found.sort((a, b) => b.at - a.at);
}

/**
 * Takes some more of an import back, from its end: first what it merged into entries that were here, then its own. The
 * import is forgotten with the last.
 * @returns how many are left, and how many entries stayed because they were changed since
 */
export async function undoImport(app: AppContext, of: string): Promise<{ left: number; kept: number }> {
  return transact(
    app.store,
    [importRecord(of)],
    (transaction) => {
      const known = transaction.get(importRecord(of));
      if (known === null) return { left: 0, kept: 0 };
      const merged = Math.max(0, known.merged - MERGES_TOGETHER);
      const count = known.merged > 0 ? known.count : Math.max(0, known.count - ADDED_TOGETHER);
      const numbers = Array.from({ length: known.merged - merged }, (_, by) => known.merged - 1 - by);
      const isBack = numbers.map((number) => takeBackMerge(transaction, of, number));
      const kept = isBack.filter((back) => !back).length + forgetImported(transaction, of, count, known.count);
      if (merged + count === 0) transaction.remove(importRecord(of));
      else transaction.put(importRecord(of), { ...known, count, merged });
      return { left: merged + count, kept };
    },
    STRICT,
  );
}

/** @returns how many of the entries of these numbers stay, since the person changed them */
function forgetImported(transaction: Transaction, of: string, from: number, to: number): number {
  const bytes = idBytes(of);
  const ids = Array.from({ length: to - from }, (_, by) => entryIdOf(of, from + by));
  transaction.fetch(ids.flatMap((id) => [entry(id), login(id)]));
  let kept = 0;
  for (const id of ids) {
    const one = transaction.get(entry(id));
    if (one === null) continue;
    // A proposed password is perhaps the one that the site has by now.
    const isAsImported = one.import !== null && equal(one.import, bytes);
    if (isAsImported && (transaction.get(login(id))?.proposed ?? null) === null) forgetEntry(transaction, id);
    else kept++;
  }
  return kept;
}

/** Imports that are too old to be undone, and how entries were before them. */
export async function forgetImports(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const now = app.now();
  for await (const batch of app.store.scan(importKind, signal)) {
    for (const { id, value } of batch) {
      if (now - value.at <= UNDO_DAYS * DAY_MS) continue;
      await transact(app.store, [], (transaction) => {
        for (let number = 0; number < value.merged; number++) transaction.remove(importMerge(id, number));
        transaction.remove(importRecord(id));
      });
    }
  }
}
