// Making an identity for a site, once: two windows, or a second click while the first is under way, get the same one.
import type { FormHints } from '#app/sites/prepare-identity.ts';
import { type Created, createSiteIdentity } from '#app/sites/sites.ts';
import { Fault } from '#bytes/fault.ts';
import type { Site } from '#logins/site.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import type { Suggestions } from './suggestions.ts';

export class Creation {
  readonly #underWay = new Map<Site, Promise<Created>>();
  readonly #context: WorkerContext;
  readonly #suggestions: Suggestions;

  constructor(context: WorkerContext, suggestions: Suggestions) {
    this.#context = context;
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
    const { app } = await openVaultOf(this.#context);
    try {
      const created = await createSiteIdentity(app, site, this.#suggestions.seedFor(site), hints);
      if (created.ok) this.#suggestions.taken(site);
      return created;
    } catch (error) {
      if (error instanceof Fault && error.code.startsWith('storage-')) return { ok: false, reason: 'storage' };
      throw error;
    }
  }
}
