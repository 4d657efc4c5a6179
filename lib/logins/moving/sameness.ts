// Which entries are of one account, so that an import neither doubles nor hides one. Log-ins: a site in common and the
// same user name to the letter. Anything else: the same content.
import type { VaultEntry } from '../formats/entry.ts';
import { siteOf } from '../site.ts';
import { entryAddress } from '../sites/match.ts';

/**
 * Two entries with a key in common are of one account. Over http and https a site is one here: exports still hold http
 * of the time before. An entry in the bin is none of those outside.
 */
export function accountKeys(entry: VaultEntry): string[] {
  const key = (...parts: readonly unknown[]): string =>
    JSON.stringify([entry.deletedAt !== null, entry.kind, ...parts]);
  const { title, note, card, person, fields, kept, sites } = entry;
  switch (entry.kind) {
    case 'login': {
      const account = entry.username || entry.email;
      const places = [...new Set(sites.map(({ url }) => placeOf(url)))];
      return places.length === 0 ? [key('', title, account)] : places.map((place) => key(place, account));
    }
    case 'note':
      return [key(title, note)];
    case 'card':
      return [key(title, card)];
    case 'address':
      return [key(title, person)];
    case 'other':
      return [key(title, note, fields, kept)];
  }
}

/** The site without its scheme; of another address (an app's) the address itself. */
function placeOf(url: string): string {
  const written = url.trim();
  const site = siteOf(entryAddress(written)?.href ?? '');
  return site === null ? written.toLowerCase() : site.replace(/^https?:[/]{2}/, '');
}

/** The passwords are equal, or theirs is one that mine had before. */
export const hasPasswordOf = (mine: VaultEntry, theirs: VaultEntry): boolean =>
  mine.password === theirs.password || mine.earlier.some(({ password }) => password === theirs.password);

/** It is no other password than any. */
export const isWithoutPassword = ({ password, earlier }: VaultEntry): boolean =>
  password === '' && earlier.length === 0;

/** Whether nothing of which an entry has one only speaks against making two of one account one. */
export function fits(mine: VaultEntry, theirs: VaultEntry): boolean {
  const isOne = (a: object | null, b: object | null): boolean =>
    a === null || b === null || JSON.stringify(a) === JSON.stringify(b);
  return isOne(mine.card, theirs.card) && isOne(mine.person, theirs.person);
}
