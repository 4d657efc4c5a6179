// Which log-ins of other sites a page may be given: those that the person searched for in its tab, or chose in the
// popup for it. A page that has got hold of our script's channel could search in the person's place; it gets some
// log-ins then, and not all. Forgotten with the worker, and asked for anew.
import type { Site } from '#logins/site.ts';

/** Log-ins of other sites that one site is given within an hour. */
export const MOST_GIVEN = 6;
const HOUR_MS = 3_600_000;
/** From a press in the popup to the page's asking for the values. */
const GRANT_MS = 30_000;
const MAX_TABS = 100;
const MAX_SITES = 1000;

/** A press in the popup. */
interface Grant {
  readonly tabId: number;
  /** Of the page that the tab showed. */
  readonly site: Site;
  readonly id: string;
  readonly at: number;
}

export class FillPermits {
  readonly #found = new Map<number, { readonly site: Site; readonly ids: ReadonlySet<string> }>();
  readonly #given = new Map<Site, readonly number[]>();
  #grant: Grant | null = null;

  /** Those of the last search only. */
  searched(tabId: number, site: Site, ids: readonly string[]): void {
    this.#found.delete(tabId);
    this.#found.set(tabId, { site, ids: new Set(ids) });
    forgetOldest(this.#found, MAX_TABS);
  }

  /** The person chose this log-in, card or address for a tab in the popup. */
  chose(grant: Grant): void {
    this.#grant = grant;
  }

  /** @returns whether the person chose this in the popup, for this page, a moment ago; it is so once */
  spendChoice(tabId: number, site: Site, id: string, now: number): boolean {
    const grant = this.#grant;
    this.#grant = null;
    return grant?.tabId === tabId && grant.site === site && grant.id === id && now - grant.at < GRANT_MS;
  }

  /** @returns whether the page may be given this log-in of another site, this time */
  spend(tabId: number, site: Site, id: string, now: number): boolean {
    if (this.spendChoice(tabId, site, id, now)) return true;
    if (!this.isFound(tabId, site, id)) return false;
    const recent = (this.#given.get(site) ?? []).filter((at) => now - at < HOUR_MS);
    if (recent.length >= MOST_GIVEN) return false;
    this.#given.delete(site);
    this.#given.set(site, [...recent, now]);
    forgetOldest(this.#given, MAX_SITES);
    return true;
  }

  isFound(tabId: number, site: Site, id: string): boolean {
    const last = this.#found.get(tabId);
    return last?.site === site && last.ids.has(id);
  }
}

function forgetOldest<Key>(map: Map<Key, unknown>, most: number): void {
  const oldest = map.keys().next();
  if (map.size > most && !oldest.done) map.delete(oldest.value);
}
