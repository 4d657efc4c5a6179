// Spending tokens (docs/protocol/tokens.md). A spent token is remembered on disk until its key ends, with a digest of
// the request that it paid for, so that the same request again is the same payment, whichever process it comes to. The
// order of the checks keeps the dear ones last.
import { encodeHex } from '#bytes/base64url.ts';
import { concat, equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { decodeToken } from '#protocol/service/token.ts';
import type { RefusalReason } from '#wire/endpoints.ts';
import type { TokenClass } from '#wire/token.ts';
import { type Refusal, refuse } from '../http/call.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { KeyValue, NewKey, Storage } from '../storage/storage.ts';
import type { AcceptedKey, AcceptedKeys } from './accepted-keys.ts';

export type NotPaid = Refusal<'token-wanted' | 'unavailable'>;

/** What it asks of the keys that are taken. */
export type TokenTerms = Pick<AcceptedKeys, 'wants' | 'knows' | 'find'>;

const BUSY_SECONDS = 30;
const SPENT = 'spent tokens';

export class Redemption {
  readonly #keys: TokenTerms;
  readonly #spent: KeyValue;
  readonly #metrics: Metrics;
  readonly #now: () => number;

  constructor(storage: Storage, keys: TokenTerms, metrics: Metrics, now: () => number) {
    this.#keys = keys;
    this.#spent = storage.keyValue(SPENT);
    this.#metrics = metrics;
    this.#now = now;
  }

  /**
   * Spends a token for a request, durably when it resolves to null; null too if this service wants none, or if the
   * token was spent for this very request before. The caller has checked everything about the request that costs
   * nothing.
   * @param request bytes that the request is known again by, the token left out
   */
  async redeem(tokenClass: TokenClass, token: Uint8Array, request: Uint8Array): Promise<NotPaid | null> {
    const paid = await this.redeemWith(tokenClass, token, request, async (price) => {
      if (price === null) return 'paid';
      return (await this.#spent.create(price.key, price.value, price.now, price.expiresAt)) ? 'paid' : 'taken';
    });
    return paid === 'paid' ? null : paid;
  }

  /**
   * The same, for work that is kept together with its payment in one write.
   * @param write does so; `taken`: the key of the price is there, and it wrote nothing. Null: nothing is to be paid, or
   * nothing any more
   */
  async redeemWith<Result extends string>(
    tokenClass: TokenClass,
    token: Uint8Array,
    request: Uint8Array,
    write: (price: NewKey | null) => Promise<Result | 'taken'>,
  ): Promise<NotPaid | Exclude<Result, 'taken'>> {
    const done = async (): Promise<Exclude<Result, 'taken'>> => (await write(null)) as Exclude<Result, 'taken'>;
    if (!this.#keys.wants(tokenClass)) return done();
    if (token.length === 0) {
      // An issuer that was never reached: no client can have a token yet.
      if (!this.#keys.knows(tokenClass)) return refuse('unavailable', BUSY_SECONDS);
      return this.#refused('token-missing');
    }
    const known = this.#recognise(tokenClass, token);
    if (typeof known === 'string') return this.#refused(known);
    const { key, nonce } = known;
    const name = encodeHex(sha256(concat(key.id, nonce)));
    const digest = sha256(request);
    const now = this.#now();
    const before = await this.#spent.get(name, now);
    if (before !== null) return this.#again(before.value, digest) ?? done();
    if (!key.holds(token)) return this.#refused('token-invalid');
    const result = await write({ map: SPENT, key: name, value: digest, now, expiresAt: key.untilAt });
    if (result !== 'taken') {
      this.#metrics.count('tokens_total', 'spent');
      return result as Exclude<Result, 'taken'>;
    }
    // Another request was faster with the same token.
    const meanwhile = await this.#spent.get(name, this.#now());
    return meanwhile === null ? this.#refused('token-key') : (this.#again(meanwhile.value, digest) ?? done());
  }

  #recognise(tokenClass: TokenClass, token: Uint8Array): { key: AcceptedKey; nonce: Uint8Array } | RefusalReason {
    try {
      const { type, keyId, digest, nonce } = decodeToken(token);
      const key = this.#keys.find(keyId);
      if (key === null || key.untilAt <= this.#now()) return 'token-key';
      const fits = key.type === type && key.class === tokenClass && equal(key.digest, digest);
      return fits ? { key, nonce } : 'token-invalid';
    } catch (error) {
      if (error instanceof Fault && error.blame === 'malformed') return 'token-invalid';
      throw error;
    }
  }

  #again(spentFor: Uint8Array, digest: Uint8Array): NotPaid | null {
    if (!equal(spentFor, digest)) return this.#refused('token-spent');
    this.#metrics.count('tokens_total', 'repeated');
    return null;
  }

  #refused(reason: RefusalReason): NotPaid {
    this.#metrics.count('tokens_total', 'refused');
    return refuse('token-wanted', undefined, reason);
  }
}
