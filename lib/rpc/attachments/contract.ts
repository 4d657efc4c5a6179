// Attachments and long texts, handed in and read part by part, as base64url.
import * as v from 'valibot';
import { method, type OkOrReason } from '../call/contract.ts';
import { id } from '../call/schemas.ts';

const byteCount = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 40));
const dimension = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff));
const part = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffff));

/** Of a file: `from` inclusive, `to` exclusive. */
export interface WantedPart {
  part: number;
  from: number;
  to: number;
}

/** `gone`: it was stopped, or the file is no longer the announced one. */
export type AttachRefusal = 'too-large' | 'empty' | 'ended' | 'blocked' | 'site' | 'unreachable' | 'gone' | 'storage';

export const attachments = {
  /**
   * Begins an attachment: it stands in the conversation from now on. `nonce` as in `send`; called again, it answers the
   * next wanted part. The answer names the part to hand in by `attachPart`, and its bytes of the file; null: all of
   * them are here.
   */
  attach: method<OkOrReason<{ next: WantedPart | null }, AttachRefusal>>()(
    v.object({
      relationship: id,
      nonce: id,
      kind: v.picklist(['picture', 'file']),
      name: v.pipe(v.string(), v.maxLength(1024)),
      mediaType: v.pipe(v.string(), v.maxLength(255)),
      byteCount,
      width: dimension,
      height: dimension,
      /** Base64url of a PNG, JPEG or WebP of at most THUMBNAIL_BYTES, or empty. */
      thumbnail: v.pipe(v.string(), v.maxLength(1100)),
      /** The attachment that was chosen before it, together with it: it goes out first. */
      after: v.exactOptional(id),
    }),
  ),
  /** `byteCount` as it was announced. A part that was handed in before is passed over. */
  attachPart: method<OkOrReason<{ next: WantedPart | null }, AttachRefusal>>()(
    v.object({ relationship: id, nonce: id, part, byteCount, bytes: v.pipe(v.string(), v.maxLength(350_000)) }),
  ),
  /**
   * Content of one part (from 0) of an attachment that is `here`, as base64url; null: it is not here, or there are no
   * more parts.
   */
  attachmentPart: method<{ bytes: string } | null>()(v.object({ relationship: id, message: id, part })),
  /** Brings it here, in the background. */
  fetchAttachment: method<null>()(v.object({ relationship: id, message: id })),
  /** Stops a transfer, up or down. A message of mine that was not sent is taken out of the conversation. */
  stopTransfer: method<null>()(v.object({ relationship: id, message: id })),
  /** Takes it off this device; it can be brought here again as long as it is hosted. */
  dropAttachment: method<null>()(v.object({ relationship: id, message: id })),
  /** All of a text of which a thread holds the beginning; null: it is not here (yet). */
  wholeText: method<{ text: string } | null>()(v.object({ relationship: id, message: id })),
  mailAttachment: method<{ name: string; bytes: string } | null>()(
    v.object({ relationship: id, message: id, index: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(63)) }),
  ),
} as const;
export type AttachmentsContract = typeof attachments;
