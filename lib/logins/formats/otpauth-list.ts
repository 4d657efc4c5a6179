// A text file of links, one a line, as Aegis, Ente Auth and others export them in plain text, and the transfer codes of
// Google Authenticator once a camera has read them. Each becomes an entry that has a code and nothing else.

import { type OneTimeReading, refused } from '../one-time/assemble.ts';
import { namesInLink, opaqueLink } from '../one-time/link.ts';
import { joinMigration, type MigrationPart, readMigration } from '../one-time/migration.ts';
import { readOneTime } from '../one-time/read.ts';
import { withinBounds } from './bounds.ts';
import { EMPTY_ENTRY, type VaultEntry } from './entry.ts';
import { type EntryFormat, MOST_ENTRIES, type ProblemReason, type ReadEntries, type ReadingProblem } from './format.ts';

const LINES = /\r\n|\r|\n/;
const IS_LINK = /^(?:apple-)?otpauth(?:-migration)?:/i;
const IS_TRANSFER = /^otpauth-migration:/i;

/** A link, and the place that a person finds it by. */
type PlacedLink = readonly [where: string, link: string];

/** Lines with something on them, numbered from 1. */
function linesOf(text: string): readonly PlacedLink[] {
  return text
    .replace(/^\ufeff/, '')
    .split(LINES)
    .map((line, at) => [`Line ${at + 1}`, line.trim()] as const)
    .filter(([, line]) => line !== '');
}

class Reading implements ReadEntries {
  readonly entries: VaultEntry[] = [];
  readonly problems: ReadingProblem[] = [];

  add(where: string, issuer: string, account: string, reading: OneTimeReading): void {
    const title = issuer || account;
    if (!reading.ok) this.problems.push({ entry: title || where, reason: reading.reason, what: '' });
    else {
      const username = issuer === '' ? '' : account;
      this.entries.push({ ...EMPTY_ENTRY, title, username, oneTimes: [reading.oneTime] });
    }
  }

  join(parts: readonly MigrationPart[], absent: ProblemReason): void {
    for (const { size, missing, accounts } of joinMigration(parts)) {
      for (const { issuer, account, reading } of accounts) this.add('Transfer code', issuer, account, reading);
      for (const index of missing)
        this.problems.push({ entry: `Transfer code ${index + 1} of ${size}`, reason: absent, what: '' });
    }
  }
}

/** @param absent what a part of a transfer is told as that is not among them */
export function readLinks(links: readonly PlacedLink[], absent: ProblemReason): ReadEntries {
  const reading = new Reading();
  const parts: MigrationPart[] = [];
  for (const [where, line] of links.slice(0, MOST_ENTRIES)) {
    if (IS_TRANSFER.test(line)) {
      const part = readMigration(line);
      if (part === null) reading.problems.push({ entry: where, reason: 'not-understood', what: '' });
      else parts.push(part);
      continue;
    }
    const { issuer = '', account = '' } = namesInLink(line) ?? {};
    // A word of a heading may be base32, too: here only links count.
    reading.add(where, issuer, account, opaqueLink(line) === null ? refused('not-understood') : readOneTime(line));
  }
  reading.join(parts, absent);
  const [beyond] = links[MOST_ENTRIES] ?? [];
  if (beyond !== undefined) reading.problems.push({ entry: beyond, reason: 'too-many', what: '' });
  return withinBounds(reading);
}

export const otpauthListFormat: EntryFormat = {
  id: 'otpauth-list',
  name: 'otpauth links',
  recognises: (source) => source.kind === 'text' && IS_LINK.test(linesOf(source.text.slice(0, 10_000))[0]?.[1] ?? ''),
  read(source) {
    if (source.kind !== 'text') return { ok: false, refusal: 'damaged' };
    const { entries, problems } = readLinks(linesOf(source.text), 'cut-off');
    return entries.length + problems.length === 0 ? { ok: false, refusal: 'empty' } : { ok: true, entries, problems };
  },
  write: null,
  lostReading: {},
  lostWriting: {},
};
