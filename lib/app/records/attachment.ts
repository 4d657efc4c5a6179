// Attachments and long texts, which are too big for a message: their descriptions, sealed parts and progress, and the
// long texts themselves. Parts are ciphertext as it lies at the host, sealed once more like every record; they are
// named by their message, never by an id that a correspondent chose.
import { blobReference, MAX_PARTS } from '#wire/blob.ts';
import {
  blob,
  boolean,
  choice,
  nullable,
  part,
  struct,
  text,
  timestamp,
  u16,
  u32,
  type ValueOf,
} from '#wire/format.ts';
import { MEDIA_TYPE_BYTES } from '#wire/message.ts';
import { ATTACHMENT_NAME_BYTES, DIGEST_BYTES, PART_BYTES, THUMBNAIL_BYTES } from '#wire/sizes.ts';
import { id16, NOWHERE, recordKind, refs, work } from './record.ts';

export const BLOB_STATES = {
  /** A page is handing its bytes in. */
  preparing: 1,
  uploading: 2,
  /** At its host, not on this device. */
  hosted: 3,
  fetching: 4,
  /** Whole on this device. */
  here: 5,
  /** The host has it no more, and this device has not. */
  expired: 6,
  /** What the host has is not what was sent, or was never sealed rightly. */
  damaged: 7,
  /** Mine, and could not be uploaded. */
  failed: 8,
  /** There was no room for it on this device. */
  'no-room': 9,
} as const;
export type BlobState = keyof typeof BLOB_STATES;

/** In a message: an attachment. */
export const attachmentContent = struct({
  kind: choice({ picture: 1, file: 2 }),
  name: text(ATTACHMENT_NAME_BYTES),
  mediaType: text(MEDIA_TYPE_BYTES),
  byteCount: u32,
  width: u16,
  height: u16,
  thumbnail: blob(THUMBNAIL_BYTES),
  /** Its digest is zeros until every part is sealed. */
  reference: blobReference,
  state: choice(BLOB_STATES),
});

export const PREVIEW_BYTES = 4000;
/** In a message: the part of a long text that is shown. `longTextKind` holds the whole. */
export const longTextContent = struct({
  byteCount: u32,
  preview: text(PREVIEW_BYTES),
  reference: blobReference,
  state: choice(BLOB_STATES),
});

/** As long as a draft may be. */
export const MAX_LONG_TEXT_BYTES = 600_000;
/** What was fetched by itself for one relationship on a day. */
export const fetchedKind = recordKind('fetched', 'own', 1, 16, struct({ day: u32, bytes: u32 }), NOWHERE);
export const fetched = refs<ValueOf<typeof fetchedKind.format>, [relationship: string]>(fetchedKind);

export const longTextKind = recordKind(
  'long-text',
  'fact',
  1,
  640 * 1024,
  struct({ text: text(MAX_LONG_TEXT_BYTES) }),
  NOWHERE,
);
export const longTextRecord = refs<{ text: string }, [relationship: string, message: string]>(longTextKind);

const transferV1 = {
  direction: choice({ up: 1, down: 2 }),
  relationship: id16,
  message: id16,
  reference: blobReference,
  contentBytes: u32,
  /** Up: number of sealed parts. A part below it was sealed once and is never sealed again. */
  sealed: u32,
  /** Parts that are through, from the first. */
  moved: u32,
  /** Up: its host knows of it. */
  announced: boolean,
  createdAt: timestamp,
  touchedAt: timestamp,
  tries: u16,
  notBeforeAt: timestamp,
};
const MAX_TRANSFER_BYTES = 1024;
/** How it was while each was sent as soon as it was hosted. */
const beforeOrder = part('transfer record', MAX_TRANSFER_BYTES, struct(transferV1));

/** A blob that is on its way. Removed when it is through, or given up. Pages hear now and then of its progress. */
export const transferKind = work(
  recordKind(
    'transfer',
    'own',
    2,
    MAX_TRANSFER_BYTES,
    struct({
      ...transferV1,
      /** Up: the message that was chosen before it, together with it, and goes out first. */
      after: nullable(id16),
    }),
    NOWHERE,
    { 1: (encoded) => ({ ...beforeOrder.decode(encoded), after: null }) },
  ),
);
export type Transfer = ValueOf<typeof transferKind.format>;
export const transfer = refs<Transfer, [relationship: string, message: string]>(transferKind);

export const blobPartKind = recordKind(
  'blob-part',
  'own',
  1,
  PART_BYTES + 16,
  struct({ ciphertext: blob(PART_BYTES) }),
  NOWHERE,
);
export const blobPart = refs<{ ciphertext: Uint8Array }, [relationship: string, message: string, part: number]>(
  blobPartKind,
);

/** Digests of so many parts lie together: a list that grows with each part is not written anew each time. */
export const DIGESTS_TOGETHER = 256;
export const DIGEST_PAGES = Math.ceil(MAX_PARTS / DIGESTS_TOGETHER);
export const blobDigestsKind = recordKind(
  'blob-digests',
  'own',
  1,
  DIGESTS_TOGETHER * DIGEST_BYTES + 16,
  struct({ digests: blob(DIGESTS_TOGETHER * DIGEST_BYTES) }),
  NOWHERE,
);
export const blobDigests = refs<{ digests: Uint8Array }, [relationship: string, message: string, page: number]>(
  blobDigestsKind,
);
