// Who brought a delivery: the service that signed it, or else the network address it came from. Judged only if a
// delivery speaks against its deliverer, so that good ones cost nothing; or each time, if an operator takes signed
// deliveries only. The named service is asked who it is before the delivery is opened, whatever is inside, and never
// because of it: else the owner of the named service would learn by the question that an address does not resolve.
import { encodeHex } from '#bytes/base64url.ts';
import { type Claim, claimHolds, sameService, WINDOW_MS } from '../peers/delivery-signature.ts';
import type { Descriptors } from '../peers/descriptors.ts';
import type { Metrics } from '../runtime/metrics.ts';
import { networkOf, type Rate, RateLimit } from '../runtime/rate.ts';
import type { Deliverer } from './backlog.ts';

/** `unknown`: the descriptor of the service named could not be had, so nothing can be said. */
export type Verdict = 'held' | 'not-held' | 'unsigned' | 'repeated' | 'unknown';

export interface SignersParts {
  /** Of this service. */
  readonly origin: string;
  readonly descriptors: Descriptors;
  readonly metrics: Metrics;
  readonly now: () => number;
}

/**
 * Services of whom nothing is known yet that one peer may have us ask for: each is a request of ours to a place of its
 * choice.
 */
const NEW_SERVICES: Rate = { burst: 20, perSecond: 0.1 };
/** Signatures met, until they are too old to be shown again: some 10 MB. */
const MAX_REMEMBERED = 65_536;

export class Signers {
  readonly #parts: SignersParts;
  readonly #newServices: RateLimit;
  /** Key and nonce → when it is too old anyway. Oldest first. */
  readonly #met = new Map<string, number>();

  constructor(parts: SignersParts) {
    this.#parts = parts;
    this.#newServices = new RateLimit(NEW_SERVICES, parts.now);
  }

  /** Asks who a service is that was not heard of lately, of every delivery alike. */
  async meet(claim: Claim | null, peer: string, sha256OfBody: Uint8Array): Promise<void> {
    const { origin, descriptors, now } = this.#parts;
    if (claim === null || descriptors.has(claim.service.origin)) return;
    if (Math.abs(now() - claim.createdAt) > WINDOW_MS || !claimHolds(claim, origin, sha256OfBody)) return;
    if (this.#newServices.take(peer) === 0) await descriptors.of(claim.service.origin);
  }

  /**
   * Who brought what came in one request. It outlives the request while a delivery waits, so it is made here and holds
   * nothing of the deliveries themselves.
   * @param known the verdict on it when it came: judged again, its signature would be one met before
   */
  deliverer(claim: Claim | null, peer: string, sha256OfBody: Uint8Array, known: Verdict | null): Deliverer {
    // Once, however many of its deliveries speak against it. As far as it is known without asking.
    let judged: Promise<Verdict> | null = known === null ? null : Promise.resolve(known);
    return {
      peer,
      blamed: async (acceptedAt) => {
        judged ??= this.#judge(claim, peer, sha256OfBody, acceptedAt, false);
        // Names of services and network addresses cannot be taken for one another.
        const held = (await judged) === 'held';
        return held && claim !== null ? `service ${encodeHex(claim.service.key)}` : networkOf(peer);
      },
    };
  }

  /** @param acceptedAt when it came: its signature may be old by now */
  judge(claim: Claim | null, peer: string, sha256OfBody: Uint8Array, acceptedAt: number): Promise<Verdict> {
    return this.#judge(claim, peer, sha256OfBody, acceptedAt, true);
  }

  async #judge(
    claim: Claim | null,
    peer: string,
    sha256OfBody: Uint8Array,
    acceptedAt: number,
    mayAsk: boolean,
  ): Promise<Verdict> {
    const verdict = claim === null ? 'unsigned' : await this.#verdict(claim, peer, sha256OfBody, acceptedAt, mayAsk);
    this.#parts.metrics.count('signatures_total', verdict);
    return verdict;
  }

  async #verdict(
    claim: Claim,
    peer: string,
    sha256OfBody: Uint8Array,
    acceptedAt: number,
    mayAsk: boolean,
  ): Promise<Verdict> {
    const { origin, descriptors } = this.#parts;
    if (Math.abs(acceptedAt - claim.createdAt) > WINDOW_MS) return 'not-held';
    // Before any service is asked: a claim that does not hold under its own key is not worth a request.
    if (!claimHolds(claim, origin, sha256OfBody)) return 'not-held';
    const asked = claim.service.origin;
    if (!descriptors.has(asked) && (!mayAsk || this.#newServices.take(peer) > 0)) return 'unknown';
    const found = await descriptors.of(asked);
    if (found === null) return 'unknown';
    if (!sameService(claim, found.statement.name)) return 'not-held';
    return this.#isRepeated(claim, acceptedAt) ? 'repeated' : 'held';
  }

  /**
   * A party that saw a delivery on its way could bring it again and again, at the cost of the service that signed it.
   */
  #isRepeated(claim: Claim, acceptedAt: number): boolean {
    const name = `${encodeHex(claim.service.key)} ${claim.nonce}`;
    if (this.#met.has(name)) return true;
    for (const [oldest, until] of this.#met) {
      if (until > acceptedAt && this.#met.size < MAX_REMEMBERED) break;
      this.#met.delete(oldest);
    }
    this.#met.set(name, claim.createdAt + WINDOW_MS);
    return false;
  }
}
