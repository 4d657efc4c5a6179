// Which tokens this service takes: by the keys of an issuer in this very process, of which it has the secret, and by
// the public keys of other operators' issuers, asked for now and then and kept on disk, so that an issuer that is away
// stops no client. The published keys bind clients too: they make tokens only with keys that this service has signed
// for.
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { evaluate, type VoprfSecretKey } from '#crypto/voprf.ts';
import { challengeDigest, decodeToken, inputOf, tokenKeyId } from '#protocol/service/token.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import type { DescriptorStatement } from '#wire/service.ts';
import { type IssuerDirectory, issuerDirectory, type TokenClass, type TokenType } from '#wire/token.ts';
import { pssVerifier } from '../crypto/blind-rsa.ts';
import type { Outgoing } from '../http/outgoing.ts';
import type { IssuerKeys } from '../issuer/issuer-keys.ts';
import type { Log } from '../runtime/log.ts';
import type { StoredIssuerKey } from '../secrets/secrets.ts';
import type { KeyValue, Storage } from '../storage/storage.ts';

/** A key that tokens are checked with. */
export interface AcceptedKey {
  readonly class: TokenClass;
  readonly type: TokenType;
  readonly id: Uint8Array;
  readonly untilAt: number;
  /** What the challenge of a token for this service comes to. */
  readonly digest: Uint8Array;
  holds(token: Uint8Array): boolean;
}

export interface AcceptedKeysParts {
  readonly storage: Storage;
  readonly outgoing: Outgoing;
  /** This service. */
  readonly origin: string;
  /** Of work that this service does. */
  readonly classes: readonly TokenClass[];
  /** Origins of issuers; this service's own, if it is one. */
  readonly issuers: readonly string[];
  /** Of the issuer in this process; null: there is none. */
  readonly own: IssuerKeys | null;
  readonly log: Log;
  readonly now: () => number;
}

const FRESH_MS = 60 * 60_000;
const AGAIN_MS = 15_000;
const TIMEOUT_MS = 5000;
/**
 * As many keys of a class as an honest issuer has at once, and some: each could mark the few clients it is shown to.
 */
const MAX_KEYS_OF_A_CLASS = 8;

export class AcceptedKeys {
  readonly #parts: AcceptedKeysParts;
  readonly #kept: KeyValue;
  readonly #askAt = new Map<string, number>();
  #byId = new Map<string, AcceptedKey>();
  #published: DescriptorStatement['tokenIssuers'] = [];

  constructor(parts: AcceptedKeysParts) {
    this.#parts = parts;
    this.#kept = parts.storage.keyValue('issuer directories');
  }

  /** For the descriptor. */
  published(): DescriptorStatement['tokenIssuers'] {
    return this.#published;
  }

  /** Whether work of a class wants a token here. */
  wants(tokenClass: TokenClass): boolean {
    return this.#parts.issuers.length > 0 && this.#parts.classes.includes(tokenClass);
  }

  /** Whether any key of a class is known: an issuer that was never reached has none yet. */
  knows(tokenClass: TokenClass): boolean {
    return [...this.#byId.values()].some((key) => key.class === tokenClass);
  }

  find(id: Uint8Array): AcceptedKey | null {
    return this.#byId.get(encodeHex(id)) ?? null;
  }

  /** Brings the keys up to date. True if the published keys changed. */
  async refresh(): Promise<boolean> {
    const { issuers, origin, now } = this.#parts;
    const byId = new Map<string, AcceptedKey>();
    const published: DescriptorStatement['tokenIssuers'] = [];
    for (const issuer of issuers) {
      const keys = issuer === origin ? this.#ownKeys() : await this.#keysOf(issuer);
      const current = keys.filter(({ untilAt }) => untilAt > now());
      for (const key of current) byId.set(encodeHex(key.id), key);
      published.push({
        origin: issuer,
        keys: current.map(({ class: tokenClass, type, id }) => ({ class: tokenClass, type, id })),
      });
    }
    const changed = [...byId.keys()].sort().join() !== [...this.#byId.keys()].sort().join();
    this.#byId = byId;
    this.#published = published;
    return changed;
  }

  /** One operator: the key that made a token checks it. */
  #ownKeys(): AcceptedKey[] {
    const { own, origin } = this.#parts;
    const digest = challengeDigest('voprf', origin, origin);
    return this.#served(own?.all() ?? [], 'voprf').map((key) => ({
      class: key.class,
      type: 'voprf' as const,
      id: tokenKeyId(key.publicKey),
      untilAt: key.untilAt,
      digest,
      holds: (token) =>
        equal(evaluate(key.secretKey as VoprfSecretKey, inputOf(token)), decodeToken(token).authenticator),
    }));
  }

  async #keysOf(issuer: string): Promise<AcceptedKey[]> {
    const directory = await this.#directoryOf(issuer);
    const digest = challengeDigest('rsa', issuer, this.#parts.origin);
    return this.#served(directory?.keys ?? [], 'rsa').flatMap((key) => {
      try {
        const verify = pssVerifier(key.key);
        const { class: tokenClass, untilAt } = key;
        const holds = (token: Uint8Array) => verify(inputOf(token), decodeToken(token).authenticator);
        return [{ class: tokenClass, type: 'rsa' as const, id: tokenKeyId(key.key), untilAt, digest, holds }];
      } catch (error) {
        if (error instanceof Fault && error.blame === 'malformed') return [];
        throw error;
      }
    });
  }

  /** Those of the right type, for work that is done here. */
  #served<Key extends Pick<StoredIssuerKey, 'class' | 'type' | 'untilAt'>>(
    keys: readonly Key[],
    type: TokenType,
  ): Key[] {
    return this.#parts.classes.flatMap((tokenClass) =>
      keys
        .filter((key) => key.type === type && key.class === tokenClass)
        .toSorted((a, b) => b.untilAt - a.untilAt)
        .slice(0, MAX_KEYS_OF_A_CLASS),
    );
  }

  /**
   * The newest directory: asked for if the kept one is old; otherwise, or if the issuer does not answer, the kept one.
   */
  async #directoryOf(issuer: string): Promise<IssuerDirectory | null> {
    const { now, log } = this.#parts;
    if (now() >= (this.#askAt.get(issuer) ?? 0)) {
      try {
        const fresh = await this.#ask(issuer);
        this.#askAt.set(issuer, now() + FRESH_MS);
        await this.#keep(issuer, issuerDirectory.encode(fresh));
        return fresh;
      } catch (error) {
        if (!(error instanceof Fault) || error.blame === 'bug') throw error;
        this.#askAt.set(issuer, now() + AGAIN_MS);
        log.fault('issuer-silent', error);
      }
    }
    const kept = await this.#kept.get(issuer, now());
    return kept === null ? null : issuerDirectory.decode(kept.value);
  }

  async #ask(issuer: string): Promise<IssuerDirectory> {
    const { path } = ENDPOINTS.getIssuer;
    const answer = await this.#parts.outgoing.ask(issuer, path, null, issuerDirectory.maxBytes, TIMEOUT_MS);
    if (answer.status !== 200) throw new Fault('unavailable', 'issuer-refused', 'the issuer gave no directory');
    return issuerDirectory.decode(answer.body);
  }

  async #keep(issuer: string, encoded: Uint8Array): Promise<void> {
    const kept = await this.#kept.get(issuer, this.#parts.now());
    if (kept === null) await this.#kept.create(issuer, encoded, this.#parts.now(), null);
    else if (!equal(kept.value, encoded)) await this.#kept.replace(issuer, encoded, kept.revision);
  }
}
