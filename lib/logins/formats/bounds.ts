// The bounds of `format.ts`, held in one place for the readers of files that may be anybody's: texts are cut, and lists
// of more parts than any entry has; of each cut the person is told. A half of a letter, as escapes of JSON can make it,
// becomes U+FFFD: it could not be kept.
import { wellFormed } from '#bytes/utf8.ts';
import type { VaultEntry } from './entry.ts';
import { MOST_ENTRIES, MOST_LETTERS, type ProblemReason, type ReadEntries, type ReadingProblem } from './format.ts';

/** More fields, addresses or earlier passwords than any entry has. */
const MOST_PARTS = 1000;
/** Of all entries. One long name of a folder that any number of them lie in is one text, and many where it goes. */
const MOST_LETTERS_IN_ALL = 128 * 2 ** 20;
/** Of files, four times what an archive may hold: one can hang on any number of entries, and is kept for each. */
const MOST_ATTACHED_BYTES = 2 ** 31;
/** Of names in a report, which a person knows again by their beginning. */
const MOST_TOLD_LETTERS = 1000;
/** A file of mistakes alone: more of them say nothing new. */
const MOST_PROBLEMS = 10_000;
/** Half a key opens nothing, and half of a kept part is no JSON: one that is too long is left out whole. */
const IN_ONE_PIECE: readonly string[] = ['passkeys', 'kept'] satisfies (keyof VaultEntry)[];

/**
 * All entries, cut to size, and the problems with each cut.
 * @param listed how many the file has, those among them that are no entries and those that were not looked at
 */
export function withinBounds(
  { entries, problems }: ReadEntries,
  listed = entries.length,
  mostLetters = MOST_LETTERS_IN_ALL,
): ReadEntries {
  const cuts: ReadingProblem[] = [];
  const within: VaultEntry[] = [];
  const seen = { letters: 0, bytes: 0 };
  for (const entry of entries.slice(0, MOST_ENTRIES)) {
    const bounded = boundedEntry(entry, cuts, seen);
    if (seen.letters > mostLetters) break;
    within.push(withFiles(bounded, cuts, seen));
  }
  if (listed > MOST_ENTRIES || seen.letters > mostLetters) cuts.push({ entry: '', reason: 'too-many', what: '' });
  const named = [...cuts, ...problems].slice(0, MOST_PROBLEMS);
  const shown = (text: string): string => cutText(text, MOST_TOLD_LETTERS);
  return {
    entries: within,
    problems: named.map(({ entry, reason, what }) => ({ entry: shown(entry), reason, what: shown(what) })),
  };
}

interface Seen {
  letters: number;
  bytes: number;
}

function withFiles(entry: VaultEntry, cuts: ReadingProblem[], seen: Seen): VaultEntry {
  if (entry.attachments.length === 0) return entry;
  seen.bytes += entry.attachments.reduce((sum, { size }) => sum + size, 0);
  if (seen.bytes <= MOST_ATTACHED_BYTES) return entry;
  cuts.push({ entry: cutText(entry.title), reason: 'too-many', what: 'attachments' });
  return { ...entry, attachments: [] };
}

function boundedEntry(entry: VaultEntry, cuts: ReadingProblem[], seen: Seen): VaultEntry {
  const { letters } = seen;
  if (isWithin(entry, seen)) return entry;
  const bounded = cutEntry(entry, cuts);
  seen.letters = letters;
  isWithin(bounded, seen);
  return bounded;
}

function cutEntry(entry: VaultEntry, cuts: ReadingProblem[]): VaultEntry {
  const name = cutText(entry.title);
  const parts = Object.entries(entry).map(([what, value]) => {
    const tell = (reason: ProblemReason) => cuts.push({ entry: name, reason, what });
    return [what, IN_ONE_PIECE.includes(what) ? piecesOf(value, tell) : cut(value, tell)];
  });
  return Object.fromEntries(parts) as VaultEntry;
}

/** Half of a letter, alone or of a pair: then it is looked at closely. */
const SURROGATE = /[\ud800-\udfff]/;

/** Nothing of it is to be cut or formed, as of nearly all: to make it anew took a third of the time of a reading. */
function isWithin(value: unknown, seen: Seen): boolean {
  if (typeof value === 'string') {
    seen.letters += value.length;
    return value.length <= MOST_LETTERS && !SURROGATE.test(value);
  }
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.length <= MOST_PARTS && value.every((part) => isWithin(part, seen));
  for (const name in value) if (!isWithin((value as Record<string, unknown>)[name], seen)) return false;
  return true;
}

const isTooLong = (value: unknown): boolean => typeof value === 'string' && value.length > MOST_LETTERS;

const cutText = (text: string, most = MOST_LETTERS): string =>
  wellFormed(text.length > most ? text.slice(0, most).replace(/[\ud800-\udbff]$/, '') : text);

function piecesOf(list: readonly object[], tell: (reason: ProblemReason) => void): readonly object[] {
  const short = list.filter((piece) => Object.values(piece).every((text) => !isTooLong(text)));
  if (short.length < list.length) tell('too-long');
  if (short.length > MOST_PARTS) tell('too-many');
  return short.slice(0, MOST_PARTS).map((piece) => formed(piece));
}

function formed<T>(value: T): T {
  if (typeof value === 'string') return wellFormed(value) as T;
  if (Array.isArray(value)) return value.map(formed) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, formed(part)])) as T;
}

function cut<T>(value: T, tell: (reason: ProblemReason) => void): T {
  if (typeof value === 'string') {
    if (value.length > MOST_LETTERS) tell('cut-off');
    return cutText(value) as T;
  }
  if (Array.isArray(value)) {
    if (value.length > MOST_PARTS) tell('too-many');
    return value.slice(0, MOST_PARTS).map((part) => cut(part, tell)) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, cut(part, tell)])) as T;
}
