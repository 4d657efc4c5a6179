// Generations of sealing keys (DESIGN section 6). Each is for making addresses for some weeks; its secrets are kept until the last
// address that can name it has expired, and then forgotten, with the memory of sealed addresses seen. The next generation is published
// a day before it begins, since clocks differ.
import type { Entropy } from '#bytes/entropy.ts';
import { agreeSecretKey, sealSecretKey } from '#crypto/keys.ts';
import { createGeneration, type GenerationSecrets } from '#protocol/address.ts';
import { endOfDay } from '#protocol/day.ts';
import type { Generation } from '#wire/service.ts';
import type { SecretsFile, StoredGeneration } from '../secrets.ts';

/** Days for which new addresses are made for one generation. */
export const GENERATION_DAYS = 30;
/** Days that an address lives at most. */
export const ADDRESS_LIFETIME_DAYS = 60;

export class Generations {
  readonly #file: SecretsFile;
  readonly #entropy: Entropy;

  constructor(file: SecretsFile, entropy: Entropy) {
    this.#file = file;
    this.#entropy = entropy;
  }

  /** Creates what today and tomorrow want and forgets what nobody can name. True where anything changed; durable when it returns. */
  rotate(today: number): boolean {
    const { secrets } = this.#file;
    const kept = secrets.generations.filter((stored) => today <= lastDay(stored));
    let changed = kept.length !== secrets.generations.length;
    let newest = secrets.generations.at(-1);
    while (newest === undefined || newest.untilDay < today + 1) {
      const fromDay = newest === undefined || newest.untilDay < today - 1 ? today : newest.untilDay + 1;
      newest = this.#create((newest?.generation ?? 0) + 1, fromDay);
      kept.push(newest);
      changed = true;
    }
    if (!changed) return false;
    secrets.generations = kept;
    this.#file.save();
    return true;
  }

  /** What senders and owners of roots may use. */
  published(today: number): Generation[] {
    return this.#file.secrets.generations
      .filter((stored) => stored.untilDay >= today)
      .map(({ generation, fromDay, untilDay, innerPublic, outerPublic }) => {
        return { generation, inner: innerPublic, outer: outerPublic, fromDay, untilDay };
      });
  }

  secretsOf(generation: number): GenerationSecrets | undefined {
    const stored = this.#find(generation);
    if (stored === undefined) return undefined;
    return { inner: agreeSecretKey(stored.innerSecret), outer: sealSecretKey(stored.outerSecret) };
  }

  /** When everything sealed for a generation has expired: until then a sealed address must be recognised as seen. */
  retiresAt(generation: number): number {
    const stored = this.#find(generation);
    return stored === undefined ? 0 : endOfDay(lastDay(stored));
  }

  /** When every address that could be made by now has expired: until then a revocation must be remembered. */
  allExpireAt(): number {
    return Math.max(0, ...this.#file.secrets.generations.map((stored) => endOfDay(lastDay(stored))));
  }

  #find(generation: number): StoredGeneration | undefined {
    return this.#file.secrets.generations.find((stored) => stored.generation === generation);
  }

  #create(number: number, fromDay: number): StoredGeneration {
    const untilDay = fromDay + GENERATION_DAYS - 1;
    const { generation, secrets } = createGeneration(number, fromDay, untilDay, this.#entropy);
    return {
      generation: number,
      fromDay,
      untilDay,
      innerPublic: generation.inner,
      outerPublic: generation.outer,
      innerSecret: secrets.inner,
      outerSecret: secrets.outer,
    };
  }
}

function lastDay(stored: StoredGeneration): number {
  return stored.untilDay + ADDRESS_LIFETIME_DAYS;
}
