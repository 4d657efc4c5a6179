// Taking deliveries in: one, or several that a service brings in one request. Who brings them is asked once a request;
// paces, limits and the disk speak about each, so that those which are refused hold up no other. An answer says that a
// delivery is on disk, and nothing of its content.
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { ENDPOINTS } from '#wire/endpoints.ts';
import { ENVELOPE_SIZES } from '#wire/sizes.ts';
import { type Delivery, type DeliveryAnswer, type DeliveryAnswers, delivery } from '#wire/transport.ts';
import { type EndpointCall, type Refusal, refuse } from '../http/call.ts';
import type { Claim } from '../peers/delivery-signature.ts';
import { readClaim } from '../peers/delivery-signature.ts';
import type { Background } from '../runtime/background.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Deliverer } from './backlog.ts';
import type { Intake } from './intake.ts';
import type { Signers, Verdict } from './signers.ts';

export interface TakingParts {
  readonly intake: Intake;
  readonly signers: Signers;
  /** Deliveries that no service signed are refused. */
  readonly signedOnly: boolean;
  readonly limits: { readonly intakeItems: number };
  readonly background: Background;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
}

type One = (typeof ENDPOINTS)['deliver'];
type Several = (typeof ENDPOINTS)['deliverMany'];

const BUSY_SECONDS = 5;

export class Taking {
  readonly #parts: TakingParts;
  /** Being appended. */
  #arriving = 0;

  constructor(parts: TakingParts) {
    this.#parts = parts;
  }

  async one({ body, bytes, peer, header }: EndpointCall<One>): Promise<null | Refusal<One['refusals'][number]>> {
    if (!ENVELOPE_SIZES.includes(body.envelope.length)) return refuse('malformed');
    if (!this.#hasRoom) return refuse('unavailable', BUSY_SECONDS);
    const id = sha256(bytes);
    const deliverer = await this.#delivererOf(readClaim(ENDPOINTS.deliver.path, header), peer, id);
    if ('code' in deliverer) return deliverer;
    await this.#accept(body, bytes, id, deliverer);
    return null;
  }

  async several(
    call: EndpointCall<Several>,
  ): Promise<{ answers: DeliveryAnswers } | Refusal<Several['refusals'][number]>> {
    const { body, bytes, peer, header } = call;
    if (body.deliveries.length === 0) return refuse('malformed');
    if (!this.#hasRoom) return refuse('unavailable', BUSY_SECONDS);
    const deliverer = await this.#delivererOf(readClaim(ENDPOINTS.deliverMany.path, header), peer, sha256(bytes));
    if ('code' in deliverer) return deliverer;
    // The request paid for the first. Those at a time share one commit.
    const answers = body.deliveries.map((one, index) =>
      this.#answerTo(one, deliverer, index === 0 ? 0 : call.takeOneMore()),
    );
    return { answers: await Promise.all(answers) };
  }

  get #hasRoom(): boolean {
    return this.#parts.intake.waiting + this.#arriving < this.#parts.limits.intakeItems;
  }

  async #answerTo(one: Uint8Array, deliverer: Deliverer, waitSeconds: number): Promise<DeliveryAnswers[number]> {
    if (waitSeconds > 0) return said('rate-limited', waitSeconds);
    // Of its own: the whole request must not stay in memory for one that waits.
    const bytes = one.slice();
    const content = contentOf(bytes);
    if (content === null || !ENVELOPE_SIZES.includes(content.envelope.length)) return said('malformed');
    if (!this.#hasRoom) return said('unavailable', BUSY_SECONDS);
    try {
      await this.#accept(content, bytes, sha256(bytes), deliverer);
      return said('accepted');
    } catch (error) {
      this.#parts.log.fault('request-failed', error);
      return said('unavailable', BUSY_SECONDS);
    }
  }

  /** Who is to be blamed for the deliveries of a request; or why it is refused. */
  async #delivererOf(
    claim: Claim | null,
    peer: string,
    sha256OfBody: Uint8Array,
  ): Promise<Deliverer | Refusal<'untrusted' | 'unavailable'>> {
    const { signers, signedOnly, background, log, now } = this.#parts;
    let verdict: Verdict | null = null;
    if (signedOnly) {
      verdict = await signers.judge(claim, peer, sha256OfBody, now());
      if (verdict === 'unknown') return refuse('unavailable', BUSY_SECONDS);
      if (verdict === 'unsigned' || verdict === 'not-held') return refuse('untrusted');
    } else {
      // Not awaited: the answer must not take longer for a service that is away.
      const met = signers.meet(claim, peer, sha256OfBody);
      background.run(met, (error) => log.fault('descriptor-failed', error));
    }
    return signers.deliverer(claim, peer, sha256OfBody, verdict);
  }

  async #accept(content: Delivery, bytes: Uint8Array, id: Uint8Array, deliverer: Deliverer): Promise<void> {
    this.#arriving++;
    try {
      const result = await this.#parts.intake.accept({ content, bytes, id }, deliverer);
      this.#parts.metrics.count('deliveries_total', result === 'appended' ? 'accepted' : 'repeated');
    } finally {
      this.#arriving--;
    }
  }
}

const said = (answer: DeliveryAnswer, retryAfterSeconds = 0): DeliveryAnswers[number] => ({
  answer,
  retryAfterSeconds,
});

function contentOf(bytes: Uint8Array): Delivery | null {
  try {
    return delivery.decode(bytes);
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return null;
    throw error;
  }
}
