// An entry that an import merges into: how it was before is kept whole for as long as the import can be undone, and
// comes back if nothing was changed since. What the person did with it (filling) is no change.
import { encodeHex } from '#bytes/base64url.ts';
import { concat, equal } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import type { EarlierVersion, VaultEntry } from '#logins/formats/entry.ts';
import { idBytes } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import {
  type Entry,
  type EntryHistory,
  entry,
  entryHistory,
  entryHistoryKind,
  entryKind,
  type ImportMerge,
  importMerge,
  importRecord,
} from '../records/entry.ts';
import { type Login, login, loginKind } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { relationship } from '../records/relationship.ts';
import { STRICT, type Transaction, transact } from '../store/transaction.ts';
import { moveBetweenSites } from './at-sites.ts';
import { presentOf, replace, withLife } from './change.ts';
import { codesHad, type EntryRecords, entryFor, recordsOf, sitesOf } from './entry-records.ts';
import { filePartCount, forgetFileParts } from './files.ts';
import { handedOut } from './hand-out.ts';

/** The records of an entry, each null if it has none. */
interface Whole {
  readonly entry: Entry | null;
  readonly login: Login | null;
  readonly history: EntryHistory | null;
}

const wholeOf = (transaction: Transaction, id: string): Whole => ({
  entry: transaction.get(entry(id)),
  login: transaction.get(login(id)),
  history: transaction.get(entryHistory(id)),
});

const NOTHING = { attachments: [], leftOut: [] };

const VERSIONS = Uint8Array.of(entryKind.version, loginKind.version, entryHistoryKind.version);

function digestOf({ entry: kept, login: fills, history }: Whole): Uint8Array {
  const part = (encoded: Uint8Array | null): Uint8Array => sha256(encoded ?? new Uint8Array());
  return sha256(
    concat(
      // A file of the import comes after the merge, and is no change; one of the person's changes the time, too.
      part(kept === null ? null : entryKind.format.encode({ ...kept, attachments: [] })),
      part(fills === null ? null : loginKind.format.encode({ ...fills, filledAt: 0, used: true })),
      part(history === null ? null : entryHistoryKind.format.encode(history)),
    ),
  );
}

/** Answers the entry itself if there is nothing to bring. */
export type MergeIntoMine = (mine: VaultEntry, now: number) => VaultEntry;

/**
 * Makes an entry what an import makes of it and a double; how it was stays among its versions, too.
 * @param merge of the entry as it is in this step, which the person may have changed since the preview
 * @returns the files that it does not have yet, and the parts for which it has no room
 */
export async function mergeIntoEntry(
  app: AppContext,
  { import: of, from }: { readonly import: string; readonly from: string },
  id: string,
  merge: MergeIntoMine,
): Promise<Pick<VaultEntry, 'attachments'> & Pick<EntryRecords, 'leftOut'>> {
  const now = app.now();
  return transact(
    app.store,
    [importRecord(of), entry(id), login(id), entryHistory(id), relationship(id), mask(id)],
    (transaction) => {
      const present = presentOf(transaction, id);
      if (present === null) return NOTHING;
      const before = wholeOf(transaction, id);
      const mine = mineOf(transaction, id, before);
      const merged = merge(mine, now);
      if (merged === mine) return NOTHING;
      // One that this very import brought, before its worker was ended, goes with it when it is undone.
      const isItsOwn = present.before.import !== null && equal(present.before.import, idBytes(of));
      const importId = isItsOwn ? idBytes(of) : null;
      const earlier = merged.earlier.filter((one) => !isFormerAlone(one, mine, now));
      const made = recordsOf(
        { ...merged, earlier, changedAt: now },
        { now, importId, had: codesHad(mine, mine.earlier) },
      );
      const fills = made.login === null ? present.known : withLife(made.login, present, now);
      // A title or an address that it only goes by is not its own.
      const own = (name: 'title' | 'email') => (merged[name] === mine[name] ? present.before : made.entry)[name];
      const names = { title: own('title'), email: own('email') };
      const after = { ...made.entry, ...names, attachments: present.before.attachments };
      replace(transaction, id, present, { fills, after, earlier: made.history?.versions ?? [] }, now);
      if (!isItsOwn) noteMerge(transaction, { import: of, from, now }, id, before);
      const has = new Set(mine.attachments.map(({ ref }) => ref));
      return { attachments: merged.attachments.filter(({ ref }) => !has.has(ref)), leftOut: made.leftOut };
    },
    STRICT,
  );
}

