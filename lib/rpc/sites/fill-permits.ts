// Which things of no site, or of another one, a page may be given: log-ins that the person searched for in its tab,
// cards and addresses, and what they chose in the popup for it. A page that has got hold of our script's channel could
// search and choose in the person's place; it gets some things then, and not all. What was given outlives the worker
// in volatile memory, until a lock; the rest is forgotten with it, and asked for anew.
import type { Volatile } from '#app/store/volatile.ts';
import type { Site } from '#logins/site.ts';
import { list, part, struct, text, timestamp } from '#wire/format.ts';

/** Log-ins of other sites, cards and addresses that one site is given within an hour. */
export const MOST_GIVEN = 6;
const HOUR_MS = 3_600_000;
/** From a press in the popup to the page's asking for the values. */
const GRANT_MS = 30_000;
const MAX_TABS = 100;
/** Of all sites within an hour: past that none is given anything. */
const MAX_GIVEN = 512;
const NAME = 'given-to-sites';
const format = part(
  'given to sites',
  256 * 1024,
  list(MAX_GIVEN, struct({ site: text(320), id: text(32), at: timestamp })),
);

interface Given {
  readonly site: string;
  readonly id: string;
  readonly at: number;
}

/** A press in the popup. */
interface Grant {
  readonly tabId: number;
  /** Of the page that the tab showed. */
  readonly site: Site;
  readonly id: string;
  readonly at: number;
}

export class FillPermits {
  readonly #volatile: Volatile;
  readonly #found = new Map<number, { readonly site: Site; readonly ids: ReadonlySet<string> }>();
  #grant: Grant | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(volatile: Volatile) {
    this.#volatile = volatile;
  }

  /** Those of the last search only. */
  searched(tabId: number, site: Site, ids: readonly string[]): void {
    this.#found.delete(tabId);
    this.#found.set(tabId, { site, ids: new Set(ids) });
    const oldest = this.#found.keys().next();
    if (this.#found.size > MAX_TABS && !oldest.done) this.#found.delete(oldest.value);
  }

  /** The person chose this log-in, card or address for a tab in the popup. */
  chose(grant: Grant): void {
    this.#grant = grant;
  }

  /** @returns whether the person chose this in the popup, for this page, a moment ago; it is so once */
  spendChoice(tabId: number, site: Site, id: string, now: number): boolean {
    const grant = this.#grant;
    // Any page may ask for anything: what was not chosen for it takes nothing away from the one for which it was.
    if (grant?.tabId !== tabId || grant.site !== site || grant.id !== id) return false;
    this.#grant = null;
    return now - grant.at < GRANT_MS;
  }

  /** @returns whether the page may be given this log-in of another site, this time */
  async spend(tabId: number, site: Site, id: string, now: number): Promise<boolean> {
    if (this.spendChoice(tabId, site, id, now)) return true;
    return this.isFound(tabId, site, id) && this.give(site, id, now);
  }

  isFound(tabId: number, site: Site, id: string): boolean {
    const last = this.#found.get(tabId);
    return last?.site === site && last.ids.has(id);
  }

  /** @returns whether the site may be given it; what it was given within the hour it has, and may be given again */
  give(site: Site, id: string, now: number): Promise<boolean> {
    const answer = this.#turn.then(async () => {
      const recent = (await this.#given()).filter(({ at }) => now - at < HOUR_MS);
      const its = recent.filter((one) => one.site === site);
      if (its.some((one) => one.id === id)) return true;
      if (its.length >= MOST_GIVEN || recent.length >= MAX_GIVEN) return false;
      await this.#volatile.set(NAME, format.encode([...recent, { site, id, at: now }]));
      return true;
    });
    this.#turn = answer.catch(() => {});
    return answer;
  }

  async clear(): Promise<void> {
    this.#found.clear();
    this.#grant = null;
    const done = this.#turn.then(() => this.#volatile.remove(NAME));
    this.#turn = done.catch(() => {});
    await done;
  }

  async #given(): Promise<readonly Given[]> {
    const encoded = await this.#volatile.get(NAME);
    return encoded === null ? [] : format.decode(encoded);
  }
}
