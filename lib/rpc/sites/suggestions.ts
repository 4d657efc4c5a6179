// The next new identity for a site: the same one is offered until it is taken, so that the identity which the menu
// showed is made. Forgotten with the worker, which costs nothing but another name.

import { nameFor } from '#logins/generate/names.ts';
import type { Site } from '#logins/site.ts';

const MAX_SITES = 200;

export class Suggestions {
  readonly #seeds = new Map<Site, Uint8Array>();
  readonly #entropy: (byteCount: number) => Uint8Array;

  constructor(entropy: (byteCount: number) => Uint8Array) {
    this.#entropy = entropy;
  }

  seedFor(site: Site): Uint8Array {
    const known = this.#seeds.get(site);
    if (known !== undefined) return known;
    const oldest = this.#seeds.keys().next().value;
    if (this.#seeds.size >= MAX_SITES && oldest !== undefined) this.#seeds.delete(oldest);
    const seed = this.#entropy(16);
    this.#seeds.set(site, seed);
    return seed;
  }

  nameFor(site: Site): string {
    return nameFor(this.seedFor(site)).text;
  }

  taken(site: Site): void {
    this.#seeds.delete(site);
  }
}
