// The token issuer (docs/protocol/tokens.md; RFC 9576 section 3.3): sells nothing, knows no person, and bounds how much
// anyone can have done at the services that take its tokens. It cannot recognise the tokens that it signed, and never
// learns at which service they are spent.
import { concat } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { evaluateBatch, type VoprfPublicKey, type VoprfSecretKey } from '#crypto/voprf.ts';
import {
  amortizedRequest,
  amortizedResponse,
  genericRequest,
  genericResponse,
  type IssuerDirectory,
  TOKEN_TYPES,
  type TokenClass,
  type TokenType,
} from '#wire/token.ts';
import { blindSigner } from '../crypto/blind-rsa.ts';
import { type EndpointHandlers, refuse } from '../http/call.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { type Rate, RateLimit } from '../runtime/rate.ts';
import type { StoredIssuerKey } from '../secrets/secrets.ts';
import type { Storage } from '../storage/storage.ts';
import { Accounts, type AccountTerms } from './accounts.ts';
import type { IssuerKeys } from './issuer-keys.ts';

export interface IssuerParts {
  readonly storage: Storage;
  readonly keys: IssuerKeys;
  readonly terms: AccountTerms;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly entropy: Entropy;
}

/** Orders of one account, whatever comes of them: a repeated order costs no allowance, and still work. */
const ACCOUNT_RATE: Rate = { burst: 120, perSecond: 0.2 };
/** Signatures made before others have their turn: each takes two thirds of a millisecond. */
const SIGNED_AT_ONCE = 8;

export type Issued =
  | { readonly response: Uint8Array }
  | { readonly refused: 'malformed' | 'account-unknown' | 'key-unknown' }
  | { readonly waitSeconds: number };

export class Issuer {
  readonly #parts: IssuerParts;
  readonly #accounts: Accounts;
  readonly #rates: RateLimit;
  readonly #signers = new WeakMap<StoredIssuerKey, (blinded: Uint8Array) => Uint8Array>();

  constructor(parts: IssuerParts) {
    this.#parts = parts;
    this.#accounts = new Accounts(parts.storage, parts.terms, parts.now);
    this.#rates = new RateLimit(ACCOUNT_RATE, parts.now);
  }

  /** Keys of each class and type, the one to be used first. */
  directory(): IssuerDirectory {
    const now = this.#parts.now();
    const keys = this.#parts.keys
      .all()
      .filter(({ untilAt }) => untilAt > now)
      .toSorted((a, b) => Number(a.fromAt > now) - Number(b.fromAt > now) || b.fromAt - a.fromAt)
      .map(({ class: tokenClass, type, publicKey, fromAt, untilAt }) => {
        return { class: tokenClass, type, key: publicKey, fromAt, untilAt };
      });
    return { accounts: this.#parts.terms.policy, keys };
  }

  /**
   * Makes tokens for the holder of an account's secret.
   * @param wanted the class that the key must be of; null: that of whatever key is named
   */
  async issue(secret: Uint8Array, type: TokenType, wanted: TokenClass | null, request: Uint8Array): Promise<Issued> {
    const { keys, metrics, now } = this.#parts;
    const account = await this.#accounts.find(secret);
    if (account === null) return { refused: 'account-unknown' };
    const busySeconds = this.#rates.take(account);
    if (busySeconds > 0) return { waitSeconds: busySeconds };
    const asked = decodeRequest(type, request);
    if (asked === null) return { refused: 'malformed' };
    const key = keys.find(type, asked.truncatedKeyId, now());
    if (key === undefined || (wanted !== null && key.class !== wanted)) return { refused: 'key-unknown' };
    // Paid before it is signed: a client that sends nonsense pays for it.
    const order = sha256(concat(new Uint8Array([TOKEN_TYPES[type]]), request));
    const waitSeconds = await this.#accounts.take(account, key.class, asked.blinded.length, order);
    if (waitSeconds > 0) {
      metrics.count('orders_total', 'empty');
      return { waitSeconds };
    }
    try {
      const response = type === 'voprf' ? this.#evaluate(key, asked.blinded) : await this.#sign(key, asked.blinded);
      metrics.count('orders_total', 'filled');
      return { response };
    } catch (error) {
      if (error instanceof Fault && error.blame === 'malformed') return { refused: 'malformed' };
      throw error;
    }
  }

  #evaluate({ secretKey, publicKey }: StoredIssuerKey, blinded: readonly Uint8Array[]): Uint8Array {
    const pair = { secretKey: secretKey as VoprfSecretKey, publicKey: publicKey as VoprfPublicKey };
    return amortizedResponse.encode(evaluateBatch(pair, blinded, this.#parts.entropy));
  }

  async #sign(key: StoredIssuerKey, blinded: readonly Uint8Array[]): Promise<Uint8Array> {
    const sign = this.#signers.get(key) ?? blindSigner(key.secretKey);
    this.#signers.set(key, sign);
    const responses: { present: undefined; type: number; signature: Uint8Array }[] = [];
    for (const [index, one] of blinded.entries()) {
      if (index > 0 && index % SIGNED_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
      responses.push({ present: undefined, type: TOKEN_TYPES.rsa, signature: sign(one) });
    }
    return genericResponse.encode({ responses });
  }

  readonly handlers: EndpointHandlers<'issuer'> = {
    getIssuer: async () => this.directory(),

    openAccount: async ({ body }) => {
      const outcome = await this.#accounts.open(body.secret, body.invitation);
      if (outcome !== 'opened' && outcome !== 'known') return refuse('untrusted', undefined, outcome);
      if (outcome === 'opened') this.#parts.metrics.count('accounts_total', 'opened');
      return null;
    },

    issueTokens: async ({ body }) => {
      const issued = await this.issue(body.secret, body.type, body.class, body.request);
      if ('response' in issued) return issued;
      if ('waitSeconds' in issued) return refuse('rate-limited', issued.waitSeconds);
      return issued.refused === 'malformed' ? refuse('malformed') : refuse('not-found', undefined, issued.refused);
    },
  };
}

/** One key for all of a request. Null if it is none of its type. */
function decodeRequest(
  type: TokenType,
  request: Uint8Array,
): { truncatedKeyId: number; blinded: readonly Uint8Array[] } | null {
  try {
    if (type === 'voprf') {
      const { type: number, truncatedKeyId, blinded } = amortizedRequest.decode(request);
      return number === TOKEN_TYPES.voprf ? { truncatedKeyId, blinded } : null;
    }
    const { requests } = genericRequest.decode(request);
    const truncatedKeyId = requests[0]?.truncatedKeyId ?? 0;
    const alike = requests.every((one) => one.type === TOKEN_TYPES.rsa && one.truncatedKeyId === truncatedKeyId);
    return alike ? { truncatedKeyId, blinded: requests.map(({ blinded }) => blinded) } : null;
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
