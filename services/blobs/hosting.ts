// Hosting blobs (docs/protocol/blobs.md): announced, brought in parts, completed, read. A call holds one part at most.
// Everything may be repeated, and a complete blob never changes.
import { concat } from '#bytes/bytes.ts';
import { dayOf, endOfDay } from '#protocol/base/day.ts';
import { blobRequest, isHostedSize, MAX_HOSTED_BYTES, partBytes, partCount } from '#wire/blob.ts';
import { ID_BYTES } from '#wire/sizes.ts';
import { type EndpointHandlers, refuse } from '../http/call.ts';
import type { Metrics } from '../runtime/metrics.ts';
import type { Redemption } from '../tokens/redemption.ts';
import { type Hosted, partDigest } from './hosted.ts';

type Reading = 'getBlobDigests' | 'getBlobPart';
export type HostingEndpoint = Reading | 'createBlob' | 'putBlobPart' | 'completeBlob' | 'getBlobStatus' | 'cancelBlob';

const BUSY_SECONDS = 60;
const NOTHING = new Uint8Array(0);

export interface HostingParts {
  readonly hosted: Hosted;
  readonly metrics: Metrics;
  readonly redemption: Redemption;
  readonly now: () => number;
  /** How far ahead the last day of a blob may be. */
  readonly blobDays: number;
}

export function hostingHandlers(parts: HostingParts): Pick<EndpointHandlers<'sending'>, HostingEndpoint> {
  // In one piece: a table of handlers.
  const { hosted, metrics, redemption, now, blobDays } = parts;
  return {
    createBlob: async ({ body, peer }) => {
      const { id, byteCount, expiryDay } = body;
      const today = dayOf(now());
      if (byteCount > MAX_HOSTED_BYTES) return refuse('too-large');
      if (!isHostedSize(byteCount) || expiryDay < today || expiryDay > today + blobDays) return refuse('malformed');
      const known = await hosted.find(id);
      if (known !== null && known.byteCount !== byteCount) return refuse('conflict');
      if (known !== null) return null;
      const waitSeconds = hosted.takePeer(peer, byteCount);
      if (waitSeconds > 0) return refuse('no-room', waitSeconds);
      const room = await hosted.takeRoom(byteCount);
      if (room === null) {
        metrics.count('blobs_total', 'full');
        return refuse('no-room', BUSY_SECONDS);
      }
      try {
        const notPaid = await redemption.redeem('blob', body.token, blobRequest.encode({ ...body, token: NOTHING }));
        if (notPaid !== null) return notPaid;
        const result = await hosted.create(id, byteCount, endOfDay(expiryDay), room);
        metrics.count('blobs_total', result === 'same' ? 'repeated' : result);
        return result === 'conflict' ? refuse('conflict') : null;
      } finally {
        room();
      }
    },

    putBlobPart: async ({ body, parameters }) => {
      const { id } = parameters;
      const part = partNumber(parameters.part);
      if (id.length !== ID_BYTES || part === null || body.length === 0) return refuse('malformed');
      const blob = await hosted.find(id);
      if (blob === null) return refuse('not-found');
      if (part >= partCount(blob.byteCount) || body.length !== partBytes(blob.byteCount, part))
        return refuse('malformed');
      const result = await hosted.writePart(id, part, body);
      if (result === 'absent') return refuse('not-found');
      return result === 'conflict' ? refuse('conflict') : null;
    },

    completeBlob: async ({ body }) => {
      const before = await hosted.find(body.id);
      const result = await hosted.complete(body.id, body.digest);
      if (result === 'absent') return refuse('not-found');
      if (result === 'conflict') return refuse('conflict');
      if (before?.complete === false) metrics.count('blobs_total', 'completed');
      return null;
    },

    getBlobStatus: async ({ parameters }) => {
      const { id } = parameters;
      if (id.length !== ID_BYTES) return refuse('malformed');
      const blob = await hosted.find(id);
      if (blob === null) return refuse('not-found');
      const known = await hosted.digests(id);
      const there = new Uint8Array(Math.ceil(partCount(blob.byteCount) / 8));
      for (const { part } of known) there[part >> 3] = (there[part >> 3] as number) | (0x80 >> (part & 7));
      const digest = blob.complete ? partDigest(concat(...known.map((one) => one.digest))) : NOTHING;
      return { byteCount: blob.byteCount, digest, parts: there };
    },

    cancelBlob: async ({ parameters }) => {
      const { id } = parameters;
      if (id.length !== ID_BYTES) return refuse('malformed');
      const blob = await hosted.find(id);
      if (blob?.complete === true) return refuse('conflict');
      if (blob !== null) await hosted.delete(id);
      return null;
    },

    ...readingHandlers(hosted),
  };
}

/** Reading alone: for a mail gateway that is no sending service. */
export function readingHandlers(hosted: Hosted): Pick<EndpointHandlers<'sending'>, Reading> {
  return {
    getBlobDigests: async ({ parameters }) => {
      const { id } = parameters;
      if (id.length !== ID_BYTES) return refuse('malformed');
      if ((await hosted.find(id))?.complete !== true) return refuse('not-found');
      return concat(...(await hosted.digests(id)).map(({ digest }) => digest));
    },

    getBlobPart: async ({ parameters }) => {
      const { id } = parameters;
      const part = partNumber(parameters.part);
      if (id.length !== ID_BYTES || part === null) return refuse('malformed');
      return (await hosted.readPart(id, part)) ?? refuse('not-found');
    },
  };
}

/** A u32 in its four bytes; null if the bytes are none. */
function partNumber(bytes: Uint8Array): number | null {
  return bytes.length === 4 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) : null;
}
