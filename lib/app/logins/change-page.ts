// The page on which the password of a log-in is changed. A listed one is taken as it is; else the site is asked, at the
// person's press alone, a moment before it sees them come. It learns that a password is about to be changed, and
// neither by whom nor of which log-in.
import { changePlaces } from '#logins/sites/change-page.ts';
import type { Quirks } from '#logins/sites/quirks.ts';
import type { AppContext } from '../ports/ports.ts';
import { entry } from '../records/entry.ts';
import { login } from '../records/login.ts';
import { entryFor } from './entry-records.ts';

/** Asks sites whether they have a page. */
export interface SitePages {
  /** Null: it did not answer, or what it answered may not be known. */
  has(url: string): Promise<boolean | null>;
}

/** `front`: no page to change a password is known. */
export interface ChangePage {
  readonly url: string;
  readonly is: 'listed' | 'named' | 'front';
}

export async function changePageOf(
  app: Pick<AppContext, 'store'>,
  id: string,
  { quirks, pages }: { readonly quirks: () => Promise<Quirks>; readonly pages: SitePages },
): Promise<ChangePage | 'gone' | 'no-address'> {
  const [kept, fills] = await app.store.read([entry(id), login(id)]);
  if (fills === null) return 'gone';
  const { sites } = kept ?? entryFor(fills);
  const addresses = sites.filter(({ match }) => match !== 'never').map(({ url }) => url);
  const places = changePlaces(addresses, await quirks());
  if (places === null) return 'no-address';
  if (places.listed !== null) return { url: places.listed, is: 'listed' };
  const isNamed = (await pages.has(places.missing)) === false && (await pages.has(places.named)) === true;
  return isNamed ? { url: places.named, is: 'named' } : { url: places.front, is: 'front' };
}