/** A password that gave way in this step: the version of the whole entry holds it, too. */
const isFormerAlone = ({ until, password, rest }: EarlierVersion, mine: VaultEntry, now: number): boolean =>
  until === now && rest === null && password === mine.password;

function noteMerge(
  transaction: Transaction,
  { import: of, from, now }: { readonly import: string; readonly from: string; readonly now: number },
  id: string,
  before: Whole,
): void {
  const known = transaction.get(importRecord(of)) ?? { from, at: now, count: 0, merged: 0 };
  transaction.put(importRecord(of), { ...known, at: now, merged: known.merged + 1 });
  transaction.put(importMerge(of, known.merged), {
    entry: idBytes(id),
    versions: VERSIONS,
    before: before.entry === null ? null : entryKind.format.encode(before.entry),
    login: before.login === null ? null : loginKind.format.encode(before.login),
    history: before.history === null ? null : entryHistoryKind.format.encode(before.history),
    after: digestOf(wholeOf(transaction, id)),
  });
}

/** As formats write it, but for a proposed password, which is kept in its own place. */
function mineOf(transaction: Transaction, id: string, { entry: kept, login: fills, history }: Whole): VaultEntry {
  const [held, its] = [transaction.get(mask(id)), transaction.get(relationship(id))];
  return handedOut(fills && { ...fills, proposed: null }, kept, { history, held, its });
}

/** @returns false: it was changed since, and stays */
export function takeBackMerge(transaction: Transaction, of: string, number: number): boolean {
  const merge = transaction.get(importMerge(of, number));
  transaction.remove(importMerge(of, number));
  if (merge === null) return true;
  const id = encodeHex(merge.entry);
  const present = wholeOf(transaction, id);
  // It was erased, or ended with its relationship.
  if (present.entry === null) return true;
  if (!equal(merge.versions, VERSIONS) || !equal(merge.after, digestOf(present))) return false;
  putBack(transaction, id, present, beforeOf(merge, present.login));
  return true;
}

function beforeOf({ before, login: fills, history }: ImportMerge, used: Login | null): Whole {
  const known = fills === null ? null : loginKind.format.decode(fills);
  return {
    entry: before === null ? null : entryKind.format.decode(before),
    login: known === null || used === null ? known : { ...known, used: used.used, filledAt: used.filledAt },
    history: history === null ? null : entryHistoryKind.format.decode(history),
  };
}

/** Files that hang on it now and did not before. */
function forgetBrought(transaction: Transaction, id: string, now: Entry, before: Entry | null): void {
  const known = (before?.attachments ?? []).map(({ file }) => encodeHex(file));
  for (const { file, size } of now.attachments)
    if (!known.includes(encodeHex(file))) forgetFileParts(transaction, id, encodeHex(file), filePartCount(size));
}

function putBack(transaction: Transaction, id: string, present: Whole, before: Whole): void {
  if (before.entry === null) transaction.remove(entry(id));
  else transaction.put(entry(id), before.entry);
  if (before.login === null) transaction.remove(login(id));
  else transaction.put(login(id), before.login);
  if (before.history === null) transaction.remove(entryHistory(id));
  else transaction.put(entryHistory(id), before.history);
  if (present.entry === null) return;
  forgetBrought(transaction, id, present.entry, before.entry);
  if (present.entry.deletedAt !== null) return;
  const own = transaction.get(relationship(id)) === null || before.login === null ? [] : [before.login.site];
  const offered = before.login === null ? [] : sitesOf((before.entry ?? entryFor(before.login)).sites);
  moveBetweenSites(transaction, id, sitesOf(present.entry.sites), [...offered, ...own]);
}
