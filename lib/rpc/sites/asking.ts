// Who is offered on a page, and what the person is asked before a secret goes into it: the same for the menu, the
// popup and the context menu.
import { login } from '#app/records/login.ts';
import { mask } from '#app/records/mask.ts';
import { type OfferedAt, offeredAt } from '#app/sites/belonging.ts';
import { fillQuestion } from '#app/sites/fill-question.ts';
import { setPlain, siteChoicesOf } from '#app/sites/site-choices.ts';
import type { EntryRowView } from '#app/views/entries.ts';
import type { FillQuestion } from '#app/views/sites.ts';
import { type Site, siteLabel } from '#logins/site.ts';
import { loadQuirks } from '#logins/sites/quirks.ts';
import type { openVaultOf } from '../call/worker-context.ts';
import { shownOf } from '../conversations/shown.ts';

type OpenVault = Awaited<ReturnType<typeof openVaultOf>>;

/** A page of a site. */
export interface PageAt {
  readonly site: Site;
  readonly url: string;
}

export async function offeredIn({ app }: OpenVault, { site, url }: PageAt): Promise<OfferedAt[]> {
  const { groups } = await siteChoicesOf(app);
  return offeredAt(app, site, url, (await loadQuirks()).sharedWith(url, groups));
}

interface Asked {
  /** Of whom the log-in is: of this site, of one that belongs to it, of any other. */
  readonly of: 'site' | 'belonging' | 'elsewhere';
  readonly question: FillQuestion | null;
}

/** @param id of the log-in; null: one is made for the page @returns null: there is no such log-in */
export async function askedBefore(open: OpenVault, page: PageAt, id: string | null): Promise<Asked | null> {
  const offered = await offeredIn(open, page);
  const one = offered.find((known) => known.id === id);
  let elsewhere: string | null = null;
  if (id !== null && one === undefined) {
    const [fills, held] = await open.app.store.read([login(id), mask(id)]);
    const its = fills ?? held;
    if (its === null) return null;
    elsewhere = siteLabel(its.site);
  }
  const isKnownHere = offered.some(({ host, isUsed }) => host === null && isUsed);
  // A site that belongs to one may well have a name like it.
  const belonging = new Set(offered.map(({ host }) => host));
  const kept = isKnownHere ? [] : [...(await shownOf(open).entries.hosts())].filter((host) => !belonging.has(host));
  const { plain } = await siteChoicesOf(open.app);
  const of = elsewhere !== null ? 'elsewhere' : one?.host == null ? 'site' : 'belonging';
  return { of, question: fillQuestion({ pageUrl: page.url, site: page.site, elsewhere, kept, plain }) };
}

/** The person's answer about plain text stands from now on, as far as the question lets it. */
export async function keepAnswer({ app }: OpenVault, { site }: PageAt, question: FillQuestion): Promise<void> {
  if (question.keeps && question.isPlain) await setPlain(app, site, true);
}

/** Log-ins of any site, by the words that the person typed; those that begin so first. */
export const findLogins = async (open: OpenVault, query: string, most: number): Promise<readonly EntryRowView[]> =>
  (await shownOf(open).entries.list('login', query, { offset: 0, limit: most })).items;

export const ownAddressesOf = (open: OpenVault, most: number): Promise<string[]> =>
  shownOf(open).entries.ownAddresses(most);
