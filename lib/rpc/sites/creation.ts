// Making an identity for a site, once: two windows, or a second click while the first is under way, get the same one.
import type { FormHints } from '#app/sites/prepare-identity.ts';
import { type Created, createSiteIdentity } from '#app/sites/sites.ts';
import { Fault } from '#bytes/fault.ts';
import { webUrl } from '#bytes/web-url.ts';
import type { Site } from '#logins/site.ts';
import { loadQuirks } from '#logins/sites/quirks.ts';
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

  /** @param url of the page that asks, or that it is made for */
  create(site: Site, url: string, hints: FormHints): Promise<Created> {
    const running = this.#underWay.get(site);
    if (running !== undefined) return running;
    const created = this.#create(site, url, hints).finally(() => this.#underWay.delete(site));
    this.#underWay.set(site, created);
    return created;
  }

  async #create(site: Site, url: string, hints: FormHints): Promise<Created> {
    const { app } = await openVaultOf(this.#context);
    try {
      const known = await withKnownRules(url, hints);
      const created = await createSiteIdentity(app, site, this.#suggestions.seedFor(site), known);
      if (created.ok) this.#suggestions.taken(site);
      return created;
    } catch (error) {
      if (error instanceof Fault && error.code.startsWith('storage-')) return { ok: false, reason: 'storage' };
      throw error;
    }
  }
}

/** With the rules that are known of the page's site, if its form says none. */
async function withKnownRules(url: string, hints: FormHints): Promise<FormHints> {
  const host = webUrl(url)?.hostname;
  if (hints.password.rules !== undefined || host === undefined) return hints;
  const rules = (await loadQuirks()).rulesFor(host);
  return rules === null ? hints : { ...hints, password: { ...hints.password, rules } };
}
