// An import before it is done: what a file holds, how much of it the vault has already, and what the person must
// decide. Entries of one account become one (merge.ts); the same site and user name with another password is a
// conflict. The same file a second time brings nothing.
import type { EntryKind, VaultEntry } from '../formats/entry.ts';
import type { ReadEntries, ReadingProblem } from '../formats/format.ts';
import { hasRoomFor, mergeEntry } from './merge.ts';
import { accountKeys, fits, hasPasswordOf, isWithoutPassword } from './sameness.ts';

export interface ImportCounts {
  /** Of the file, those in its bin included. */
  readonly kinds: Readonly<Record<EntryKind, number>>;
  /** Entries of the file that the vault has, or the file itself further up. */
  readonly doubles: number;
  readonly conflicts: number;
  /** Log-ins of which no site is known. */
  readonly withoutSite: number;
  readonly oneTimeCodes: number;
  readonly passkeys: number;
  readonly attachments: number;
  readonly inBin: number;
}

export interface ImportPreview {
  readonly counts: ImportCounts;
  /** New entries, doubles within the file made one. */
  readonly added: readonly VaultEntry[];
  /** Doubles that bring something to an entry of the vault, by its place in `known`, in their order. */
  readonly filled: ReadonlyMap<number, readonly VaultEntry[]>;
  readonly conflicts: readonly ImportConflict[];
  /** Tells where looking for doubles ended before the file did. */
  readonly problems: readonly ReadingProblem[];
}

export interface ImportConflict {
  /** The place of its first row among the file's entries: it stays the same, whatever else of the file is kept. */
  readonly at: number;
  /** Its place in `known`. */
  readonly known: number;
  readonly entry: VaultEntry;
}

export type ConflictChoice = 'keep-mine' | 'take-theirs' | 'keep-both';

/** What was chosen for the conflict of this row. */
export interface ChosenFor {
  readonly at: number;
  readonly choice: ConflictChoice;
}

/** An entry of the file and its place there. */
interface Row {
  readonly at: number;
  readonly entry: VaultEntry;
}

/** One with another password than an entry of the vault that is of the same account. */
interface OpenRow extends Row {
  readonly rival: Slot;
}

/**
 * Looking at an entry costs one, and more for a long one. Log-ins of one site each need 7 to 32: this is three times
 * what the most that a file may have of them do, and takes about a second. A file in which any number of entries is of
 * one account would keep the worker from all else for hours.
 */
const MOST_EFFORT = 5_000_000;

/** An entry of the vault, or one that the import brings. */
interface Slot {
  entry: VaultEntry;
  /** Something did not go into it any more. */
  isFull: boolean;
  /** The doubles that made it what it is. */
  readonly brought: VaultEntry[];
  /** Its place in the vault, or that of the entry that it is in conflict with. */
  readonly known: number | null;
}

/**
 * @param known all entries of the vault
 * @param effort spent on looking for doubles; entries after that count as new
 */
export function preview(
  { entries }: Pick<ReadEntries, 'entries'>,
  known: readonly VaultEntry[],
  effort = MOST_EFFORT,
): ImportPreview {
  const left: Effort = { effort, endedAt: null };
  const slots = new Slots(left);
  for (const [at, entry] of known.entries()) slots.put({ entry, isFull: false, brought: [], known: at });
  const open = mergeDoubles(slots, entries);
  const filled = new Map<number, readonly VaultEntry[]>();
  const added: VaultEntry[] = [];
  for (const { entry, brought, known: at } of slots.all) {
    if (at === null) added.push(entry);
    else if (brought.length > 0) filled.set(at, brought);
  }
  const conflicts = conflictsOf(slots, open, left);
  const doubles = entries.length - added.length - conflicts.length;
  const counts = { ...countsOf(entries), doubles, conflicts: conflicts.length };
  return { counts, added, filled, conflicts, problems: problemsOf(left) };
}

function mergeDoubles(slots: Slots, entries: readonly VaultEntry[]): readonly OpenRow[] {
  const isMerged = (entry: VaultEntry): boolean => {
    const double = doubleAmong(slots.ofAccount(entry), entry);
    return double !== null && slots.merge(double, entry);
  };
  let open: readonly OpenRow[] = entries.flatMap((entry, at) => {
    if (isMerged(entry)) return [];
    const rival = rivalAmong(slots.ofAccount(entry), entry);
    if (rival !== null) return [{ at, entry, rival }];
    slots.put({ entry, isFull: false, brought: [], known: null });
    return [];
  });
  // A row further down may have brought the password, or told that it is an earlier one.
  for (let before = Number.POSITIVE_INFINITY; open.length < before; ) {
    before = open.length;
    open = open.filter(({ entry }) => !isMerged(entry));
  }
  return open;
}

/** Rows that say the same are one conflict. */
function conflictsOf(slots: Slots, open: readonly OpenRow[], left: Effort): ImportConflict[] {
  const first = new Map<Slot, number>();
  const rows = new Slots(left);
  for (const { at, entry, rival } of open) {
    const double = doubleAmong(rows.ofAccount(entry), entry);
    if (double !== null && rows.merge(double, entry)) continue;
    const { known } = rivalAmong(slots.ofAccount(entry), entry) ?? rival;
    const slot = { entry, isFull: false, brought: [], known };
    rows.put(slot);
    first.set(slot, at);
  }
  return [...first].flatMap(([{ known, entry }, at]) => (known === null ? [] : [{ at, known, entry }]));
}

