// The mail gateway: masks, and the way of a mail from the SMTP listener (smtp.ts) to the receiving
// service. A mail is sealed to the mask's key in memory, before anything is stored: neither this service's disk nor its
// queue ever holds it in clear.
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { expiryDayOf, sealAddress } from '#protocol/address/address.ts';
import { dayOf, endOfDay } from '#protocol/base/day.ts';
import { sealMail, verifyMaskRenewal, verifyMaskRequest, verifyMaskRetirement } from '#protocol/mail/mask.ts';
import { generationOn, verifyDescriptor } from '#protocol/service/descriptor.ts';
import type { BlobReference } from '#wire/blob.ts';
import { MAIL_BLOB_DAYS, MASK_LOCAL_PART, type Mail, maskRenewal, maskRequest } from '#wire/mail.ts';
import type { AddressGrant } from '#wire/message.ts';
import type { DescriptorStatement } from '#wire/service.ts';
import { delivery } from '#wire/transport.ts';
import type { Hosted } from '../blobs/hosted.ts';
import type { Retry } from '../dispatch/backoff.ts';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import { QueueRoom } from '../dispatch/queue-room.ts';
import { type EndpointHandlers, refuse } from '../http/call.ts';
import type { Outgoing } from '../http/outgoing.ts';
import type { Descriptors } from '../peers/descriptors.ts';
import type { Log } from '../runtime/log.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Rate } from '../runtime/rate.ts';
import { RateLimit } from '../runtime/rate.ts';
import type { NewQueueItem, Storage } from '../storage/storage.ts';
import type { Redemption } from '../tokens/redemption.ts';
import { type ActiveMask, Masks } from './masks.ts';

export interface MailGatewayParts {
  readonly storage: Storage;
  readonly hosted: Hosted;
  /** This service's origin, which hosts big mails as blobs. */
  readonly origin: string;
  readonly maskNameKey: Uint8Array;
  readonly outgoing: Outgoing;
  readonly descriptors: Descriptors;
  readonly redemption: Redemption;
  readonly retry: Retry;
  /** Mails waiting; above, mail is deferred. */
  readonly queueItems: number;
  /** Whether the disk has room for more. */
  readonly hasRoom: () => boolean;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
  readonly random: () => number;
  readonly entropy: Entropy;
}

/** Names that a mail server must keep for its operator (RFC 2142), or that would be mistaken for its word. */
const RESERVED = new Set(
  'abuse admin administrator hostmaster info mailer-daemon marketing no-reply noc noreply nucleus postmaster root sales security support webmaster www'.split(
    ' ',
  ),
);
/**
 * What one mask may be sent, in MiB: anybody may write to it, and big mails lie on this disk for a month. Some 350 MB a
 * day.
 */
const MASK_MIB: Rate = { burst: 64, perSecond: 0.004 };

/** `unknown`: there is no such mask, or no more. `deferred`: later may be better. */
export type Admission = 'known' | 'unknown' | 'deferred';

export class MailGateway {
  readonly #parts: MailGatewayParts;
  readonly #masks: Masks;
  readonly #dispatcher: Dispatcher;
  readonly #maskRates: RateLimit;
  readonly #room: QueueRoom;

