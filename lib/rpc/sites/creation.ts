// Making an identity for a site, once: two windows, or a second click while the first is under way, get the same one.
import { addEntry } from '#app/logins/change.ts';
import { drawNewPassword } from '#app/logins/generated.ts';
import type { FormHints } from '#app/sites/prepare-identity.ts';
import { type Created, createSiteIdentity } from '#app/sites/sites.ts';
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { EMPTY_ENTRY } from '#logins/formats/entry.ts';
import type { PasswordHints } from '#logins/generate/password.ts';
import { type Site, siteLabel, siteUrl } from '#logins/site.ts';
import { openVaultOf, type WorkerContext } from '../call/worker-context.ts';
import { withKnownRules } from './known-rules.ts';
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

  /** @returns its id */
  async createOwn(site: Site, url: string, address: string, given: PasswordHints): Promise<string> {
    const { app } = await openVaultOf(this.#context);
    const id = encodeHex(app.entropy(16));
    await addEntry(app, id, {
      ...EMPTY_ENTRY,
      title: siteLabel(site),
      username: address,
      password: await drawNewPassword(app, site, await withKnownRules(url, given)),
      sites: [{ url: siteUrl(site), match: 'domain' }],
    });
    return id;
  }

  async #create(site: Site, url: string, hints: FormHints): Promise<Created> {
    const { app } = await openVaultOf(this.#context);
    try {
      const known = { ...hints, password: await withKnownRules(url, hints.password) };
      const created = await createSiteIdentity(app, site, this.#suggestions.seedFor(site), known);
      if (created.ok) this.#suggestions.taken(site);
      return created;
    } catch (error) {
      if (error instanceof Fault && error.code.startsWith('storage-')) return { ok: false, reason: 'storage' };
      throw error;
    }
  }
}