/** The first of the vault that has another password. */
function rivalAmong(slots: readonly Slot[], entry: VaultEntry): Slot | null {
  const rivals = slots.filter(
    ({ known, entry: { password } }) => known !== null && password !== '' && password !== entry.password,
  );
  if (entry.password === '') return null;
  return rivals.reduce<Slot | null>(
    (first, slot) => ((first?.known ?? Number.POSITIVE_INFINITY) <= (slot.known ?? 0) ? first : slot),
    null,
  );
}

/**
 * One that holds all of the entry, else one of the same password, else one that had it. What has no password is one
 * with any; of those in the vault only if no other there has another.
 */
function doubleAmong(slots: readonly Slot[], entry: VaultEntry): Slot | null {
  const possible = slots.filter((slot) => fits(slot.entry, entry));
  const best = (of: readonly Slot[]): Slot | null => {
    const holding = of.find((slot) => mergeEntry(slot.entry, entry) === slot.entry);
    const roomy = of.filter(({ isFull }) => !isFull);
    return holding ?? roomy.find((slot) => slot.entry.password === entry.password) ?? roomy[0] ?? null;
  };
  if (isWithoutPassword(entry)) return best(possible);
  const same = best(possible.filter((slot) => hasPasswordOf(slot.entry, entry)));
  if (same !== null || rivalAmong(slots, entry) !== null) return same;
  return best(possible.filter((slot) => isWithoutPassword(slot.entry)));
}

interface Effort {
  effort: number;
  /** The first that was not looked for. */
  endedAt: VaultEntry | null;
}

const problemsOf = ({ endedAt }: Effort): ReadingProblem[] =>
  endedAt === null ? [] : [{ entry: endedAt.title || endedAt.username, reason: 'not-compared', what: '' }];

/** What it costs to compare an entry with another: its parts, and its letters in the length of a part. */
function effortOf({ sites, fields, earlier, kept, attachments, passkeys, tags, note }: VaultEntry): number {
  const parts = [sites, fields, earlier, kept, attachments, passkeys, tags].reduce(
    (sum, { length }) => sum + length,
    1,
  );
  const letters = fields.reduce((sum, { value }) => sum + value.length, note.length);
  return parts + (kept.reduce((sum, { json }) => sum + json.length, letters) >> 8);
}

class Slots {
  readonly all: Slot[] = [];
  readonly #left: Effort;
  readonly #byKey = new Map<string, Slot[]>();

  constructor(left: Effort) {
    this.#left = left;
  }

  put(slot: Slot): void {
    this.all.push(slot);
    // Nothing is looked for any more.
    if (this.#left.effort > 0) this.#list(slot, accountKeys(slot.entry));
  }

  /** @returns false: it has no room for all of theirs */
  merge(slot: Slot, theirs: VaultEntry): boolean {
    const merged = mergeEntry(slot.entry, theirs);
    if (merged === slot.entry) return true;
    slot.isFull = !hasRoomFor(slot.entry, theirs, merged);
    if (slot.isFull) return false;
    const before = new Set(accountKeys(slot.entry));
    slot.entry = merged;
    slot.brought.push(theirs);
    const more = accountKeys(merged).filter((key) => !before.has(key));
    this.#list(slot, more);
    return true;
  }

  /** In the order in which they came. */
  ofAccount(entry: VaultEntry): Slot[] {
    if (this.#left.effort <= 0) return this.#endAt(entry);
    this.#left.effort -= 4 * entry.sites.length;
    const found = new Set<Slot>();
    for (const key of accountKeys(entry)) {
      for (const slot of this.#byKey.get(key) ?? []) {
        if (this.#left.effort <= 0) return this.#endAt(entry);
        this.#left.effort -= effortOf(slot.entry);
        found.add(slot);
      }
    }
    return [...found];
  }

  #endAt(entry: VaultEntry): Slot[] {
    this.#left.endedAt ??= entry;
    return [];
  }

  #list(slot: Slot, keys: readonly string[]): void {
    for (const key of keys) {
      const listed = this.#byKey.get(key);
      if (listed === undefined) this.#byKey.set(key, [slot]);
      else listed.push(slot);
    }
  }
}

function countsOf(entries: readonly VaultEntry[]): Omit<ImportCounts, 'doubles' | 'conflicts'> {
  const sum = (of: (entry: VaultEntry) => number): number => entries.reduce((total, entry) => total + of(entry), 0);
  const kind = (name: EntryKind): number => sum((entry) => Number(entry.kind === name));
  return {
    kinds: {
      ...{ login: kind('login'), note: kind('note'), card: kind('card') },
      ...{ address: kind('address'), other: kind('other') },
    },
    withoutSite: sum(({ kind: of, sites }) => Number(of === 'login' && sites.length === 0)),
    oneTimeCodes: sum(({ oneTimes }) => oneTimes.length),
    passkeys: sum(({ passkeys }) => passkeys.length),
    attachments: sum(({ attachments }) => attachments.length),
    inBin: sum(({ deletedAt }) => Number(deletedAt !== null)),
  };
}
