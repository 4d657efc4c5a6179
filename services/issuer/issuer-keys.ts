// The keys of a token issuer: one for each class and type, a new one every two weeks, each good for the tokens it made
// for six. Each is published two days before it is used, since others ask for keys now and then only. They lie with the
// service's other secrets, so that processes that share a store make each key once.
import type { Entropy } from '#bytes/entropy.ts';
import { createVoprfKeyPair } from '#crypto/voprf.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { tokenKeyId } from '#protocol/service/token.ts';
import { TOKEN_CLASSES, type TokenClass, type TokenType } from '#wire/token.ts';
import { createRsaKeyPair, type RsaKeyPair } from '../crypto/blind-rsa.ts';
import type { SecretsHome, StoredIssuerKey } from '../secrets/secrets.ts';

/** Days for which a key makes tokens before the next takes its place. */
export const USE_DAYS = 14;
/** Days from its first on which tokens of a key are taken: four weeks at least. */
export const VALID_DAYS = 42;
export const AHEAD_DAYS = 2;

export class IssuerKeys {
  readonly #home: SecretsHome;
  readonly #types: readonly TokenType[];
  readonly #entropy: Entropy;

  /** @param types `voprf` for services of this operator, `rsa` for those of others */
  constructor(home: SecretsHome, types: readonly TokenType[], entropy: Entropy) {
    this.#home = home;
    this.#types = types;
    this.#entropy = entropy;
  }

  /**
   * Takes over the changes of another process, makes the keys that are wanted and forgets those that have ended. True
   * if anything changed; durable when it resolves.
   */
  async rotate(now: number): Promise<boolean> {
    const refreshed = await this.#home.refresh();
    // Made before the secrets are held, since that takes its time; keys that another process made meanwhile are not
    // missing any more.
    const spare = await this.#spareKeys(missing(this.#types, this.#home.secrets.issuerKeys, now));
    const rotated = await this.#home.update((secrets) => {
      const kept = secrets.issuerKeys.filter((key) => key.untilAt > now);
      const fresh: StoredIssuerKey[] = [];
      for (const wanted of missing(this.#types, kept, now)) {
        const pair =
          wanted.type === 'voprf' ? this.#voprfPair([...kept, ...fresh]) : takeUnlike(spare, [...kept, ...fresh]);
        if (pair !== undefined) fresh.push({ ...wanted, ...pair });
      }
      const changed = fresh.length > 0 || kept.length < secrets.issuerKeys.length;
      return changed ? { ...secrets, issuerKeys: [...kept, ...fresh] } : null;
    });
    return refreshed || rotated;
  }

  /** All whose tokens are taken, in no order. */
  all(): readonly StoredIssuerKey[] {
    return this.#home.secrets.issuerKeys;
  }

  find(type: TokenType, truncatedKeyId: number, now: number): StoredIssuerKey | undefined {
    return this.all().find(
      (key) => key.type === type && truncated(key.publicKey) === truncatedKeyId && key.untilAt > now,
    );
  }

  /** One more than is wanted: of two that end in the same byte the other is left. */
  #spareKeys(wanted: readonly Wanted[]): Promise<RsaKeyPair[]> {
    const count = wanted.filter(({ type }) => type === 'rsa').length;
    return Promise.all(Array.from({ length: count === 0 ? 0 : count + 1 }, createRsaKeyPair));
  }

  #voprfPair(present: readonly StoredIssuerKey[]): RsaKeyPair {
    for (;;) {
      const pair = createVoprfKeyPair(this.#entropy);
      if (isUnlike(pair.publicKey, 'voprf', present)) return pair;
    }
  }
}

type Wanted = Pick<StoredIssuerKey, 'type' | 'class' | 'fromAt' | 'untilAt'>;

/** What there should be and is not: a key in use, and the next one from two days before. */
function missing(types: readonly TokenType[], present: readonly StoredIssuerKey[], now: number): Wanted[] {
  const today = dayOf(now) * DAY_MS;
  const kinds = types.flatMap((type) =>
    (Object.keys(TOKEN_CLASSES) as TokenClass[]).map((tokenClass) => ({ type, class: tokenClass })),
  );
  return kinds.flatMap((kind) => {
    const own = present.filter((key) => key.type === kind.type && key.class === kind.class);
    const newest = Math.max(Number.NEGATIVE_INFINITY, ...own.map(({ fromAt }) => fromAt));
    const endsAt = newest + USE_DAYS * DAY_MS;
    if (endsAt > now + AHEAD_DAYS * DAY_MS) return [];
    const fromAt = Math.max(today, endsAt);
    return [{ ...kind, fromAt, untilAt: fromAt + VALID_DAYS * DAY_MS }];
  });
}

const truncated = (publicKey: Uint8Array): number => tokenKeyId(publicKey).at(-1) as number;

/** A request names its key by one byte (RFC 9578 section 5.1). */
function isUnlike(publicKey: Uint8Array, type: TokenType, present: readonly StoredIssuerKey[]): boolean {
  return !present.some((key) => key.type === type && truncated(key.publicKey) === truncated(publicKey));
}

/** If all of them resemble a present key, the next rotation, a minute later, has others. */
function takeUnlike(spare: RsaKeyPair[], present: readonly StoredIssuerKey[]): RsaKeyPair | undefined {
  const index = spare.findIndex(({ publicKey }) => isUnlike(publicKey, 'rsa', present));
  return index < 0 ? undefined : spare.splice(index, 1)[0];
}
