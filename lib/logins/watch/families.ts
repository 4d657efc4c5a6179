// Sites that belong together: hosts and ports of one domain, with https and without, and names that share log-ins
// (lib/logins/sites/quirks.ts). One password at all of them is one password. Which way log-ins may be used between them
// does not matter here.
import { type Site, siteLabel } from '../site.ts';
import type { Quirks } from '../sites/quirks.ts';

/** A site's domain or host, whatever its scheme and port. */
const nameOf = (site: Site): string => siteLabel(site).replace(/:\d+$/, '');

export class Families {
  readonly #above = new Map<string, string>();
  readonly #quirks: Pick<Quirks, 'sharedWith'>;

  constructor(quirks: Pick<Quirks, 'sharedWith'>) {
    this.#quirks = quirks;
  }

  /** Takes a site in; equal answers of `of` are right once all sites that are compared were. */
  join(site: Site): void {
    const name = nameOf(site);
    if (this.#above.has(name)) return;
    this.#above.set(name, name);
    for (const { name: other } of this.#quirks.sharedWith(`https://${name}/`)) {
      if (!this.#above.has(other)) this.#above.set(other, other);
      this.#above.set(this.#top(other), this.#top(name));
    }
  }

  of(site: Site): string {
    return this.#top(nameOf(site));
  }

  #top(name: string): string {
    let top = name;
    for (let above = this.#above.get(top); above !== undefined && above !== top; above = this.#above.get(top))
      top = above;
    // So that the next way is short.
    if (name !== top) this.#above.set(name, top);
    return top;
  }
}
