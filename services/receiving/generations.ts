// Generations of sealing keys. Each is for making and sealing addresses for some weeks. Its two
// secrets end apart: the outer one, which opens what senders sealed, when no sealed address can be on its way any more,
// with the memory of those seen; the inner one when the last delivery address made for it has expired. The next
// generation is published a day before it begins, since clocks differ.
import type { Entropy } from '#bytes/entropy.ts';
import { agreeSecretKey, sealSecretKey } from '#crypto/keys.ts';
import { createGeneration, type GenerationSecrets } from '#protocol/address/address.ts';
import { endOfDay } from '#protocol/base/day.ts';
import type { Generation } from '#wire/service.ts';
import type { SecretsHome, StoredGeneration } from '../secrets/secrets.ts';

/** Days for which new addresses are made for one generation. */
export const GENERATION_DAYS = 30;
/**
 * Days for which addresses are opened after the last day of their generation: the 180 of a long-term address, and time
 * for wrong clocks.
 */
export const OPENING_DAYS = 190;
/**
 * Days for which a sealed address may be on its way after the last day of its generation: a week in the sender's
 * outbox, 30 days at most at a sending service (`retryHorizonDays`), and time for wrong clocks. What a sending service
 * recorded cannot be opened after that.
 */
export const SEALED_DAYS = 45;

export class Generations {
  readonly #home: SecretsHome;
  readonly #entropy: Entropy;

  constructor(home: SecretsHome, entropy: Entropy) {
    this.#home = home;
    this.#entropy = entropy;
  }

  /**
   * Takes over the changes of another process, creates the generations of today and tomorrow and forgets those that no
   * address can name. True if anything changed; durable when it resolves.
   */
  async rotate(today: number): Promise<boolean> {
    const refreshed = await this.#home.refresh();
    const rotated = await this.#home.update((secrets) => {
      const generations = this.#rotated(secrets.generations, today);
      return generations === null ? null : { ...secrets, generations };
    });
    return refreshed || rotated;
  }

  /** Null if there is nothing to change. */
  #rotated(present: readonly StoredGeneration[], today: number): StoredGeneration[] | null {
    let changed = present.some((stored) => today > stored.opensUntilDay);
    const kept = present
      .filter((stored) => today <= stored.opensUntilDay)
      .map((stored) => {
        if (today <= sealedUntilDay(stored) || stored.outerSecret.length === 0) return stored;
        changed = true;
        return { ...stored, outerSecret: NOTHING };
      });
    let newest = present.at(-1);
    while (newest === undefined || newest.untilDay < today + 1) {
      const fromDay = newest === undefined || newest.untilDay < today - 1 ? today : newest.untilDay + 1;
      newest = this.#create((newest?.generation ?? 0) + 1, fromDay);
      kept.push(newest);
      changed = true;
    }
    return changed ? kept : null;
  }

  /** What senders and owners of roots may use. */
  published(today: number): Generation[] {
    return this.#home.secrets.generations
      .filter((stored) => stored.untilDay >= today)
      .map(({ generation, fromDay, untilDay, opensUntilDay, innerPublic, outerPublic }) => {
        return { generation, inner: innerPublic, outer: outerPublic, fromDay, untilDay, opensUntilDay };
      });
  }

  secretsOf(generation: number): GenerationSecrets | undefined {
    const stored = this.#find(generation);
    if (stored === undefined) return undefined;
    const outer = stored.outerSecret.length === 0 ? null : sealSecretKey(stored.outerSecret);
    return { inner: agreeSecretKey(stored.innerSecret), outer };
  }

  /** Another object whenever secrets came or went: for holders of copies. */
  get revision(): object {
    return this.#home.secrets;
  }

  /** All in use, by number. */
  allSecrets(): Map<number, GenerationSecrets> {
    const all = new Map<number, GenerationSecrets>();
    for (const { generation } of this.#home.secrets.generations) {
      const secrets = this.secretsOf(generation);
      if (secrets !== undefined) all.set(generation, secrets);
    }
    return all;
  }

  /**
   * When nothing sealed for a generation can be opened any more: until then a sealed address must be recognised as
   * seen.
   */
  retiresAt(generation: number): number {
    const stored = this.#find(generation);
    return stored === undefined ? 0 : endOfDay(sealedUntilDay(stored));
  }

  /** When every address that could be made by now has expired: until then a revocation must be remembered. */
  allExpireAt(): number {
    return Math.max(0, ...this.#home.secrets.generations.map((stored) => endOfDay(stored.opensUntilDay)));
  }

  #find(generation: number): StoredGeneration | undefined {
    return this.#home.secrets.generations.find((stored) => stored.generation === generation);
  }

  #create(number: number, fromDay: number): StoredGeneration {
    const untilDay = fromDay + GENERATION_DAYS - 1;
    const days = { fromDay, untilDay, opensUntilDay: untilDay + OPENING_DAYS };
    const { generation, secrets } = createGeneration(number, days, this.#entropy);
    return {
      generation: number,
      ...days,
      innerPublic: generation.inner,
      outerPublic: generation.outer,
      innerSecret: secrets.inner,
      outerSecret: secrets.outer,
    };
  }
}

const NOTHING = new Uint8Array(0);

const sealedUntilDay = ({ untilDay, opensUntilDay }: StoredGeneration): number =>
  Math.min(untilDay + SEALED_DAYS, opensUntilDay);