  constructor(parts: MailGatewayParts) {
    this.#parts = parts;
    this.#masks = new Masks(parts.storage, parts.maskNameKey, parts.now);
    const queue = parts.storage.queue('mail');
    this.#dispatcher = new Dispatcher({ ...parts, queue });
    this.#room = new QueueRoom(queue, parts.queueItems);
    this.#maskRates = new RateLimit(MASK_MIB, parts.now);
    parts.metrics.beforeReading(() => this.#measure());
  }

  async start(): Promise<void> {
    await this.#measure();
    await this.#dispatcher.start();
  }

  stop(): Promise<void> {
    return this.#dispatcher.stop();
  }

  /** Whether mail to a mask would be taken. */
  async admit(localPart: string): Promise<Admission> {
    const found = await this.#masks.find(localPart);
    if (found?.record.kind !== 'active') return 'unknown';
    return this.#usableAddress(found.record.value.grant) === null ? 'deferred' : 'known';
  }

  /**
   * Seals a mail for each recipient and queues it; on disk when it resolves to 'accepted'. All recipients or none,
   * unless the store fails between them: then the sender, told to come back, brings the mail twice to some.
   */
  async accept(
    localParts: readonly string[],
    content: Omit<Mail, 'to'>,
    recipients: readonly string[],
  ): Promise<'accepted' | 'deferred'> {
    const entered = this.#parts.hasRoom() ? await this.#room.take(localParts.length) : null;
    if (entered === null) return 'deferred';
    let queued = 0;
    try {
      queued = await this.#queueAll(localParts, content, recipients);
    } finally {
      entered(queued);
    }
    return queued === 0 ? 'deferred' : 'accepted';
  }

  /** @returns how many were queued: all, or none */
  async #queueAll(
    localParts: readonly string[],
    content: Omit<Mail, 'to'>,
    recipients: readonly string[],
  ): Promise<number> {
    const { storage, hosted } = this.#parts;
    const sealed: Sealed[] = [];
    for (const [index, localPart] of localParts.entries()) {
      const found = await this.#masks.find(localPart);
      // Retired between RCPT and the end of DATA: nothing to seal it to, and the sender learns it by the next try.
      if (found?.record.kind !== 'active') return 0;
      const one = await this.#seal(found.record.value, { ...content, to: recipients[index] ?? '' });
      if (one === null) return 0;
      sealed.push(one);
    }
    const blobs = sealed.flatMap(({ blob }) => (blob === null ? [] : [blob]));
    const rooms: (() => void)[] = [];
    try {
      for (const { reference } of blobs) {
        const room = await hosted.takeRoom(reference.byteCount);
        if (room === null) return 0;
        rooms.push(room);
      }
      const mib = content.message.length / 1024 ** 2;
      if (localParts.filter((localPart) => this.#maskRates.take(localPart, mib) > 0).length > 0) return 0;
      const until = ({ expiryDay }: BlobReference) => endOfDay(expiryDay);
      await Promise.all(
        blobs.map(({ reference, parts }, i) => hosted.put(reference, parts, until(reference), rooms[i] as () => void)),
      );
    } finally {
      for (const room of rooms) room();
    }
    await Promise.all(sealed.map(({ item }) => storage.queue('mail').append(item)));
    for (const { item } of sealed) this.#dispatcher.wake(item.group);
    return sealed.length;
  }

  async #seal(mask: ActiveMask, content: Mail): Promise<Sealed | null> {
    const { origin, now, entropy } = this.#parts;
    const today = dayOf(now());
    const address = this.#usableAddress(mask.grant);
    const statement = await this.#serviceOf(mask.grant);
    const generation = statement === null ? null : generationOn(statement, today);
    if (address === null || statement === null || generation === null) return null;
    const expiryDay = today + MAIL_BLOB_DAYS;
    const { envelope, blob } = sealMail(mask.mailKey, content, { origin, expiryDay }, entropy);
    const sealedAddress = sealAddress(address, statement.name, generation, envelope, entropy);
    const body = delivery.encode({ address: sealedAddress, envelope });
    return {
      item: { id: sha256(body), group: statement.name.origin, body, acceptedAt: now(), rememberUntil: null },
      blob,
    };
  }

  /** What the grant's service says of itself, if it is the one that the mask's owner named. */
  async #serviceOf(grant: AddressGrant): Promise<DescriptorStatement | null> {
    const fetched = await this.#parts.descriptors.of(grant.service.origin);
    try {
      return fetched === null ? null : verifyDescriptor(fetched.bytes, grant.service);
    } catch (error) {
      if (error instanceof Fault && error.blame === 'untrusted') return null;
      throw error;
    }
  }

