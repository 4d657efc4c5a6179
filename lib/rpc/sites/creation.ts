// Making an identity for a site, once: two windows, or a second click while the first is under way, get the same one.
import { type Created, createSiteIdentity, type FormHints } from '#app/sites/sites.ts';
import { Fault } from '#bytes/fault.ts';
import type { Site } from '#logins/site.ts';
import { openVaultOf, type Surroundings } from '../call/worker-context.ts';
import type { Suggestions } from './suggestions.ts';

export class Creation {
  readonly #underWay = new Map<Site, Promise<Created>>();
  readonly #surroundings: Surroundings;
  readonly #suggestions: Suggestions;

  constructor(surroundings: Surroundings, suggestions: Suggestions) {
    this.#surroundings = surroundings;
    this.#suggestions = suggestions;
  }

  /** Automatic closing of the vault waits: else a mask would be registered that no identity has. */
  get isRunning(): boolean {
    return this.#underWay.size > 0;
  }

  create(site: Site, hints: FormHints): Promise<Created> {
    const running = this.#underWay.get(site);
    if (running !== undefined) return running;
    const created = this.#create(site, hints).finally(() => this.#underWay.delete(site));
    this.#underWay.set(site, created);
    return created;
  }

  async #create(site: Site, hints: FormHints): Promise<Created> {
    const { desk } = await openVaultOf(this.#surroundings);
    try {
      const created = await createSiteIdentity(desk, site, this.#suggestions.seedFor(site), hints);
      if (created.ok) this.#suggestions.taken(site);
      return created;
    } catch (error) {
      if (error instanceof Fault && error.code.startsWith('storage-')) return { ok: false, reason: 'storage' };
      throw error;
    }
  }
}
