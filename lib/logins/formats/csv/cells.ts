// What cells of several products have in common: addresses, folders, times, codes, and the parts that are empty more
// often than not.
import { readOneTime } from '../../one-time/read.ts';
import {
  EMPTY_CARD,
  EMPTY_PERSON,
  type EntryCard,
  type EntryField,
  type EntryPerson,
  type EntrySite,
  type OneTime,
} from '../entry.ts';
import type { ProblemReason } from '../format.ts';
import { timeOfIso } from '../iso-time.ts';

/** Says that a part of the row was left out: the name of its column. */
export type RowReport = (reason: ProblemReason, what: string) => void;

/** Each address once, as it was written. */
export function writtenSites(urls: readonly string[]): EntrySite[] {
  const written = new Set(urls.map((url) => url.trim()).filter((url) => url !== ''));
  return [...written].map((url) => ({ url, match: 'domain' }));
}

export const folderOf = (path: string, separator: string | RegExp): string[] =>
  path.split(separator).flatMap((name) => name.trim() || []);

export const isYes = (cell: string): boolean => /^(1|true|yes)$/i.test(cell.trim());

/** A field, if it says something. */
export function fieldsOf(
  named: Readonly<Record<string, string>>,
  type: 'text' | 'hidden' = 'text',
  section = '',
): EntryField[] {
  return Object.entries(named)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ name, value, type, section }));
}

/** A code that cannot be made stays in a hidden field, so that its secret is not lost. */
export function codesOf(
  cell: string,
  column: string,
  report: RowReport,
): { readonly oneTimes: OneTime[]; readonly kept: EntryField[] } {
  if (cell.trim() === '') return { oneTimes: [], kept: [] };
  const reading = readOneTime(cell);
  if (reading.ok) return { oneTimes: [reading.oneTime], kept: [] };
  report(reading.reason, column);
  return { oneTimes: [], kept: fieldsOf({ [column]: cell }, 'hidden') };
}

/** The last moment that a time can say, in ms. */
const LATEST = 8.64e15;

/** A number since 1970 in units of so many ms. */
export function epochTime(cell: string, unitMs: 1 | 1000, column: string, report: RowReport): number | null {
  const text = cell.trim();
  if (text === '') return null;
  const at = /^\d{1,16}(\.\d*)?$/.test(text) ? Math.trunc(Number(text) * unitMs) : LATEST + 1;
  if (at <= LATEST) return at;
  report('bad-date', column);
  return null;
}

/** As RFC 3339 has it, and with a space and without a zone: then it is UTC. */
export function isoTime(cell: string, column: string, report: RowReport): number | null {
  const text = cell.trim();
  if (text === '') return null;
  const at = timeOfIso(text.replace(/^(\S{10}) (\S+)$/, '$1T$2').replace(/T[\d:.]+$/, '$&Z'));
  if (at === null) report('bad-date', column);
  return at;
}

/** Null: nothing is known of it. */
export function cardOf(known: Partial<EntryCard>): EntryCard | null {
  return Object.values(known).some((value) => value !== '') ? { ...EMPTY_CARD, ...known } : null;
}

export function personOf(known: Partial<EntryPerson>): EntryPerson | null {
  return Object.values(known).some((value) => value.length > 0) ? { ...EMPTY_PERSON, ...known } : null;
}
