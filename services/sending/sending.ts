// The sending service: takes sealed messages into a durable queue and delivers them, hosts encrypted
// blobs, relays descriptors. It knows no account, no sender and no recipient: what it stores of a message is the
// destination, the sealed address, the envelope, and until delivered. Of the dedupe id it keeps a digest.
import { concat } from '#bytes/bytes.ts';
import { decodeUtf8, encodeUtf8 } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import { MAX_HOSTED_BYTES } from '#wire/blob.ts';
import { descriptor } from '#wire/service.ts';
import { ENVELOPE_SIZES, ORIGIN_BYTES } from '#wire/sizes.ts';
import { DELAY_SECONDS, delivery, type Outcome } from '#wire/transport.ts';
import type { Hosted } from '../blobs/hosted.ts';
import type { HostingEndpoint } from '../blobs/hosting.ts';
import type { Retry } from '../dispatch/backoff.ts';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import { QueueRoom } from '../dispatch/queue-room.ts';
import { type EndpointHandlers, refuse } from '../http/call.ts';
import type { Outgoing } from '../http/outgoing.ts';
import type { Descriptors } from '../peers/descriptors.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { QueueOutcome, Storage } from '../storage/storage.ts';
import type { Redemption } from '../tokens/redemption.ts';

export interface SendingLimits {
  /** Messages waiting; above, submissions are refused as unavailable. */
  readonly queueItems: number;
  /** A blob's last day is at most that many days ahead. */
  readonly blobDays: number;
  /** Origins of the receiving services that it delivers to; empty: to any. */
  readonly routes: readonly string[];
}

export interface SendingParts {
  readonly storage: Storage;
  readonly hosted: Hosted;
  readonly outgoing: Outgoing;
  readonly descriptors: Descriptors;
  readonly redemption: Redemption;
  readonly retry: Retry;
  readonly limits: SendingLimits;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly random: () => number;
}

/** After the horizon a client may still repeat a submission whose answer it lost. */
const REMEMBERED_DAYS_AFTER_HORIZON = 14;
const BUSY_SECONDS = 60;
/** How old a count of the queue may be for the status: no reader learns from it when a single message came or went. */
const STATUS_AGE_MS = 10_000;

export class Sending {
  readonly #parts: SendingParts;
  readonly #dispatcher: Dispatcher;
  readonly #room: QueueRoom;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #stopping = false;

  constructor(parts: SendingParts) {
    this.#parts = parts;
    const queue = parts.storage.queue('sending');
    this.#dispatcher = new Dispatcher({ ...parts, queue });
    this.#room = new QueueRoom(queue, parts.limits.queueItems);
    parts.metrics.beforeReading(() => this.#measure());
  }

  async start(): Promise<void> {
    await this.#measure();
    await this.#dispatcher.start();
  }

  stop(): Promise<void> {
    this.#stopping = true;
    return this.#dispatcher.stop();
  }

  async #measure(): Promise<void> {
    const { hosted, metrics, now } = this.#parts;
    this.#measuredAt = now();
    metrics.gauge('queue_items', 'sending', await this.#room.measure());
    metrics.gauge('blob_bytes', await hosted.measure());
  }

  /** Of messages; those of blobs are in blobs.ts. */
  readonly handlers: Omit<EndpointHandlers<'sending'>, HostingEndpoint> = {
    submit: async ({ body }) => {
      const { storage, outgoing, redemption, retry, limits, metrics, now, random } = this.#parts;
      const served = limits.routes.length === 0 || limits.routes.includes(body.destination);
      if (!ENVELOPE_SIZES.includes(body.envelope.length) || !served || !outgoing.allows(body.destination))
        return refuse('malformed');
      const entered = await this.#room.take(1);
      if (entered === null) return refuse('unavailable', BUSY_SECONDS);
      const { dedupe, address, envelope, destination } = body;
      const paidFor = concat(dedupe, address, envelope, encodeUtf8(destination));
      const acceptedAt = now();
      const item = {
        id: sha256(dedupe),
        group: destination,
        body: delivery.encode({ address, envelope }),
        acceptedAt,
        dueAt: acceptedAt + Math.round(random() * DELAY_SECONDS[body.delay] * 1000),
        rememberUntil: acceptedAt + (retry.horizonDays + REMEMBERED_DAYS_AFTER_HORIZON) * DAY_MS,
      };
      const queue = storage.queue('sending');
      let isNew = false;
      try {
        const result = await redemption.redeemWith('message', body.token, paidFor, (price) =>
          price === null ? queue.append(item) : queue.appendPaid(item, price),
        );
        if (typeof result !== 'string') return result;
        isNew = result === 'appended';
      } finally {
        entered(isNew ? 1 : 0);
      }
      metrics.count('submissions_total', isNew ? 'accepted' : 'repeated');
      if (isNew) this.#dispatcher.wake(body.destination);
      return null;
    },

    getOutcome: async ({ body }) => {
      const known = await this.#parts.storage.queue('sending').outcome(sha256(body.dedupe));
      return { outcome: known === null ? 'unknown' : OUTCOME_OF[known] };
    },

    getStatus: async () => {
      const { limits, now } = this.#parts;
      if (Math.abs(now() - this.#measuredAt) > STATUS_AGE_MS) await this.#measure();
      const { free } = this.#room;
      const full = free === 0;
      return {
        availability: this.#stopping ? 'closing' : full ? 'full' : 'open',
        freeQuarters: full ? 0 : Math.ceil(free * 4),
        envelopeBytes: [...ENVELOPE_SIZES],
        maxBlobBytes: MAX_HOSTED_BYTES,
        routes: [...limits.routes],
      };
    },

    getDescriptor: async ({ parameters }) => {
      const origin = parameters.origin.length > ORIGIN_BYTES ? null : decodeUtf8(parameters.origin);
      if (origin === null || !this.#parts.outgoing.allows(origin)) return refuse('malformed');
      const fetched = await this.#parts.descriptors.of(origin);
      return fetched === null ? refuse('bad-gateway', BUSY_SECONDS) : descriptor.decode(fetched.bytes);
    },
  };
}

const OUTCOME_OF: Record<'waiting' | QueueOutcome, Outcome> = {
  waiting: 'waiting',
  done: 'delivered',
  'given-up': 'given-up',
};