  /** One of the addresses that are still good, at random, so that they wear evenly. */
  #usableAddress(grant: AddressGrant): Uint8Array | null {
    const today = dayOf(this.#parts.now());
    const usable = grant.addresses.filter((address) => expiryDayOf(address) >= today);
    return usable[Math.floor(this.#parts.random() * usable.length)] ?? usable[0] ?? null;
  }

  async #measure(): Promise<void> {
    this.#parts.metrics.gauge('queue_items', 'mail', await this.#room.measure());
  }

  #isUsable(grant: AddressGrant): boolean {
    return (
      this.#parts.outgoing.allows(grant.service.origin) &&
      grant.addresses.length > 0 &&
      grant.addresses.every(isAddress)
    );
  }

  readonly handlers: EndpointHandlers<'mail'> = {
    createMask: async ({ body }) => {
      const { localPart, managementKey, mailKey, grant } = body;
      if (!MASK_LOCAL_PART.test(localPart) || !this.#isUsable(grant)) return refuse('malformed');
      if (!verifyMaskRequest(body)) return refuse('untrusted');
      if (RESERVED.has(localPart)) return refuse('conflict');
      // The token is left out: a repeat may come with another one.
      const request = maskRequest.encode({ ...body, token: NOTHING });
      const requestDigest = sha256(request);
      const fresh = { managementKey, mailKey, requestDigest, renewalDigest: new Uint8Array(32), renewedAt: 0, grant };
      for (;;) {
        const found = await this.#masks.find(localPart);
        const same = found !== null && equal(found.record.value.requestDigest, requestDigest);
        if (found?.record.kind === 'active') return same ? null : refuse('conflict');
        // Its owner may bring a retired mask back, with a new request; the old one repeated brings nothing back.
        if (found !== null && (same || !equal(found.record.value.managementKey, managementKey)))
          return refuse('conflict');
        // A name that is taken costs no token.
        const notPaid = await this.#parts.redemption.redeem('mask', body.token, request);
        if (notPaid !== null) return notPaid;
        const written =
          found === null
            ? await this.#masks.create(localPart, fresh)
            : await this.#masks.replace(localPart, { kind: 'active', value: fresh }, found.revision);
        // Else another request was faster: perhaps this very one, sent twice.
        if (!written) continue;
        this.#parts.metrics.count('masks_total', 'created');
        return null;
      }
    },

    renewMask: async ({ body }) => {
      const { localPart, madeAt, grant } = body;
      if (!this.#isUsable(grant)) return refuse('malformed');
      const renewalDigest = sha256(maskRenewal.encode(body));
      for (;;) {
        const found = await this.#masks.find(localPart);
        if (found?.record.kind !== 'active') return refuse('not-found');
        const mask = found.record.value;
        if (!verifyMaskRenewal(mask.managementKey, body)) return refuse('untrusted');
        if (equal(mask.renewalDigest, renewalDigest)) return null;
        if (madeAt <= mask.renewedAt) return refuse('conflict');
        const renewed = { kind: 'active', value: { ...mask, renewalDigest, renewedAt: madeAt, grant } } as const;
        if (await this.#masks.replace(localPart, renewed, found.revision)) break;
      }
      this.#parts.metrics.count('masks_total', 'renewed');
      return null;
    },

    retireMask: async ({ body }) => {
      const { localPart } = body;
      for (;;) {
        const found = await this.#masks.find(localPart);
        if (found === null) return refuse('not-found');
        const { managementKey, requestDigest } = found.record.value;
        if (!verifyMaskRetirement(managementKey, body)) return refuse('untrusted');
        if (found.record.kind === 'retired') return null;
        if (
          await this.#masks.replace(
            localPart,
            { kind: 'retired', value: { managementKey, requestDigest } },
            found.revision,
          )
        )
          break;
      }
      this.#parts.metrics.count('masks_total', 'retired');
      return null;
    },
  };
}

interface Sealed {
  readonly item: NewQueueItem;
  readonly blob: { readonly reference: BlobReference; readonly parts: readonly Uint8Array[] } | null;
}

const NOTHING = new Uint8Array(0);

function isAddress(address: Uint8Array): boolean {
  try {
    expiryDayOf(address);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}
